// A token of a workspace or a rule.
#ifndef LIBRULES_TEXT_TOKEN_H
#define LIBRULES_TEXT_TOKEN_H

#include <cstdint>
#include <span>
#include <string_view>

#include "text/marked.h"

namespace rules {

// A literal of the rules of a Program; 0: not one of them.
using SymbolId = uint32_t;

struct Token {
  const char* data;  // its text is marked text, never empty; quotes and backslashes included
  SymbolId symbol;   // equal symbols = equal texts but for case
  uint16_t size;     // of the text, in bytes
  Op op;             // the operator that the text begins with
  bool atom : 1;     // begins with a character that is no operator and no quote: two such
                     // neighbours need a blank between them when they are joined
  bool plain : 1;    // its text makes this token again (text/simple_prescan.h)

  std::string_view text() const { return {data, size}; }
  // After $= $~ $& : the name; after $1: the digit; kNoName of a literal.
  NameId operand() const { return op == Op::none ? kNoName : operand_of(text()); }
  bool is(Op what) const { return op == what; }
};
static_assert(sizeof(Token) <= 16);  // rules copy thousands of them

using Tokens = std::span<const Token>;

}  // namespace rules

#endif
