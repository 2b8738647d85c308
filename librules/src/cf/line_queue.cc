// Q lines: a queue group, name and fields. They are checked and kept.
//
// Tested by tests/cases/bt/cf_queues.

#include <fmt/format.h>

#include <algorithm>

#include "cf/field_list.h"
#include "cf/line_reader.h"
#include "cf/option_checks.h"
#include "cf/time_value.h"

namespace rules {

namespace {

class QueueLine {
 public:
  QueueLine(LineReader& reader, std::string_view text) : reader_(reader), fields_(text) {}

  bool read() {
    if (fields_.at_end()) {
      reader_.warn("name required for queue");
      return false;
    }
    const std::string_view name = fields_.take_name(" \t\n\r\f\v");
    name_ = seven_bit(name);
    char letter = '\0';
    for (std::string value; !fields_.at_end(); set(letter, value)) {
      if (fields_.take_field(letter, value)) continue;
      reader_.warn(fmt::format("queue {}: `=' expected", name_));
      return false;
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
    reader_.config.queues.push_back(std::string(name));
    return true;
  }

 private:
  void set(char letter, const std::string& value) {
    switch (letter) {
      case 'P':
        has_path_ = has_path_ || !value.empty();
        if (value.empty()) reader_.warn(fmt::format("queue {}: empty path name", name_));
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
  FieldList fields_;
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
