// Bytes into lines. Tested by tests/host/reader_test.cc and fuzz_smtp.cc.
#include "line_reader.h"

#include <algorithm>

namespace host {

namespace {
constexpr std::size_t kKeep = 65536;  // bytes of taken lines that may lie before begin_
}

LineReader::Status LineReader::next(std::size_t limit, std::string& line) {
  const std::size_t end = buffer_.find("\r\n", std::max(seen_, begin_));
  if (end == std::string::npos) {
    // The last byte may be the CR of an end.
    seen_ = buffer_.empty() ? 0 : buffer_.size() - 1;
    if (buffer_.size() - begin_ > limit + 1 || skipping_) {
      skipping_ = true;
      buffer_.assign(!buffer_.empty() && buffer_.back() == '\r' ? "\r" : "");
      begin_ = seen_ = 0;
    }
    return Status::kMore;
  }
  const bool too_long = skipping_ || end - begin_ > limit;
  line.assign(buffer_, begin_, too_long ? 0 : end - begin_);
  skipping_ = false;
  consume(end + 2);
  return too_long ? Status::kTooLong : Status::kLine;
}

void LineReader::consume(std::size_t end) {
  begin_ = seen_ = end;
  if (begin_ == buffer_.size() || begin_ > kKeep) {
    buffer_.erase(0, begin_);
    begin_ = seen_ = 0;
  }
}

void LineReader::drop() {
  buffer_.clear();
  begin_ = seen_ = 0;
  skipping_ = false;
}

bool has_bare_ending(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); i++) {
    if (text[i] == '\n') return true;
    if (text[i] != '\r' || i + 1 == text.size()) continue;
    if (text[i + 1] != '\n') return true;
    i++;
  }
  return false;
}

}  // namespace host
