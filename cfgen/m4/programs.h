// Programs that syscmd and esyscmd start, and files that mkstemp makes: for trusted files only.
//
// Tested by tests/m4/trust_test.cc.
#pragma once

#include <string>

namespace m4 {

struct ProgramResult {
  bool started = false;
  int status = 0;  // exit status, or 256 times the signal that ended it
  std::string output;
};

// Runs a command with sh; what it writes to standard output is the result.
[[nodiscard]] ProgramResult run_command(const std::string& command);

// Makes a new file named like `pattern` with its last XXXXXX replaced; empty if it cannot.
[[nodiscard]] std::string make_file(std::string pattern);

}  // namespace m4
