// The text format: lines, keys, values. See text.h.

#include "accessmap/text.h"

#include <catch2/catch.hpp>
#include <vector>

using accessmap::LineKind;
using accessmap::TextLine;
using accessmap::TextReader;
using accessmap::TextStyle;

namespace {

std::vector<TextLine> read_lines(std::string_view text, const TextStyle& style = {}) {
  TextReader reader(text, style);
  std::vector<TextLine> lines;
  TextLine line;
  while (reader.next(line)) lines.push_back(line);
  return lines;
}

TextStyle makemap_style() {
  TextStyle style;
  style.makemap_lines = true;
  return style;
}

}  // namespace

TEST_CASE("text: key and value part at the first white space") {
  const auto lines = read_lines("Foo.Com\t \tREJECT it  \n");
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].kind == LineKind::entry);
  CHECK(lines[0].key == "foo.com");
  CHECK(lines[0].value == "REJECT it  ");
}

TEST_CASE("text: each line has its number, also those that hold nothing") {
  const auto lines = read_lines("#x\n\na b\n c\nd");
  REQUIRE(lines.size() == 5);
  CHECK(lines[0].kind == LineKind::nothing);
  CHECK(lines[1].kind == LineKind::nothing);
  CHECK(lines[2].number == 3);
  CHECK(lines[3].kind == LineKind::leading_space);
  CHECK(lines[4].kind == LineKind::no_value);
  CHECK(lines[4].key == "d");
}

TEST_CASE("text: only A to Z are folded") {
  std::string key = "A@[Z\xc3\x84";
  accessmap::fold_key(key);
  CHECK(key == "a@[z\xc3\x84");
}

// Keys are folded and searched eight bytes at a time.
TEST_CASE("text: each byte at each place of a key is folded and parts as it does alone") {
  for (std::size_t at = 0; at < 20; ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string key(20, 'k');
      key[at] = static_cast<char>(byte);
      std::string folded = key;
      if (byte >= 'A' && byte <= 'Z') folded[at] = static_cast<char>(byte + 32);
      std::string out = key;
      accessmap::fold_key(out);
      CHECK(out == folded);
      const bool parts = byte == ' ' || (byte >= '\t' && byte <= '\r' && byte != '\n');
      if (byte == '\0' || byte == '\n' || (at == 0 && (parts || byte == '#'))) continue;
      const auto line = read_lines(key + " v\n").at(0);
      CHECK(line.key == (parts ? folded.substr(0, at) : folded));
    }
  }
}

TEST_CASE("text: a NUL or a mebibyte in a line is an error, a long line is not") {
  CHECK(read_lines(std::string("a\0b c\n", 6))[0].kind == LineKind::has_nul);
  CHECK(read_lines("a " + std::string(5000, 'v') + "\n")[0].value.size() == 5000);
  CHECK(read_lines(std::string(accessmap::kMaxLine + 1, 'v'))[0].kind == LineKind::too_long);
}

// Measured with the reference: 1022 bytes and a newline are the longest line.
TEST_CASE("text: makemap's line length") {
  const std::string longest = "k " + std::string(1020, 'v');
  CHECK(read_lines(longest + "\n", makemap_style())[0].kind == LineKind::entry);
  CHECK(read_lines(longest, makemap_style())[0].kind == LineKind::entry);
  const auto newline_left = read_lines(longest + "v\n", makemap_style());
  REQUIRE(newline_left.size() == 2);
  CHECK(newline_left[0].kind == LineKind::too_long);
  CHECK(newline_left[1].kind == LineKind::nothing);
  CHECK(read_lines(longest + "v", makemap_style())[0].kind == LineKind::too_long);
  const auto rest = read_lines(longest + "vw\n", makemap_style());
  REQUIRE(rest.size() == 2);
  CHECK(rest[1].kind == LineKind::no_value);
  CHECK(rest[1].key == "w");
}
