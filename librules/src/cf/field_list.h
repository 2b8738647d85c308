// `letter=value` fields of M, Q and X lines, with commas between them.
//
// Tested by tests/cases/bt/cf_queues, cf_filters, cf_field_values.
#ifndef LIBRULES_CF_FIELD_LIST_H
#define LIBRULES_CF_FIELD_LIST_H

#include <algorithm>
#include <string>
#include <string_view>

#include "cf/line_reader.h"

namespace rules {

class FieldList {
 public:
  explicit FieldList(std::string_view text) : rest_(text) {}

  // The name before the first field, up to a comma or one of `blanks`.
  std::string_view take_name(std::string_view blanks) {
    const auto ends = [blanks](char c) {
      return c == ',' || blanks.find(c) != std::string_view::npos;
    };
    const auto end = std::find_if(rest_.begin(), rest_.end(), ends);
    const std::string_view name = rest_.substr(0, static_cast<size_t>(end - rest_.begin()));
    rest_.remove_prefix(name.size());
    rest_.remove_prefix(std::min<size_t>(rest_.size(), 1));
    skip_blanks();
    return name;
  }

  bool at_end() const { return rest_.empty(); }

  // REQUIRES: not at_end(). False: there is no `=`, nor a field behind a comma.
  bool take_field(char& letter, std::string& value) {
    skip();
    letter = rest_.empty() ? '\0' : static_cast<char>(marked_char(rest_, 0).code & 0xff);
    const size_t end = rest_.find_first_of("=,");
    if (end == std::string_view::npos || rest_[end] == ',') return false;
    rest_.remove_prefix(end + 1);
    skip_blanks();
    value = take_value(rest_, ',');
    return true;
  }

 private:
  void skip_blanks() {
    while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
  }
  void skip() {
    while (!rest_.empty() && (rest_.front() == ',' || is_blank(rest_.front()))) {
      rest_.remove_prefix(1);
    }
  }

  std::string_view rest_;
};

}  // namespace rules

#endif
