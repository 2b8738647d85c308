// See lines.h.

#include "text/lines.h"

namespace rules {

std::string_view LogicalLines::take_physical() {
  const size_t newline = rest_.find('\n');
  std::string_view line = rest_.substr(0, newline);
  rest_.remove_prefix(newline == std::string_view::npos ? rest_.size() : newline + 1);
  ++number_;
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line.substr(0, line.find('\0'));
}

bool LogicalLines::next(std::string_view& line) {
  if (rest_.empty()) return false;
  line = take_physical();
  if (!goes_on()) return true;
  joined_ = line;
  while (goes_on()) {
    joined_ += '\n';
    joined_ += take_physical();
  }
  line = joined_;
  return true;
}

}  // namespace rules
