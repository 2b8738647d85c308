// See printable.h.

#include "text/printable.h"

#include "text/expand.h"

namespace rules {

namespace {

// What the reference calls a name that no configuration can give.
constexpr std::string_view kUndefinedName = "{***UNDEFINED MACRO***}";

void append_byte(uint8_t byte, std::string& out) {
  if (byte >= 0x80) {
    out += "M-";
    byte &= 0x7f;
  }
  switch (byte) {
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  if (byte >= 0x20 && byte < 0x7f) out += static_cast<char>(byte);
}

// The text of the mark at `at`: its operator, and the name or digit that belongs to it.
size_t append_operator(std::string_view text, size_t at, const Names& names, std::string& out) {
  const MarkedChar c = marked_char(text, at);
  at += c.size;
  const Op op = c.op();
  if (operator_char(op) == '\0' && op != Op::expand && op != Op::replacement) {
    append_byte(static_cast<uint8_t>(c.code & 0xff), out);  // a byte that no operator has
    return at;
  }
  out += '$';
  const bool takes_name = op == Op::expand || op == Op::deferred || op == Op::in_class ||
                          op == Op::not_in_class || op == Op::replacement;
  if (const char sign = operator_char(op)) out += sign;
  if (at >= text.size()) return at;
  const MarkedChar name = marked_char(text, at);
  if (op == Op::cond_if && name.name() >= kFirstLongName) {
    append_byte(static_cast<uint8_t>(name.code & 0xff), out);  // a character like others
    return at + name.size;
  }
  if (!takes_name) return at;
  if (name.code == 0) return at + name.size;
  const std::string shown = names.text(name.name());
  const bool given = name.code < 0x80 || name.is_mark() || shown.size() > 1;
  out += given ? std::string_view(shown) : kUndefinedName;
  return at + name.size;
}

// A byte of an operator that 0xff quotes, as cf lines have them.
Op quoted_operator(std::string_view text, size_t at) {
  if (text[at] != '\xff' || at + 1 >= text.size()) return Op::none;
  const auto byte = static_cast<uint8_t>(text[at + 1]);
  return byte >= 0x80 && byte < 0xa0 ? static_cast<Op>(byte) : Op::none;
}

}  // namespace

void append_printable(std::string_view text, const Names& names, std::string& out) {
  for (size_t at = 0; at < text.size();) {
    const MarkedChar c = marked_char(text, at);
    if (c.op() != Op::none) {
      at = append_operator(text, at, names, out);
    } else if (c.is_mark()) {
      out += names.text(c.name());
      at += c.size;
    } else if (const Op quoted = quoted_operator(text, at); quoted != Op::none) {
      out += "M-";
      std::string marked;
      append_mark(marked, quoted);
      marked += text.substr(at + 2, 1);
      at += append_operator(marked, 0, names, out);
    } else {
      append_byte(static_cast<uint8_t>(c.code), out);
      at += c.size;
    }
  }
}

std::string bare_name(NameId name, const Names& names) {
  const std::string text = names.text(name);
  if (text.size() > 1) return text.substr(1, text.size() - 2);
  const bool has_text = name > 0x20 && name < 0x80;
  return has_text ? text : std::string(kUndefinedName.substr(1, kUndefinedName.size() - 2));
}

std::string printable_name(NameId name, const Names& names) {
  const std::string text = names.text(name);
  if (text.size() > 1) return text;
  const bool printed = name > 0x20 && name < 0x7f;
  return printed ? "{" + text + "}" : std::string(kUndefinedName);
}

void append_printable_tokens(Tokens tokens, const Names& names, std::string& out) {
  for (const Token& token : tokens) {
    out += ' ';
    append_printable(token.text(), names, out);
  }
}

void append_cf_text(std::string_view text, const Names& names, std::string& out) {
  for (size_t at = 0; at < text.size();) {
    const MarkedChar c = marked_char(text, at);
    if (c.op() != Op::none) {
      at = append_operator(text, at, names, out);
    } else if (c.is_mark()) {
      out += names.text(c.name());
      at += c.size;
    } else {
      out += text[at++];
    }
  }
}

std::string shorten(std::string text) {
  constexpr size_t kEnd = 100;
  if (text.size() <= 2 * kEnd + 3) return text;
  return text.substr(0, kEnd) + "..." + text.substr(text.size() - kEnd);
}

}  // namespace rules
