// Random m4 programs: the same number gives the same program.
//
// Most of them are sound, some have a quote or a parenthesis too few, and macros redefine each
// other, quotes and comments while they run.
#pragma once

#include <string>

[[nodiscard]] std::string random_program(unsigned seed);
