// The expressions of eval.
//
// Tested by tests/m4/builtins_test.cc.
#pragma once

#include <string_view>

namespace m4 {

class Machine;

// 32-bit arithmetic; false, and a message, if the expression is wrong.
[[nodiscard]] bool evaluate(Machine& machine, std::string_view text, int& value);

}  // namespace m4
