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

}  // namespace rules
