// m4's messages, in the words of the .mc file's author.
//
// Tested by tests/cfgen/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cfgen {

struct Messages {
  std::vector<std::string> lines;  // as they are shown
  bool errors = false;             // at least one of them is an error
};

// The .mc file, to look for the start of what is not closed.
struct Input {
  std::string_view name;
  std::string_view text;
};

// `text` is m4's standard error. Messages of the library pass as they are; m4's own
// `m4:FILE:LINE: words` become `FILE:LINE: error: words; what to do`.
[[nodiscard]] Messages read_messages(std::string_view text, const Input& mc);

}  // namespace cfgen
