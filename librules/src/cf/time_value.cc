// See time_value.h.

#include "cf/time_value.h"

#include <fmt/format.h>

#include <algorithm>

namespace rules {

namespace {

// 0: no such unit.
long seconds_in(char unit) {
  switch (unit) {
    case 's':
      return 1;
    case 'm':
      return 60;
    case 'h':
      return 60L * 60;
    case 'd':
      return 24L * 60 * 60;
    case 'w':
      return 7 * 24L * 60 * 60;
    default:
      return 0;
  }
}

}  // namespace

void check_time(std::string_view text, MapProblems& problems) {
  size_t at = text.starts_with('-') ? 1 : 0;
  while (at < text.size()) {
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    if (at >= text.size()) return;
    const char unit = text[at++];
    if (std::string_view("smhdw").find(unit) != std::string_view::npos) continue;
    problems.map_remark(fmt::format("Invalid time unit `{}'", unit));
  }
}

int seconds_of(std::string_view text) {
  constexpr long kMost = 24L * 60 * 60;
  long total = 0;
  for (size_t at = 0; at < text.size();) {
    long number = 0;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
      number = std::min(number * 10 + (text[at++] - '0'), kMost);
    }
    total = std::min(total + number * seconds_in(at < text.size() ? text[at++] : 's'), kMost);
  }
  return static_cast<int>(total);
}

}  // namespace rules
