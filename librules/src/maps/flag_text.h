// The words of a K line as the map classes read them.
//
// Tested by tests/unit/maps_flags_test.cc.
#ifndef LIBRULES_MAPS_FLAG_TEXT_H
#define LIBRULES_MAPS_FLAG_TEXT_H

#include <string>
#include <string_view>

#include "cf/time_value.h"
#include "maps/map_class.h"

namespace rules {

// What is left of a K line: flags are taken from its front. Marks are never blanks.
class FlagText {
 public:
  explicit FlagText(std::string_view text) : rest_(text) { skip_blanks(); }

  // The letter of the next flag, or '\0' when no flag is next. A `-` at the very end is a flag
  // without a letter: kNoLetter.
  char next_flag();
  // What follows the letter, up to ' ' and no other blank, with seven bits; it is not taken.
  std::string time_ahead() const;
  // What follows the letter, up to the next blank. Call at most one of these for each flag.
  std::string_view word();
  // The same, but blanks may stand between the letter and its value.
  std::string_view word_after_blanks();
  // Its first character; what follows that may be the next flag.
  char one_character();
  // The same, but the value may stand in quotes, which are not part of it.
  std::string_view quoted_word_after_blanks();
  // The one character after the letter, which may be a blank; '\0' at the end.
  char character();
  // All that is left.
  std::string_view rest();
  std::string_view first_word();

  static constexpr char kNoLetter = '\1';

 private:
  void skip_blanks();

  std::string_view rest_;
};

// `Illegal option C map N`: the reference's words end at the letter when there is none.
std::string illegal_option(char letter, std::string_view map_name);

// -z: `\n` and `\t` are those characters, any other escape is a backslash. first: of `word`.
char delimiter_of(std::string_view word, char first);

// What follows the flags of a K line.
std::string_view after_flags(std::string_view definition);

}  // namespace rules

#endif
