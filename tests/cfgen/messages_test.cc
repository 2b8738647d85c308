// What cfgen makes of m4's messages.
#include "messages.h"

#include <catch2/catch.hpp>

using cfgen::Input;
using cfgen::read_messages;

namespace {

const Input kNone{"site.mc", ""};

std::string only_line(std::string_view text, const Input& mc = kNone) {
  const auto messages = read_messages(text, mc);
  REQUIRE(messages.lines.size() == 1);
  return messages.lines[0];
}

}  // namespace

TEST_CASE("messages: m4's place comes first, then the kind, then what to do") {
  const auto line = only_line("m4:site.mc:12: cannot open `x.m4': No such file or directory\n");
  CHECK(line.starts_with("site.mc:12: error: cannot open `x.m4': No such file or directory; "));
  CHECK(read_messages("m4:site.mc:12: cannot open `x'\n", kNone).errors);
}

TEST_CASE("messages: a warning of m4 is no error") {
  const auto messages = read_messages("m4:site.mc:3: Warning: excess arguments\n", kNone);
  CHECK_FALSE(messages.errors);
  CHECK(messages.lines[0] == "site.mc:3: warning: excess arguments");
}

TEST_CASE("messages: the library's own pass as they are") {
  const auto messages = read_messages("a.mc:1: warning: one\na.mc:2: error: two; do\n", kNone);
  CHECK(messages.errors);
  CHECK(messages.lines ==
        std::vector<std::string>{"a.mc:1: warning: one", "a.mc:2: error: two; do"});
}

TEST_CASE("messages: an open parenthesis is named by the line where it began") {
  const Input mc{"s.mc", "dnl don't (\nOSTYPE(`linux')\ndefine(`a',\n`b(')\nX(Y(1)\n\n"};
  CHECK(only_line("m4:lib.m4:55: ERROR: end of file in argument list\n", mc)
            .starts_with("s.mc:5: error: end of file in argument list; "));
}

TEST_CASE("messages: an open quote is named by the line where it began") {
  const Input mc{"s.mc", "a('b')\n(plain text\n`quoted `nested'\nstill\n"};
  CHECK(only_line("m4:s.mc:9: ERROR: end of file in string\n", mc)
            .starts_with("s.mc:3: error: end of file in string; "));
}

TEST_CASE("messages: nothing in, nothing out") {
  CHECK(read_messages("", kNone).lines.empty());
  CHECK(read_messages("\n\n", kNone).lines.empty());
}
