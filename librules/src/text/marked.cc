// See marked.h.

#include "text/marked.h"

#include <algorithm>
#include <cstring>

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

namespace {

// Of a text without backslashes, piece by piece.
void strip_only_quotes(std::string& text) {
  size_t at = text.find('"');
  if (at == std::string::npos) return;
  char* to = text.data() + at;
  while (++at <= text.size()) {  // behind a quote
    const size_t end = std::min(text.find('"', at), text.size());
    std::memmove(to, text.data() + at, end - at);
    to += end - at;
    at = end;
  }
  text.resize(static_cast<size_t>(to - text.data()));
}

}  // namespace

void strip_quotes(std::string& text) {
  if (text.find('\\') == std::string::npos) return strip_only_quotes(text);
  size_t to = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') continue;
    if (text[at] == '\\' && at + 1 < text.size()) ++at;
    text[to++] = text[at];
  }
  text.resize(to);
}

}  // namespace rules
