// C and T lines: words of a class. Macros are expanded in C lines only.
//
// Tested by tests/unit/reader_test.cc, tests/cases/bt/cls_C.

#include <string>
#include <vector>

#include "cf/line_reader.h"

namespace rules {

namespace {

// `$=x` as a word stands for all members of x.
void add_class(LineReader& reader, NameId to, NameId from) {
  std::vector<std::string> added;
  for (const std::string_view word : reader.config.words.words_as_added(from)) {
    if (!reader.config.words.has_word(to, word)) added.emplace_back(word);
  }
  for (const std::string& word : added) reader.add_word(to, word);
}

void add_expanded(LineReader& reader, NameId name, std::string_view words) {
  for (size_t at = 0; at < words.size();) {
    while (at < words.size() && is_blank(words[at])) ++at;
    const size_t begin = at;
    while (at < words.size() && !is_blank(words[at])) at += marked_char(words, at).size;
    const std::string_view word = words.substr(begin, at - begin);
    if (word.empty()) continue;
    if (leading_op(word) == Op::in_class) {
      size_t size = 0;
      reader.name_at(word.substr(2), size);  // for its trace
      add_class(reader, name, operand_of(word));
    } else {
      reader.add_word(name, word);
    }
  }
}

}  // namespace

void read_class_line(LineReader& reader, std::string_view text) {
  size_t size = 0;
  const NameId name = reader.name_at(text, size);
  if (name == kNoName) return;
  add_expanded(reader, name, reader.expanded(text.substr(size)));
}

void read_trusted_line(LineReader& reader, std::string_view text) {
  reader.add_words('t', text);  // macros are not expanded, as in the reference
}

}  // namespace rules
