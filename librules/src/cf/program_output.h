// What a program prints: for F|command.
//
// Tested by tests/unit/program_output_test.cc, tests/cases/bt/cls_F_cmd.
#ifndef LIBRULES_CF_PROGRAM_OUTPUT_H
#define LIBRULES_CF_PROGRAM_OUTPUT_H

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cf/child_program.h"

namespace rules {

struct ProgramLimits {
  size_t max_bytes = 64 * 1024 * 1024;  // of output; then the program is ended
  int seconds = 60;                     // of running; then it is killed
  ChildOwner owner = {};
};

// Runs `command`, a program's full name and its arguments parted by blanks, as
// start_program() does. nullopt: it could not be run, or ran too long; its exit status does
// not matter unless `exit_status` is given.
std::optional<std::string> program_output(std::string_view command,
                                          const ProgramLimits& limits = {},
                                          int* exit_status = nullptr);
// The same with the words already parted.
std::optional<std::string> program_output(const std::vector<std::string>& words,
                                          const ProgramLimits& limits = {},
                                          int* exit_status = nullptr);

}  // namespace rules

#endif
