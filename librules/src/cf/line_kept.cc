// Lines that the engine keeps and does not act on: P, E.
//
// Tested by tests/unit/reader_test.cc.

#include <fmt/format.h>

#include <algorithm>

#include "cf/line_reader.h"

namespace rules {

namespace {

constexpr int kMaxPrecedences = 25;

void keep(LineReader& reader, char type, std::string_view text) {
  reader.config.lines.push_back({type, reader.line(), std::string(text)});
}

}  // namespace

void read_precedence_line(LineReader& reader, std::string_view text) {
  if (text.find('=') == std::string_view::npos) {
    reader.warn(fmt::format("unknown configuration line \"P{}\"", seven_bit(text)));
    return;
  }
  const auto precedences = std::count_if(reader.config.lines.begin(), reader.config.lines.end(),
                                         [](const ConfigLine& line) { return line.type == 'P'; });
  if (precedences >= kMaxPrecedences) {
    reader.warn(fmt::format("too many P lines, {} max", kMaxPrecedences));
    return;
  }
  keep(reader, 'P', text);
}

void read_environment_line(LineReader& reader, std::string_view text) { keep(reader, 'E', text); }

}  // namespace rules
