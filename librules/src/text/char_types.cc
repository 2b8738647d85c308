// See char_types.h.

#include "text/char_types.h"

namespace rules {

namespace {

// Always operators, besides what OperatorChars says.
constexpr std::string_view kBuiltInOperators = "()<>,;\r\n";
// Room for OperatorChars and the built-ins together.
constexpr size_t kMaxOperators = 50;

}  // namespace

CharTypes::CharTypes(std::string_view operators) {
  types_.fill(CharType::atom);
  for (const char c : {' ', '\t', '\n', '\v', '\f', '\r'}) {
    types_[static_cast<uint8_t>(c)] = CharType::space;
  }
  types_['"'] = CharType::quote;
  types_['('] = CharType::comment_begin;
  types_[')'] = CharType::comment_end;
  const auto add = [this](std::string_view chars) {
    for (const char c : chars) {
      CharType& type = types_[static_cast<uint8_t>(c)];
      if (type == CharType::atom && c != '\\') type = CharType::oper;
    }
  };
  add(operators.substr(0, kMaxOperators - kBuiltInOperators.size() - 1));
  add(kBuiltInOperators);
  for (size_t c = 0; c < plain_.size(); ++c) {
    plain_[c] = plain_type_of(types_[c], static_cast<unsigned char>(c));
  }
}

PlainType CharTypes::plain_type_of(CharType type, unsigned char c) {
  if (c == '\0' || c == 0xff || c == '\\') return PlainType::other;
  switch (type) {
    case CharType::atom:
      return PlainType::atom;
    case CharType::space:
      return PlainType::space;
    case CharType::oper:
      if (c == '<') return PlainType::less;
      return c == '>' ? PlainType::greater : PlainType::oper;
    default:
      return PlainType::other;
  }
}

}  // namespace rules
