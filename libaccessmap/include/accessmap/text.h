// The text that maps are built from: one entry a line, key and value parted by
// white space, as makemap reads it.
//
// Tested by text_test.cc, makemap_cases_test.cc, fuzz_text.cc.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace accessmap {

// How a text is read. The defaults are makemap's.
struct TextStyle {
  std::optional<char> delimiter;    // none: white space; else just this (-t)
  char comment = '#';               // begins a comment line (-D)
  bool fold_keys = true;            // A-Z of keys to a-z (not with -f)
  bool allow_empty_values = false;  // (-e)

  // makemap reads pieces of at most 1023 bytes. A longer line is an error, and
  // what is left of it is read as the next line. A NUL ends the line that it
  // is in, which is an error too, except in a last line without newline.
  // Without this quirk a line may have kMaxLine bytes, and a NUL is an error.
  bool makemap_lines = false;
};

inline constexpr std::size_t kMaxLine = std::size_t{1} << 20;

enum class LineKind {
  entry,
  nothing,        // blank or comment
  leading_space,  // the line begins with white space
  no_value,       // a key alone
  too_long,
  has_nul,
};

// One line as it was understood.
struct TextLine {
  LineKind kind = LineKind::nothing;
  std::size_t number = 0;  // from 1
  std::string key;         // of entry and no_value, folded
  std::string_view value;  // of entry; points into the text
};

// A to Z to a to z, in place; no other byte, whatever the locale.
void fold_key(std::string& key);

// Reads a text line by line. REQUIRES: the text outlives the reader.
class TextReader {
 public:
  // lines_before: of a text that is read in parts, how many lines the parts before had.
  TextReader(std::string_view text, const TextStyle& style, std::size_t lines_before = 0);

  // The next line, with those that hold nothing; false after the last one.
  [[nodiscard]] bool next(TextLine& line);

  // The number of the line that was given last.
  [[nodiscard]] std::size_t number() const { return number_; }

 private:
  [[nodiscard]] bool take_line(std::string_view& line, LineKind& kind);
  [[nodiscard]] bool take_piece(std::string_view& line, LineKind& kind);
  [[nodiscard]] std::size_t key_end(std::string_view text) const;
  void split(std::string_view text, TextLine& line) const;
  [[nodiscard]] bool separates(char c) const { return separators_[static_cast<unsigned char>(c)]; }

  std::string_view rest_;
  TextStyle style_;
  bool has_nul_;                        // somewhere in the text
  std::array<bool, 256> separators_{};  // what parts key and value
  std::size_t number_ = 0;
};

}  // namespace accessmap
