// See time_value.h.

#include "cf/time_value.h"

#include <fmt/format.h>

namespace rules {

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

}  // namespace rules
