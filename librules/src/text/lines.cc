// See lines.h.

#include "text/lines.h"

#include <cstring>

namespace rules {

inline std::string_view LogicalLines::take_physical() {
  const auto* newline =
      static_cast<const char*>(std::memchr(at_, '\n', static_cast<size_t>(end_ - at_)));
  std::string_view line(at_, static_cast<size_t>((newline == nullptr ? end_ : newline) - at_));
  at_ = newline == nullptr ? end_ : newline + 1;
  ++number_;
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return has_nul_ ? line.substr(0, line.find('\0')) : line;
}

bool LogicalLines::next(std::string_view& line) {
  if (at_ == end_) return false;
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
