// Logical lines of a cf: physical lines with their continuations.
//
// Tested by tests/unit/lines_test.cc, tests/cases/bt/cf_continuation, cf_crlf.
#ifndef LIBRULES_TEXT_LINES_H
#define LIBRULES_TEXT_LINES_H

#include <cstdint>
#include <string>
#include <string_view>

namespace rules {

// A line whose successor begins with a blank or a tab goes on there; the newline and the blank stay
// in it. CR before a newline is dropped; what follows a NUL in a physical line is cut.
class LogicalLines {
 public:
  explicit LogicalLines(std::string_view text)
      : at_(text.data()),
        end_(text.data() + text.size()),
        ends_in_newline_(text.ends_with('\n')),
        has_nul_(text.find('\0') != std::string_view::npos) {}

  // The next line without its final newline, valid until the next call; false at the end.
  bool next(std::string_view& line);
  // Physical lines read so far: the number of the last one of the line just read.
  uint32_t number() const { return number_; }
  // Was the line just read the last, and without a newline?
  bool ended_early() const { return at_end() && !ends_in_newline_; }
  bool at_end() const { return at_ == end_; }

 private:
  std::string_view take_physical();

  bool goes_on() const { return at_ != end_ && (*at_ == ' ' || *at_ == '\t'); }

  const char* at_;
  const char* end_;
  std::string joined_;  // a line and its continuations
  bool ends_in_newline_;
  bool has_nul_;
  uint32_t number_ = 0;
};

}  // namespace rules

#endif
