// Q lines: a queue group, name and fields. They are checked and kept.
//
// Tested by tests/cases/bt/cf_queues.

#include <fmt/format.h>

#include <algorithm>

#include "cf/line_reader.h"
#include "cf/option_checks.h"
#include "cf/time_value.h"

namespace rules {

namespace {

class QueueLine {
 public:
  QueueLine(LineReader& reader, std::string_view text) : reader_(reader), rest_(text) {}

  bool read() {
    if (rest_.empty()) {
      reader_.warn("name required for queue");
      return false;
    }
    const size_t end =
        std::min(static_cast<size_t>(std::find_if(rest_.begin(), rest_.end(),
                                                  [](char c) { return c == ',' || is_blank(c); }) -
                                     rest_.begin()),
                 rest_.size());
    name_ = seven_bit(rest_.substr(0, end));
    rest_.remove_prefix(end);
    skip();
    while (!rest_.empty()) {
      if (!read_field()) return false;
      skip();
    }
    if (!has_path_ && reader_.config.option("QueueDirectory") == nullptr) {
      reader_.warn("QueueDir must be defined before queue groups");
      return false;
    }
    if (runners_ > 1 && !forks_) {
      reader_.note_plain(
          fmt::format("Warning: Q={}: R={}: multiple queue runners specified", name_, runners_));
      reader_.note_plain("\tbut flag 'f' is not set");
    }
    reader_.config.queues.push_back(name_);
    return true;
  }

 private:
  void skip() {
    while (!rest_.empty() && (rest_.front() == ',' || is_blank(rest_.front()))) {
      rest_.remove_prefix(1);
    }
  }

  bool read_field() {
    const char letter = rest_.front();
    const size_t end = rest_.find_first_of("=,");
    if (end == std::string_view::npos || rest_[end] == ',') {
      reader_.warn(fmt::format("queue {}: `=' expected", name_));
      return false;
    }
    rest_.remove_prefix(end + 1);
    const size_t comma = std::min(rest_.find(','), rest_.size());
    set(letter, trim(rest_.substr(0, comma)));
    rest_.remove_prefix(comma);
    return true;
  }

  void set(char letter, std::string_view value) {
    switch (letter) {
      case 'P':
        has_path_ = !value.empty();
        if (!has_path_) reader_.warn(fmt::format("queue {}: empty path name", name_));
        return;
      case 'F':
        forks_ = value.find('f') != std::string_view::npos;
        return;
      case 'I':
        check_time(seven_bit(value), reader_);
        return;
      case 'R':
        runners_ = leading_number(value);
        return;
      case 'J':
      case 'N':
      case 'r':
        return;
      default:
        reader_.warn(fmt::format("Q{}: unknown queue equate {}=", name_, letter));
    }
  }

  LineReader& reader_;
  std::string_view rest_;
  std::string name_;
  long runners_ = 0;
  bool forks_ = false;
  bool has_path_ = false;
};

}  // namespace

void read_queue_line(LineReader& reader, std::string_view text) {
  if (QueueLine(reader, text).read()) {
    reader.config.lines.push_back({'Q', reader.line(), std::string(text)});
  }
}

}  // namespace rules
