// Bytes into lines, lines into a message. Tested by tests/host/reader_test.cc and fuzz_smtp.cc.
#include "reader.h"

#include <algorithm>

#include "command.h"

namespace host {

namespace {

constexpr std::size_t kKeep = 65536;  // bytes of taken lines that may lie before begin_
constexpr int kMaxHops = 30;
constexpr std::string_view kReceived = "Received:";

}  // namespace

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

bool MessageReader::take(LineReader::Status status, std::string_view line, std::string& out) {
  if (status == LineReader::Status::kLine && line == ".") return true;
  if (!line.empty() && line[0] == '.') line.remove_prefix(1);
  if (problem_ == nullptr) problem_ = check(status, line);
  if (problem_ == nullptr) {
    out.append(line);
    out += "\r\n";
  }
  return false;
}

const char* MessageReader::check(LineReader::Status status, std::string_view line) {
  size_ += line.size() + 2;
  if (status == LineReader::Status::kTooLong) return "554 5.6.0 A line has over 998 bytes";
  if (line.find_first_of("\r\n") != std::string_view::npos) {
    return "554 5.6.0 A line ends with bare CR or LF";
  }
  if (line.find('\0') != std::string_view::npos) return "554 5.6.0 The message has a NUL";
  if (size_ > max_size_) return "552 5.3.4 Message is too large";
  in_header_ = in_header_ && !line.empty();
  if (in_header_ && equal_ignoring_case(line.substr(0, kReceived.size()), kReceived)) hops_++;
  return hops_ > kMaxHops ? "554 5.4.6 Too many hops" : nullptr;
}

}  // namespace host
