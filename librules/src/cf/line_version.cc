// V lines: Vlevel/vendor.
//
// Tested by tests/unit/reader_test.cc, tests/cases/bt/cf_v*.

#include <fmt/format.h>

#include <algorithm>

#include "cf/line_reader.h"
#include "text/fold.h"

namespace rules {

namespace {

constexpr size_t kMaxShown = 20;    // characters of what is no level
constexpr int kShortHostLevel = 5;  // from here on $w is the name without its domain

bool is_letter(char c) { return is_alnum(c) && !is_digit(c); }

void shorten_host_name(LineReader& reader) {
  const std::string name = reader.config.macros['w'].value_or("");
  const size_t dot = name.find('.');
  if (dot != std::string::npos) reader.set_macro('w', name.substr(0, dot));
}

}  // namespace

void read_version_line(LineReader& reader, std::string_view text) {
  std::string_view rest = trim(text);
  size_t digits = 0;
  while (digits < rest.size() && is_digit(rest[digits])) ++digits;
  if (digits == 0) {
    reader.warn(
        fmt::format("invalid argument to V line: \"{}\"", seven_bit(text.substr(0, kMaxShown))));
    return;
  }
  int level = 0;
  for (const char c : rest.substr(0, digits < 6 ? digits : 6)) level = level * 10 + (c - '0');
  reader.config.level = level;
  if (level >= kShortHostLevel) shorten_host_name(reader);
  rest.remove_prefix(digits);
  if (!rest.starts_with('/')) return;
  rest.remove_prefix(1);
  rest = rest.substr(
      0, static_cast<size_t>(std::find_if_not(rest.begin(), rest.end(), is_letter) - rest.begin()));
  if (!equal_folded(rest, "Berkeley")) {
    reader.warn(fmt::format("invalid V line vendor code: \"{}\"", seven_bit(rest)));
    return;
  }
  reader.config.vendor = rest;
}

}  // namespace rules
