// The lines after DATA, up to the dot.
//
// Removes the dots that stand before dots, and finds what must not be: lines that are too long,
// bare CR or LF, NUL, more Received: than any way is long. A message with one of these is read to
// its end and refused as a whole: whatever a client or another host takes for its end, here there
// is one, a line of CR LF . CR LF.
//
// Tested by tests/host/reader_test.cc and fuzz_smtp.cc.
#ifndef EXAMPLES_HOST_MESSAGE_READER_H
#define EXAMPLES_HOST_MESSAGE_READER_H

#include <cstddef>
#include <string>
#include <string_view>

#include "line_reader.h"

namespace host {

constexpr std::size_t kMaxTextLine = 998;  // RFC 5321, 4.5.3.1.6, without CR LF

class MessageReader {
 public:
  explicit MessageReader(std::size_t max_size) : max_size_(max_size) {}

  // Takes a line (status: kLine or kTooLong); true: it was the last. What is to be kept is added to
  // `out`, with CR LF; nothing after a problem.
  bool take(LineReader::Status status, std::string_view line, std::string& out);

  // A reply that refuses the message; nullptr: there is no problem.
  const char* problem() const { return problem_; }
  std::size_t size() const { return size_; }

 private:
  const char* check(LineReader::Status status, std::string_view line);

  std::size_t max_size_;
  std::size_t size_ = 0;
  int hops_ = 0;
  bool in_header_ = true;
  const char* problem_ = nullptr;
};

}  // namespace host

#endif
