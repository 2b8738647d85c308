// Runs a program without a shell, as the reference does: as another user, in /tmp.
//
// Tested by tests/unit/program_output_test.cc, tests/unit/maps_program_test.cc.
#ifndef LIBRULES_CF_CHILD_PROGRAM_H
#define LIBRULES_CF_CHILD_PROGRAM_H

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace rules {

struct ChildLimits {
  uint32_t user = 1;  // whom to become when we are root
  uint32_t group = 1;
  int seconds = 60;  // then the program and what it started are killed
};

enum class ChildEnd : uint8_t {
  exited,
  killed,    // by a signal that was not ours
  given_up,  // by us: the time was over, or no more of its output was wanted
  not_started,
};

inline constexpr int kCannotExecute = 78;  // the exit status of a child that cannot be the program

struct ChildResult {
  ChildEnd end = ChildEnd::not_started;
  int number = 0;  // exit status or signal
};

// Given what the program writes, piece by piece; false: it is to be killed.
using TakeOutput = std::function<bool(std::string_view bytes)>;

// Runs command[0] with the given arguments, in /tmp and a process group of its own, with an
// environment of its own, no input, and errors where ours go; returns when it has ended. Any thread
// may call this. REQUIRES: !command.empty().
ChildResult run_child(const std::vector<std::string>& command, const ChildLimits& limits,
                      const TakeOutput& take);

}  // namespace rules

#endif
