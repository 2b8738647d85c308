// What a program prints: for F|command.
//
// Tested by tests/unit/program_output_test.cc, tests/cases/bt/cls_F_cmd.
#ifndef LIBRULES_CF_PROGRAM_OUTPUT_H
#define LIBRULES_CF_PROGRAM_OUTPUT_H

#include <optional>
#include <string>
#include <string_view>

#include "cf/child_program.h"

namespace rules {

// Runs `command`, a program's full name and its arguments parted by blanks, as run_child() does.
// nullopt: it could not be run, ran too long, or wrote more than max_bytes; its exit status does
// not matter.
std::optional<std::string> program_output(std::string_view command, const ChildLimits& limits,
                                          size_t max_bytes = 64 * 1024 * 1024);

}  // namespace rules

#endif
