// Text as a JSON string.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

// Bytes above 0x7f are taken for Latin-1, so that any bytes come out as JSON.
inline std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (byte < 0x20 || byte > 0x7e) {
      char escape[16];
      std::snprintf(escape, sizeof escape, "\\u%04x", byte);
      out += escape;
    } else {
      out += c;
    }
  }
  return out + "\"";
}
