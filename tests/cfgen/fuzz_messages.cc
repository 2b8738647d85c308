// Reads any bytes as m4's messages and as the .mc file that they are about.
//
// The first byte says where the one ends and the other begins. Every line that comes out is one
// line, and a place that was looked for is in the file.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "messages.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view all(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t cut = all.size() * data[0] / 255;
  const cfgen::Input mc{"site.mc", all.substr(cut)};
  const auto messages = cfgen::read_messages(all.substr(0, cut), mc);
  for (const auto& line : messages.lines) {
    if (line.empty() || line.find('\n') != std::string::npos) std::abort();
  }
  if (messages.errors && messages.lines.empty()) std::abort();
  return 0;
}
