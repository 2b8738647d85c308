// See xtext.h.

#include "xtext.h"

namespace rules::tls {

namespace {

bool stands_for_itself(char c) {
  return c >= '!' && c <= '~' && std::string_view("+\\()<>\"").find(c) == std::string_view::npos;
}

}  // namespace

void append_xtext(std::string_view text, std::string& out) {
  out.reserve(out.size() + text.size());
  static constexpr char kHex[] = "0123456789ABCDEF";
  for (const char c : text) {
    if (stands_for_itself(c)) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '+';
    out += kHex[byte >> 4];
    out += kHex[byte & 15];
  }
}

std::string xtext(std::string_view text) {
  std::string out;
  append_xtext(text, out);
  return out;
}

}  // namespace rules::tls
