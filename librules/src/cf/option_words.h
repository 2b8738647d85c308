// The words of an option that lists words.
#ifndef LIBRULES_CF_OPTION_WORDS_H
#define LIBRULES_CF_OPTION_WORDS_H

#include <string_view>
#include <vector>

namespace rules {

// Any punctuation and blanks stand between words: a word is letters and digits; each character that
// is none of all these counts as an empty one.
inline std::vector<std::string_view> option_words(std::string_view text) {
  const auto in_word = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  const auto between = [in_word](char c) {
    return !in_word(c) && ((c > ' ' && c < '\x7f') || c == ' ' || (c >= '\t' && c <= '\r'));
  };
  std::vector<std::string_view> words;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at++;
    if (between(text[begin])) continue;
    while (in_word(text[begin]) && at < text.size() && in_word(text[at])) ++at;
    words.push_back(text.substr(begin, in_word(text[begin]) ? at - begin : 0));
  }
  return words;
}

}  // namespace rules

#endif
