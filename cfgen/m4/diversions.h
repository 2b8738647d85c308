// The output, and the numbered places where parts of it wait.
//
// Tested by tests/m4/.
#pragma once

#include <map>
#include <string_view>

#include "text.h"

namespace m4 {

class Diversions {
 public:
  [[nodiscard]] int current() const { return current_; }
  // Diversion 0 is the output itself; what goes to a negative one is lost.
  void divert(int number);

  void append(const Slice& text);
  void append(std::string_view text, const Origin& origin);
  // To the output itself, wherever the text goes at the moment.
  void append_to_output(std::string_view text, const Origin& origin) {
    output_.append(text, origin);
  }

  // Moves the text of a diversion to the current one.
  void undivert(int number);
  void undivert_all();

  [[nodiscard]] const Text& output() const { return output_; }
  // Bytes that were written, whether they were moved or lost since.
  [[nodiscard]] std::size_t written() const { return written_; }

 private:
  Text output_;
  std::map<int, Text> waiting_;
  Text* target_ = &output_;  // nullptr: lost
  int current_ = 0;
  std::size_t written_ = 0;
};

}  // namespace m4
