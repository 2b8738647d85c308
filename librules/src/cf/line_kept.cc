// Lines that the engine keeps and does not act on: H, P, Q, X, E.
//
// Tested by tests/unit/reader_test.cc.

#include <fmt/format.h>

#include <algorithm>

#include "cf/line_reader.h"

namespace rules {

namespace {

void keep(LineReader& reader, char type, std::string_view text) {
  reader.config.lines.push_back({type, reader.line(), std::string(text)});
}

}  // namespace

void read_header_line(LineReader& reader, std::string_view text) {
  std::string_view rest = text;
  if (!rest.empty() && rest.front() == '?') {
    const size_t end = rest.find('?', 1);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
  if (rest.find(':') == std::string_view::npos) {
    reader.warn(fmt::format("header syntax error, line \"{}\"", seven_bit(text)));
    return;
  }
  keep(reader, 'H', text);
}

void read_precedence_line(LineReader& reader, std::string_view text) {
  if (text.find('=') == std::string_view::npos) {
    reader.warn(fmt::format("unknown configuration line \"P{}\"", seven_bit(text)));
    return;
  }
  keep(reader, 'P', text);
}

void read_queue_line(LineReader& reader, std::string_view text) {
  const size_t end = std::min(text.find_first_of(", \t"), text.size());
  const std::string_view name = text.substr(0, end);
  std::string_view fields = text.substr(end);
  while (!fields.empty() && (fields.front() == ',' || is_blank(fields.front()))) {
    fields.remove_prefix(1);
  }
  if (name.empty() && fields.empty()) {
    reader.warn("name required for queue");
    return;
  }
  const std::string_view field = fields.substr(0, fields.find(','));
  if (!field.empty() && field.find('=') == std::string_view::npos) {
    reader.warn(fmt::format("queue {}: `=' expected", seven_bit(name)));
    return;
  }
  keep(reader, 'Q', text);
}

void read_filter_line(LineReader& reader, std::string_view text) {
  if (text.find("S=") == std::string_view::npos) {
    reader.warn(fmt::format("X{}: empty or missing socket information",
                            seven_bit(trim(text.substr(0, text.find(','))))));
  }
  keep(reader, 'X', text);
}

void read_environment_line(LineReader& reader, std::string_view text) { keep(reader, 'E', text); }

}  // namespace rules
