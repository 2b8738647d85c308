// Starts a program without a shell, reads the first line that it writes, and waits for its end.
//
// Tested by tests/unit/maps_program_test.cc.
#ifndef LIBRULES_MAPS_CHILD_H
#define LIBRULES_MAPS_CHILD_H

#include <cstdint>
#include <string>
#include <vector>

namespace rules {

struct ChildLimits {
  uint32_t user = 1;  // whom to become when we are root
  uint32_t group = 1;
  int seconds = 60;  // then the program and what it started are killed
};

enum class ChildEnd : uint8_t { exited, killed, timed_out, not_started };

struct ChildResult {
  ChildEnd end = ChildEnd::not_started;
  int number = 0;  // exit status or signal; 78: the file cannot be executed
  bool has_line = false;
  std::string line;  // without newline, at most 2047 bytes
};

// Runs command[0] with the given arguments, in /tmp, with an environment of its own, no input, and
// errors where ours go. Any thread may call this. REQUIRES: !command.empty().
ChildResult run_child(const std::vector<std::string>& command, const ChildLimits& limits);

}  // namespace rules

#endif
