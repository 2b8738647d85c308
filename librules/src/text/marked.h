// Marked text: bytes in which the operators of the ruleset language are marked.
//
// The reference writes operators as the bytes 0x80-0x9f, so that data can turn into operators. Here
// an operator is a NUL followed by that byte, and data cannot hold a NUL (it is cut or refused
// where text comes in), so a byte 0x80-0x9f of data stays data. A NUL followed by 0xa0-0xff stands
// for a long macro or class name. Such a pair is one character ("mark") to everything that reads
// text.
//
// Tested by tests/unit/prescan_test.cc, tests/unit/expand_test.cc.
#ifndef LIBRULES_TEXT_MARKED_H
#define LIBRULES_TEXT_MARKED_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace rules {

// The operators; the values are those of the reference's internal bytes.
enum class Op : uint8_t {
  none = 0,
#define OP(name, byte, sign, least, binds) name = byte,
#include "text/ops.def"
#undef OP
};

// What ops.def says of an operator; of none and of what is no operator, as of a literal.
struct OpFacts {
  char sign = '\0';
  uint8_t least_tokens = 1;
  bool binds = false;
};

namespace detail {
inline constexpr auto kOpFacts = [] {
  std::array<OpFacts, 256> facts{};
#define OP(name, byte, sign, least, binds) facts[byte] = {sign, least, binds};
#include "text/ops.def"
#undef OP
  return facts;
}();
}  // namespace detail

namespace detail {
inline constexpr auto kOpOfSign = [] {
  std::array<Op, 128> ops{};
#define OP(name, byte, sign, least, binds) ops[sign] = Op::name;
#include "text/ops.def"
#undef OP
  ops[0] = Op::none;
  return ops;
}();
}  // namespace detail

// The operator that is written as `$` and this character; none: no operator is.
constexpr Op operator_of(unsigned sign) {
  return sign < detail::kOpOfSign.size() ? detail::kOpOfSign[sign] : Op::none;
}

constexpr OpFacts op_facts(Op op) { return detail::kOpFacts[static_cast<size_t>(op)]; }

// A macro or class name: a byte, or 256 + n for the long name number n (0-95).
using NameId = uint16_t;
inline constexpr NameId kNoName = 0;
inline constexpr NameId kFirstLongName = 256;
inline constexpr size_t kMaxLongNames = 96;
inline constexpr size_t kNameIds = kFirstLongName + kMaxLongNames;

// One character of marked text: a byte, or a mark (code = 0x100 | second byte).
struct MarkedChar {
  uint16_t code;
  uint8_t size;  // bytes: 1 or 2

  bool is_mark() const { return code >= 0x100; }
  Op op() const { return code >= 0x180 && code < 0x1a0 ? static_cast<Op>(code & 0xff) : Op::none; }
  // The name that this character is, after an operator that takes one.
  NameId name() const {
    return code >= 0x1a0 ? static_cast<NameId>(kFirstLongName + (code - 0x1a0)) : code & 0xff;
  }
};

// REQUIRES: at < text.size().
inline MarkedChar marked_char(std::string_view text, size_t at) {
  const auto byte = static_cast<uint8_t>(text[at]);
  if (byte != 0 || at + 1 >= text.size()) return {byte, 1};
  return {static_cast<uint16_t>(0x100 | static_cast<uint8_t>(text[at + 1])), 2};
}

inline void append_mark(std::string& out, Op op) {
  const char mark[] = {'\0', static_cast<char>(op)};
  out.append(mark, sizeof mark);
}

inline void append_name(std::string& out, NameId name) {
  if (name >= kFirstLongName) {
    out += '\0';
    out += static_cast<char>(0xa0 + (name - kFirstLongName));
  } else {
    out += static_cast<char>(name);
  }
}

// The operator that a token or text begins with, if any.
inline Op leading_op(std::string_view text) {
  return text.empty() || text[0] != '\0' ? Op::none : marked_char(text, 0).op();
}

// The name after the operator that `text` begins with; kNoName if there is none.
inline NameId operand_of(std::string_view text) {
  return text.size() > 2 ? marked_char(text, 2).name() : kNoName;
}

// Bytes from elsewhere as marked text: what follows a NUL is cut.
inline std::string_view cut_at_nul(std::string_view bytes) {
  return bytes.substr(0, bytes.find('\0'));
}

// The first characters of `text`, up to `count`: a mark is one. (Half a mark would make an operator
// of the byte that comes to stand after it.)
inline std::string_view cut_marked(std::string_view text, size_t count) {
  size_t at = 0;
  for (; at < text.size() && count > 0; --count) at += marked_char(text, at).size;
  return text.substr(0, at);
}

// Bytes 0x80-0x9f as operators, as the reference reads them; for text of the cf itself, and for
// `--as-reference`.
std::string mark_operator_bytes(std::string_view bytes);

// Removes quotes, and one level of backslashes.
void strip_quotes(std::string& text);

}  // namespace rules

#endif
