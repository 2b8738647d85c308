// What the reference takes for an address at all.
//
// Tested by tests/cases/bt/tok_len_limit, address_long, parse_results.
#ifndef CFTEST_TYPED_ADDRESS_H
#define CFTEST_TYPED_ADDRESS_H

#include <string_view>

#include "output.h"

namespace cftest {

// Complains about one that is too long or has bytes that stand for operators.
// about: the address with which the complaint about the length begins; empty: none.
bool is_typed_address(std::string_view text, std::string_view about, Output& output);

}  // namespace cftest

#endif
