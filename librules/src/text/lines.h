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
      : rest_(text), ends_in_newline_(text.ends_with('\n')) {}

  // The next line without its final newline, valid until the next call; false at the end.
  bool next(std::string_view& line);
  // Physical lines read so far: the number of the last one of the line just read.
  uint32_t number() const { return number_; }
  // Was the line just read the last, and without a newline?
  bool ended_early() const { return rest_.empty() && !ends_in_newline_; }

 private:
  std::string_view take_physical();

  bool goes_on() const { return !rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t'); }

  std::string_view rest_;
  std::string joined_;  // a line and its continuations
  bool ends_in_newline_;
  uint32_t number_ = 0;
};

}  // namespace rules

#endif
