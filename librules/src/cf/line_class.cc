// C and T lines: words of a class.
//
// Tested by tests/unit/reader_test.cc, tests/cases/bt/cls_C.

#include <set>

#include "cf/line_reader.h"

namespace rules {

namespace {

// `$=x` as a word stands for all members of x. What is a member already is not added once more:
// classes that name each other would double with each line.
void add_class(LineReader& reader, NameId to, NameId from) {
  std::set<std::string> known;
  for (const ConfigWord& word : reader.config.words) {
    if (word.name == to) known.insert(word.text);
  }
  std::vector<ConfigWord> added;
  for (const ConfigWord& word : reader.config.words) {
    if (word.name == from && known.insert(word.text).second) added.push_back({to, word.text});
  }
  for (const ConfigWord& word : added) reader.add_word(to, word.text);
}

void add_expanded(LineReader& reader, NameId name, std::string_view words) {
  for (size_t at = 0; at < words.size();) {
    while (at < words.size() && is_blank(words[at])) ++at;
    const size_t begin = at;
    while (at < words.size() && !is_blank(words[at])) at += marked_char(words, at).size;
    const std::string_view word = words.substr(begin, at - begin);
    if (word.empty()) continue;
    if (leading_op(word) == Op::in_class) {
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
  add_expanded(reader, 't', reader.expanded(text));
}

}  // namespace rules
