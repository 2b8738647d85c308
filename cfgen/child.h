// Runs a program without a shell, with bounds on what it may use.
//
// Tested by tests/cfgen/.
#pragma once

#include <string>
#include <vector>

namespace cfgen {

struct Bounds {
  int seconds = 10;                             // wall time, and CPU time as well
  std::size_t output_bytes = 16 * 1024 * 1024;  // of standard output and of standard error
};

enum class ChildEnd { kExited, kKilled, kTooLong, kTooMuch, kNotStarted };

struct ChildResult {
  ChildEnd end = ChildEnd::kNotStarted;
  int status = 0;  // exit status, or the signal if killed, or errno if not started
  std::string out;
  std::string err;
};

// The path of a program in PATH, or empty.
[[nodiscard]] std::string find_program(const std::string& name);

// Runs `path` with `words` (words[0] is the name it is called by) and `input` as its standard
// input, in a clean environment, and waits for its end.
[[nodiscard]] ChildResult run_child(const std::string& path, const std::vector<std::string>& words,
                                    const std::string& input, const Bounds& bounds);

}  // namespace cfgen
