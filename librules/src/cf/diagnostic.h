// What loading a configuration has to say, collected, with a place.
#ifndef LIBRULES_CF_DIAGNOSTIC_H
#define LIBRULES_CF_DIAGNOSTIC_H

#include <cstdint>
#include <string>
#include <vector>

namespace rules {

enum class Severity : uint8_t {
  trace,    // what ReadOptions::tracing asked for
  note,     // the reference prints it and goes on; its exit status does not change
  warning,  // the reference goes on; its exit status becomes 70, or 71 with an error number
  fatal,    // the reference ends
};

struct Diagnostic {
  Severity severity = Severity::warning;
  std::string file;       // empty: not about a place in a file
  uint32_t line = 0;      // the last physical line read
  std::string text;       // in the reference's words, printable
  int error_number = 0;   // errno, when a system call failed
  int exit_status = 0;    // other than 70 or 71, when the reference has one of its own (sysexits)
  bool ends_line = true;  // of a trace: what comes next does not go on behind it
};

using Diagnostics = std::vector<Diagnostic>;

}  // namespace rules

#endif
