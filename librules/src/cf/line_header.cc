// H lines: H?flags?Name: value; `Name: $>ruleset` has a ruleset look at what comes in.
//
// Tested by tests/unit/reader_test.cc, tests/cases/bt/header_lines.

#include <fmt/format.h>

#include <algorithm>

#include "cf/line_reader.h"
#include "text/fold.h"

namespace rules {

namespace {

bool is_name(std::string_view name) {
  return !name.empty() &&
         std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

bool is_ascii(char c) { return static_cast<signed char>(c) > 0; }

// Bytes of `?flags?` or `?$macro?`; 0: it is neither.
size_t condition_size(std::string_view text) {
  size_t end = 1;
  if (text.size() > 1 && marked_char(text, 1).op() == Op::expand) {
    end += marked_char(text, 1).size;
    if (end < text.size()) end += marked_char(text, end).size;
  } else {
    while (end < text.size() && text[end] != '?' && is_ascii(text[end])) ++end;
  }
  return end < text.size() && text[end] == '?' ? end + 1 : 0;
}

// `$>name` or `$>+name`.
void set_ruleset(LineReader& reader, std::string_view value, ConfigHeader& header) {
  value = value.substr(marked_char(value, 0).size);
  header.keeps_comments = value.starts_with('+');
  if (header.keeps_comments) value.remove_prefix(1);
  std::vector<std::string> problems;
  header.ruleset = find_ruleset(reader.config, value, true, problems);
  for (std::string& problem : problems) reader.warn(std::move(problem));
}

}  // namespace

void read_header_line(LineReader& reader, std::string_view text) {
  std::string_view rest = text;
  std::string_view shown = text;
  if (!rest.empty() && rest.front() == '?') {
    const size_t size = condition_size(text);
    rest = size == 0 ? std::string_view() : rest.substr(size);
    if (size != 0) shown = text.substr(0, size - 1);
  }
  const size_t colon = rest.find(':');
  std::string_view name = rest.substr(0, colon);
  while (!name.empty() && is_blank(name.back())) name.remove_suffix(1);
  if (colon == std::string_view::npos || !is_name(name)) {
    reader.warn(fmt::format("header syntax error, line \"{}\"", seven_bit(shown)));
    return;
  }
  if (reader.tracing(31, 6)) {
    reader.trace(fmt::format("chompheader: {}", printable_text(reader, text)));
  }
  ConfigHeader header;
  header.name = name;
  const std::string expanded = reader.expanded(rest.substr(colon + 1));
  const std::string_view value = trim(expanded);
  if (leading_op(value) == Op::call) {
    set_ruleset(reader, value, header);
  } else {
    header.has_text = true;
  }
  reader.config.lines.push_back({'H', reader.line(), std::string(text)});
  auto& headers = reader.config.headers;
  const auto known = std::find_if(headers.begin(), headers.end(), [&](const ConfigHeader& other) {
    return equal_folded(other.name, header.name);
  });
  if (known == headers.end()) {
    headers.push_back(std::move(header));
    return;
  }
  known->has_text = known->has_text || header.has_text;
  if (header.ruleset == kNoRuleset) return;
  known->ruleset = header.ruleset;
  known->keeps_comments = header.keeps_comments;
}

}  // namespace rules
