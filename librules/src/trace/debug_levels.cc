// See debug_levels.h.

#include "trace/debug_levels.h"

#include <algorithm>
#include <optional>

namespace rules {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<int> take_number(std::string_view& text, int most = kMaxDebug) {
  if (text.empty() || !is_digit(text[0])) return std::nullopt;
  int number = 0;
  while (!text.empty() && is_digit(text[0])) {
    number = std::min(number * 10 + (text[0] - '0'), most);
    text.remove_prefix(1);
  }
  return number;
}

bool take(char c, std::string_view& text) {
  if (text.empty() || text[0] != c) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

void DebugLevels::set(std::string_view spec) {
  if (spec.empty()) spec = "0-99.1";
  while (!spec.empty()) {
    const std::optional<int> first = take_number(spec);
    if (!first) {
      spec.remove_prefix(1);
      continue;
    }
    const int last = take('-', spec) ? take_number(spec).value_or(0) : *first;
    const int level_set = take('.', spec) ? take_number(spec, kMaxDebugLevel).value_or(0) : 1;
    for (int category = *first; category <= last; ++category) {
      levels_[static_cast<size_t>(category)] = static_cast<uint8_t>(level_set);
    }
    const size_t next = spec.find_first_of(", \t");
    spec.remove_prefix(next == std::string_view::npos ? spec.size() : next + 1);
  }
}

}  // namespace rules
