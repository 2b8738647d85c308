// Reads the text that maps are built from. See text.h.

#include "accessmap/text.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace accessmap {
namespace {

constexpr std::size_t kMakemapPiece = 1023;

// isspace() of the C locale, which makemap runs in.
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Eight bytes at a time.
constexpr std::size_t kWord = sizeof(std::uint64_t);
constexpr std::uint64_t kBytes = 0x0101010101010101, kTopBits = 0x80 * kBytes;

std::uint64_t word_at(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, kWord);
  return word;
}

// Whether one of them is a space or a control character.
bool has_low_byte(std::uint64_t word) {
  return ((word - kBytes * (' ' + 1)) & ~word & kTopBits) != 0;
}

}  // namespace

void fold_key(std::string& key) {
  std::size_t i = 0;
  for (; i + kWord <= key.size(); i += kWord) {
    const std::uint64_t low = word_at(key.data() + i) & ~kTopBits;
    const std::uint64_t from_a = low + kBytes * (0x80 - 'A'),
                        behind_z = low + kBytes * (0x7f - 'Z');
    const std::uint64_t word = word_at(key.data() + i);
    const std::uint64_t folded = word | ((from_a & ~behind_z & ~word & kTopBits) >> 2);
    std::memcpy(key.data() + i, &folded, kWord);
  }
  for (; i < key.size(); ++i) {
    const auto letter = static_cast<unsigned char>(key[i] - 'A');
    key[i] = static_cast<char>(key[i] + (letter < 26 ? 'a' - 'A' : 0));
  }
}

TextReader::TextReader(std::string_view text, const TextStyle& style, std::size_t lines_before)
    : rest_(text),
      style_(style),
      has_nul_(text.find('\0') != std::string_view::npos),
      number_(lines_before) {
  for (std::size_t i = 0; i < separators_.size(); ++i) {
    const char c = static_cast<char>(i);
    separators_[i] = style.delimiter ? c == *style.delimiter : is_space(c);
  }
}

bool TextReader::next(TextLine& line) {
  std::string_view text;
  line.kind = LineKind::nothing;
  line.key.clear();
  line.value = {};
  const bool taken =
      style_.makemap_lines ? take_piece(text, line.kind) : take_line(text, line.kind);
  if (!taken) return false;
  line.number = ++number_;
  if (line.kind == LineKind::nothing) split(text, line);
  return true;
}

bool TextReader::take_line(std::string_view& line, LineKind& kind) {
  if (rest_.empty()) return false;
  const std::size_t end = std::min(rest_.find('\n'), rest_.size());
  line = rest_.substr(0, end);
  rest_.remove_prefix(std::min(end + 1, rest_.size()));
  if (line.size() > kMaxLine) {
    kind = LineKind::too_long;
  } else if (has_nul_ && line.find('\0') != std::string_view::npos) {
    kind = LineKind::has_nul;
  }
  return true;
}

// As fgets() into a buffer of 1024 bytes and C string functions see it: makemap
// says "too long" whenever it finds no newline before a NUL and is not at the
// end of the text.
bool TextReader::take_piece(std::string_view& line, LineKind& kind) {
  if (rest_.empty()) return false;
  const std::string_view piece = rest_.substr(0, kMakemapPiece);
  const std::size_t newline = piece.find('\n');
  const bool ended = newline != std::string_view::npos;
  const std::size_t length = ended ? newline + 1 : piece.size();
  line = rest_.substr(0, ended ? newline : length);
  rest_.remove_prefix(length);
  const std::size_t nul = line.find('\0');
  const bool hit_end = !ended && length < kMakemapPiece;
  if (!hit_end && (!ended || nul != std::string_view::npos)) kind = LineKind::too_long;
  line = line.substr(0, nul);
  return true;
}

std::size_t TextReader::key_end(std::string_view text) const {
  std::size_t at = 0;
  if (!style_.delimiter) {
    while (at + kWord <= text.size() && !has_low_byte(word_at(text.data() + at))) at += kWord;
  }
  while (at < text.size() && !separates(text[at])) ++at;
  return at;
}

void TextReader::split(std::string_view text, TextLine& line) const {
  if (text.empty() || text.front() == style_.comment) return;
  if (!style_.delimiter && is_space(text.front())) {
    line.kind = LineKind::leading_space;
    return;
  }
  const std::size_t end = key_end(text);
  std::size_t value = end;
  while (value < text.size() && separates(text[value])) ++value;
  line.key.assign(text, 0, end);
  if (style_.fold_keys) fold_key(line.key);
  line.value = text.substr(value);
  const bool complete = !line.value.empty() || style_.allow_empty_values;
  line.kind = complete ? LineKind::entry : LineKind::no_value;
}

}  // namespace accessmap
