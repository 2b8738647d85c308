// Tests text/lines.h. Expectations: sendmail's cf_continuation, cf_crlf, cf_nonl_eof transcripts.

#include "text/lines.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using rules::LogicalLines;
using std::string_literals::operator""s;

namespace {
std::vector<std::string> lines_of(std::string_view text) {
  LogicalLines lines(text);
  std::vector<std::string> all;
  for (std::string_view line; lines.next(line);) {
    all.push_back(std::to_string(lines.number()) + ":" + std::string(line));
  }
  return all;
}
using Lines = std::vector<std::string>;
}  // namespace

TEST_CASE("lines: a line whose successor begins with a blank or a tab goes on there, both kept") {
  CHECK(lines_of("Dxfoo\n bar\n\tbaz\nDyz\n") == Lines{"3:Dxfoo\n bar\n\tbaz", "4:Dyz"});
}
TEST_CASE("lines: a line of blanks only after a line continues it; a comment is continued too") {
  CHECK(lines_of("#c\n  \n x\nDa\n") == Lines{"3:#c\n  \n x", "4:Da"});
}
TEST_CASE("lines: the number is that of the last physical line") {
  CHECK(lines_of("\n\nS1\n x\n") == Lines{"1:", "2:", "4:S1\n x"});
}
TEST_CASE("lines: CR before the newline is dropped, elsewhere it stays") {
  CHECK(lines_of("S1\r\nDa\rb\r\n c\r") == Lines{"1:S1", "3:Da\rb\n c"});
}
TEST_CASE("lines: the last line needs no newline") { CHECK(lines_of("S1") == Lines{"1:S1"}); }
TEST_CASE("lines: there is none in an empty text") { CHECK(lines_of("").empty()); }
TEST_CASE("lines: a NUL ends a physical line, not its continuation") {
  CHECK(lines_of("Da\0junk\n b\n"s) == Lines{"2:Da\n b"});
}
