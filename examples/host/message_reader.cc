// The lines after DATA. Tested by tests/host/reader_test.cc and fuzz_smtp.cc.
#include "message_reader.h"

#include "command.h"

namespace host {

namespace {
constexpr int kMaxHops = 30;
constexpr std::string_view kReceived = "Received:";
}  // namespace

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
