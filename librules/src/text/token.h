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
  std::string_view text;  // marked text, never empty; quotes and backslashes included
  uint64_t hash;          // folded_hash(text)
  SymbolId symbol;        // equal symbols = equal texts but for case
  Op op;                  // the operator that the text begins with
  bool atom : 1;          // begins with a character that is no operator and no quote: two such
                          // neighbours need a blank between them when they are joined
  bool plain : 1;         // its text makes this token again (text/simple_prescan.h)
  NameId operand;         // after $= $~ $& : the name; after $1: the digit; of what a cf writes
                          // after $>: the ruleset (Program::called)

  bool is(Op what) const { return op == what; }
};

using Tokens = std::span<const Token>;

}  // namespace rules

#endif
