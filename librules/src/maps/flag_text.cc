// See flag_text.h.

#include "maps/flag_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "maps/answers.h"

namespace rules {

namespace {

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

size_t blank_at(std::string_view text) {
  size_t at = 0;
  while (at < text.size() && !is_blank(text[at])) ++at;
  return at;
}

}  // namespace

void FlagText::skip_blanks() {
  size_t at = 0;
  while (at < rest_.size() && is_blank(rest_[at])) ++at;
  rest_.remove_prefix(at);
}

char FlagText::next_flag() {
  skip_blanks();
  if (!rest_.starts_with('-')) return '\0';
  rest_.remove_prefix(1);
  if (rest_.empty()) return kNoLetter;
  const char letter = rest_.front();
  // A blank is not taken, so that what stands behind it is not lost with the flag's word.
  if (!is_blank(letter)) rest_.remove_prefix(1);
  return letter;
}

std::string FlagText::time_ahead() const {
  std::string time;
  append_unmarked(rest_.substr(0, rest_.find(' ')), time);
  for (char& c : time) c = static_cast<char>(c & 0x7f);
  return time;
}

std::string_view FlagText::word() {
  const size_t end = blank_at(rest_);
  const std::string_view word = rest_.substr(0, end);
  rest_.remove_prefix(end);
  return word;
}

std::string_view FlagText::word_after_blanks() {
  skip_blanks();
  return word();
}

std::string_view FlagText::quoted_word_after_blanks() {
  skip_blanks();
  if (!rest_.starts_with('"')) return word();
  rest_.remove_prefix(1);
  const size_t end = std::min(rest_.find('"'), rest_.size());
  const std::string_view value = rest_.substr(0, end);
  rest_.remove_prefix(std::min(end + 1, rest_.size()));
  word();
  return value;
}

char FlagText::character() {
  const std::string_view text = rest_;
  word();
  return text.empty() ? '\0' : static_cast<char>(marked_char(text, 0).code);
}

char FlagText::one_character() {
  if (rest_.empty()) return '\0';
  const MarkedChar c = marked_char(rest_, 0);
  rest_.remove_prefix(c.size);
  return static_cast<char>(c.code);
}

std::string_view FlagText::rest() {
  skip_blanks();
  return rest_;
}

std::string_view FlagText::first_word() {
  skip_blanks();
  return word();
}

std::string illegal_option(char letter, std::string_view map_name) {
  if (letter == FlagText::kNoLetter) return "Illegal option ";
  return fmt::format("Illegal option {} map {}", letter, map_name);
}

char delimiter_of(std::string_view word, char first) {
  if (first != '\\') return first;
  const char escaped = word.size() > 1 ? word[1] : '\0';
  if (escaped == 'n') return '\n';
  return escaped == 't' ? '\t' : '\\';
}

std::string_view after_flags(std::string_view definition) {
  FlagText flags(definition);
  while (const char letter = flags.next_flag()) {
    // These two take the next word where nothing follows the letter.
    if (letter == 'k' || letter == 'v') {
      flags.word_after_blanks();
    } else {
      flags.word();
    }
  }
  return flags.rest();
}

}  // namespace rules
