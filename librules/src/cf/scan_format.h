// The scanf formats of F lines: one string out of each line of a class file.
//
// Tested by tests/unit/scan_format_test.cc.
#ifndef LIBRULES_CF_SCAN_FORMAT_H
#define LIBRULES_CF_SCAN_FORMAT_H

#include <optional>
#include <string>
#include <string_view>

namespace rules {

// Scans `line` as sscanf does with one %s, %[set] or %c conversion; %*... are skipped, other
// conversions do not match. nullopt: the format yields no string.
std::optional<std::string> scan_line(std::string_view line, std::string_view format);

}  // namespace rules

#endif
