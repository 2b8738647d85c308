// Reads any bytes as the text of a map, in every style.
//
// The first byte chooses the style; what is read must fit the line it is from.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "accessmap/text.h"

using accessmap::LineKind;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  accessmap::TextStyle style;
  if (data[0] & 1) style.delimiter = ':';
  if (data[0] & 2) style.comment = ';';
  if (data[0] & 4) style.fold_keys = false;
  if (data[0] & 8) style.allow_empty_values = true;
  if (data[0] & 16) style.makemap_lines = true;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  accessmap::TextReader reader(text, style);
  accessmap::TextLine line;
  std::size_t number = 0;
  std::size_t bytes = 0;
  while (reader.next(line)) {
    if (line.number != ++number) std::abort();
    bytes += line.key.size() + line.value.size();
    const bool has_value = !line.value.empty();
    if (has_value && line.kind != LineKind::entry) std::abort();
    if (line.kind == LineKind::entry && !has_value && !style.allow_empty_values) std::abort();
    if (line.value.find('\n') != std::string_view::npos) std::abort();
  }
  if (bytes > text.size()) std::abort();
  return 0;
}
