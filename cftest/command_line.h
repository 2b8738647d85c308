// The command line of -bt: the reference's options, and those of our own.
//
// Tested by tests/cases/bt/cl_*, tests/cases/command_line_test.
#ifndef CFTEST_COMMAND_LINE_H
#define CFTEST_COMMAND_LINE_H

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "test_engine.h"

namespace cftest {

inline constexpr int kExitUsage = 64;         // EX_USAGE
inline constexpr int kExitCannotCreate = 73;  // EX_CANTCREAT

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

struct CommandLine {
  EngineSetup setup;
  std::vector<std::string> debug;             // -d, in order
  std::optional<std::string> debug_file;      // -D
  bool echo = false;                          // -v
  std::unique_ptr<std::FILE, CloseFile> log;  // -X
  bool help = false;
  bool version = false;
};

// What is wrong with a command line; empty text: told already.
struct UsageError {
  std::string text;
  bool to_stdout = false;  // as the reference has it
};

// nullopt: see `error`.
std::optional<CommandLine> parse_command_line(const std::vector<std::string>& words,
                                              UsageError& error);

}  // namespace cftest

#endif
