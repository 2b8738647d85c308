// Bytes from the network into lines that end with CR LF, and with nothing else; lines after DATA
// into a message.
//
// A bare LF or a bare CR never ends a line: a host that takes one for an end where the next host
// does not, or the other way round, lets mail be smuggled inside mail. It stays in the line, where
// has_bare_ending() finds it, so that the line can be refused.
//
// Tested by tests/host/reader_test.cc and fuzz_smtp.cc.
#ifndef EXAMPLES_HOST_READER_H
#define EXAMPLES_HOST_READER_H

#include <cstddef>
#include <string>
#include <string_view>

namespace host {

class LineReader {
 public:
  enum class Status {
    kLine,     // a line
    kMore,     // there is no whole line yet
    kTooLong,  // a line over the limit came and is gone; nothing was kept of it
  };

  void feed(std::string_view bytes) { buffer_.append(bytes); }

  // Takes the next line, without its CR LF. limit: bytes of a line without CR LF; no more than
  // that and one feed are ever kept.
  [[nodiscard]] Status next(std::size_t limit, std::string& line);

  // Forgets all that came: what was said before a handshake counts for nothing after it.
  void drop();

  // What came and is no whole line yet, or has not been asked for.
  std::string_view pending() const { return std::string_view(buffer_).substr(begin_); }

 private:
  void consume(std::size_t end);

  std::string buffer_;
  std::size_t begin_ = 0;  // where the next line begins
  std::size_t seen_ = 0;   // no CR LF before this
  bool skipping_ = false;  // in a line that is too long
};

// Is there a CR or LF that is not half of a CR LF? A CR at the very end may yet become one.
bool has_bare_ending(std::string_view text);

constexpr std::size_t kMaxTextLine = 998;  // RFC 5321, 4.5.3.1.6, without CR LF

// The lines after DATA, up to the dot. Removes the dots that stand before dots, and finds what must
// not be: lines that are too long, bare CR or LF, NUL, more Received: than any way is long. A
// message with one of these is read to its end and refused as a whole.
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
