// Starts a program without a shell, as the reference does: as another user, in /tmp.
//
// Tested by tests/unit/maps_program_test.cc, tests/unit/program_output_test.cc.
#ifndef LIBRULES_CF_CHILD_PROGRAM_H
#define LIBRULES_CF_CHILD_PROGRAM_H

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace rules {

inline constexpr int kCannotExecute = 78;  // the exit status of a child that cannot be the program

struct ChildOwner {  // whom to become when we are root
  uint32_t user = 1;
  uint32_t group = 1;
};

// Runs command[0] with the given arguments, in /tmp and a process group of its own, with an
// environment of its own, no input, its output into `output` and errors where ours go. Returns its
// process; -1: there is none. Any thread may call this. REQUIRES: !command.empty().
pid_t start_program(const std::vector<std::string>& command, const ChildOwner& owner, int output);

}  // namespace rules

#endif
