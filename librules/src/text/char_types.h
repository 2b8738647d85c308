// What each character is to the tokenizer, by table.
//
// OperatorChars is read once, at the first tokenization, as in the reference: a Program has one
// CharTypes for all its life.
//
// Tested by tests/unit/prescan_test.cc.
#ifndef LIBRULES_TEXT_CHAR_TYPES_H
#define LIBRULES_TEXT_CHAR_TYPES_H

#include <array>
#include <cstdint>
#include <string_view>

#include "text/marked.h"

namespace rules {

enum class CharType : uint8_t {
  atom,
  oper,           // a token of its own
  oper_and_next,  // a token together with the next character
  quote,
  space,
  comment_begin,
  comment_end,
};

// The reference's tables. cf keeps ( ) as tokens; the others skip comments; external knows no
// operators of the ruleset language.
enum class CharTable : uint8_t { cf, internal, external };

// What a character is in texts in which nothing is quoted, escaped or a comment, whatever the
// table.
enum class PlainType : uint8_t { atom, oper, less, greater, space, other };

class CharTypes {
 public:
  // operators: the value of OperatorChars, or the default for the level of the configuration.
  explicit CharTypes(std::string_view operators = ".:@[]");

  CharType type(CharTable table, MarkedChar c) const {
    if (c.is_mark()) return table == CharTable::external ? CharType::atom : mark_type(c);
    if (c.code == 0xff && table != CharTable::external) return CharType::oper_and_next;
    if (table == CharTable::cf && (c.code == '(' || c.code == ')')) return CharType::oper;
    return types_[c.code];
  }

  PlainType plain_type(char c) const { return plain_[static_cast<uint8_t>(c)]; }

  // Does a text that begins with this character want a blank between it and another such one?
  bool joins_with_blank(MarkedChar c) const {
    return c.is_mark() ? mark_type(c) == CharType::atom : types_[c.code] == CharType::atom;
  }

 private:
  static CharType mark_type(MarkedChar c) {
    switch (c.op()) {
      case Op::none:
        return CharType::atom;
      case Op::deferred:
      case Op::in_class:
      case Op::not_in_class:
      case Op::replacement:
        return CharType::oper_and_next;
      default:
        return CharType::oper;
    }
  }

  static PlainType plain_type_of(CharType type, unsigned char c);

  std::array<CharType, 256> types_;
  std::array<PlainType, 256> plain_;
};

}  // namespace rules

#endif
