// See marked.h.

#include "text/marked.h"

namespace rules {

std::string mark_operator_bytes(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<uint8_t>(c);
    if (byte >= 0x80 && byte < 0xa0) out += '\0';
    out += c;
  }
  return out;
}

void strip_quotes(std::string& text) {
  size_t to = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') continue;
    if (text[at] == '\\' && at + 1 < text.size()) ++at;
    text[to++] = text[at];
  }
  text.resize(to);
}

}  // namespace rules
