// The text of format.
//
// Tested by tests/m4/builtins_test.cc.
#pragma once

#include <string>

namespace m4 {

class Arguments;
class Machine;

// As printf, with conversions for numbers, texts and characters only; argument 1 is the format.
[[nodiscard]] std::string formatted(Machine& machine, const Arguments& arguments);

}  // namespace m4
