// See scan_format.h.

#include "cf/scan_format.h"

#include <array>

namespace rules {

namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

class Scanner {
 public:
  Scanner(std::string_view line, std::string_view format) : line_(line), format_(format) {}

  std::optional<std::string> run() {
    while (!format_.empty()) {
      if (format_.front() != '%') {
        if (!literal()) break;
        continue;
      }
      format_.remove_prefix(1);
      if (!conversion()) break;
    }
    return std::move(result_);
  }

 private:
  bool literal() {
    const char want = format_.front();
    format_.remove_prefix(1);
    if (is_space(want)) {
      skip_space();
      return true;
    }
    if (line_.empty() || line_.front() != want) return false;
    line_.remove_prefix(1);
    return true;
  }

  void skip_space() {
    while (!line_.empty() && is_space(line_.front())) line_.remove_prefix(1);
  }

  bool conversion() {
    const bool discard = take('*');
    size_t width = 0;
    while (!format_.empty() && format_.front() >= '0' && format_.front() <= '9') {
      width = width * 10 + static_cast<size_t>(format_.front() - '0');
      if (width > 100000) width = 100000;
      format_.remove_prefix(1);
    }
    if (format_.empty()) return false;
    const char kind = format_.front();
    format_.remove_prefix(1);
    switch (kind) {
      case '%':
        return take_from_line('%');
      case 's':
        skip_space();
        set_.fill(true);
        for (const char c : {' ', '\t', '\n', '\v', '\f', '\r'})
          set_[static_cast<uint8_t>(c)] = false;
        return scan(discard, width == 0 ? line_.size() : width);
      case 'c':
        set_.fill(true);
        return scan(discard, width == 0 ? 1 : width);
      case '[':
        read_set();
        return scan(discard, width == 0 ? line_.size() : width);
      default:
        return false;
    }
  }

  bool take(char c) {
    if (format_.empty() || format_.front() != c) return false;
    format_.remove_prefix(1);
    return true;
  }

  bool take_from_line(char c) {
    skip_space();
    if (line_.empty() || line_.front() != c) return false;
    line_.remove_prefix(1);
    return true;
  }

  void read_set() {
    const bool negated = take('^');
    set_.fill(negated);
    bool first = true;
    while (!format_.empty() && (first || format_.front() != ']')) {
      first = false;
      const auto from = static_cast<uint8_t>(format_.front());
      format_.remove_prefix(1);
      uint8_t to = from;
      if (format_.size() > 1 && format_[0] == '-' && format_[1] != ']') {
        to = static_cast<uint8_t>(format_[1]);
        format_.remove_prefix(2);
      }
      for (int c = from; c <= to; ++c) set_[static_cast<size_t>(c)] = !negated;
    }
    take(']');
  }

  bool scan(bool discard, size_t width) {
    size_t end = 0;
    while (end < line_.size() && end < width && set_[static_cast<uint8_t>(line_[end])]) ++end;
    if (end == 0) return false;
    if (!discard && !result_) result_ = std::string(line_.substr(0, end));
    line_.remove_prefix(end);
    return true;
  }

  std::string_view line_;
  std::string_view format_;
  std::array<bool, 256> set_{};
  std::optional<std::string> result_;
};

}  // namespace

std::optional<std::string> scan_line(std::string_view line, std::string_view format) {
  return Scanner(line, format).run();
}

}  // namespace rules
