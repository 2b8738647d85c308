// The tokens of a text that needs no care, fast: what prescan() makes of it, without its states.
//
// Nearly all addresses and values are so: no quotes, backslashes, comments or operators of rules,
// every < with its >. The tokens are pieces of one copy of the text.
//
// Tested by tests/unit/prescan_test.cc, tests/fuzz/fuzz_prescan.cc (both against prescan()).
#ifndef LIBRULES_TEXT_SIMPLE_PRESCAN_H
#define LIBRULES_TEXT_SIMPLE_PRESCAN_H

#include <string_view>

#include "text/arena.h"
#include "text/char_types.h"
#include "text/symbols.h"
#include "text/token_buffer.h"

namespace rules {

// Appends what prescan() makes of `input` with the tables internal and external, in its mode for
// addresses. False: the text needs prescan(), nothing was appended. symbols may be NULL.
bool simple_prescan(std::string_view input, const CharTypes& types, const Symbols* symbols,
                    Arena& arena, TokenBuffer& out);

// Is the token's text such that prescan() of it alone gives the same token?
bool is_plain(const Token& token, const CharTypes& types);

}  // namespace rules

#endif
