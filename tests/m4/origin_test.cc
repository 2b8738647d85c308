// Each line of the output knows where it was written, and which line of the site is behind it.
#include <catch2/catch.hpp>

#include "evaluate.h"

namespace {

struct Line {
  std::uint32_t site_line;
  std::string_view file;
  std::uint32_t line;
};

void check(const Evaluated& result, const std::vector<Line>& expected) {
  REQUIRE(result.lines.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    INFO("line " << i + 1 << " of " << result.output);
    CHECK(result.lines[i].site_line == expected[i].site_line);
    CHECK(result.lines[i].file == expected[i].file);
    CHECK(result.lines[i].line == expected[i].line);
  }
}

// A library, and then the site's file.
Evaluated with_library(std::string_view library, std::string_view site,
                       std::string ownerless = {}) {
  GnuMessages sink;
  m4::Options options;
  options.sink = &sink;
  options.ownerless = std::move(ownerless);
  Evaluated result;
  result.m4 = std::make_shared<m4::Evaluator>(options);
  result.m4->read("lib.m4", std::make_shared<std::string>(library));
  result.m4->read("in.m4", std::make_shared<std::string>(site), true);
  result.m4->finish();
  result.output = result.m4->output();
  result.lines = result.m4->line_origins();
  return result;
}

}  // namespace

TEST_CASE("origins: plain text, and a dnl in between") {
  check(evaluate("one\ntwo dnl\nthree\nfour\n"),
        {{1, "in.m4", 1}, {2, "in.m4", 2}, {4, "in.m4", 4}});
}

TEST_CASE("origins: through a diversion") {
  check(evaluate("divert(1)one\ntwo\ndivert(0)three\n"),
        {{3, "in.m4", 3}, {1, "in.m4", 1}, {2, "in.m4", 2}});
}

TEST_CASE("origins: through an argument, a definition and a shift") {
  check(evaluate("define(`x', `one\ntwo\n')dnl\nx`'dnl\n"), {{1, "in.m4", 1}, {2, "in.m4", 2}});
  check(evaluate("ifdef(`define', `\none\ntwo\n')dnl\n"),
        {{1, "in.m4", 1}, {2, "in.m4", 2}, {3, "in.m4", 3}});
  check(evaluate("define(`last', `$2')last(shift(`a',\n`b',\n`c\n'))"), {{3, "in.m4", 3}});
  check(evaluate("substr(`one\ntwo\n', 4)"), {{2, "in.m4", 2}});
  check(evaluate("patsubst(`one\ntwo\n', `t\\(.\\)', `\\1')"), {{1, "in.m4", 1}, {2, "in.m4", 2}});
  check(evaluate("translit(`one\ntwo\n', `a-z', `A-Z')"), {{1, "in.m4", 1}, {2, "in.m4", 2}});
}

TEST_CASE("origins: the library's text comes from the statement that called it") {
  check(with_library("define(`F', `begin\n$1end\n')dnl\n", "text\nF(`mine\n')dnl\n"),
        {{1, "in.m4", 1}, {2, "lib.m4", 1}, {2, "in.m4", 2}, {2, "lib.m4", 2}});
}

TEST_CASE("origins: a value that the library writes later is traced to its definition") {
  check(with_library("m4wrap(`O A=conf\nO B=fixed\n')", "\ndefine(`conf', `42')dnl\n"),
        {{1, "in.m4", 1}, {2, "lib.m4", 1}, {0, "lib.m4", 2}});
}

TEST_CASE("origins: what starts the library belongs to no line") {
  constexpr std::string_view kLibrary =
      "define(`START', `define(`default', `7')m4wrap(`A=default\n')')dnl\n";
  check(with_library(kLibrary, "\nSTART`'dnl\n"), {{1, "in.m4", 1}, {2, "lib.m4", 1}});
  check(with_library(kLibrary, "\nSTART`'dnl\n", "START"), {{1, "in.m4", 1}, {0, "lib.m4", 1}});
}

TEST_CASE("origins: a line that begins within a value says so") {
  const auto result = with_library("define(`W', `Dj$1\n')dnl\n", "W(`a\nb')dnl\nW(`c')dnl\nd\n");
  REQUIRE(result.output == "Dja\nb\nDjc\nd\n");
  CHECK_FALSE(result.lines[0].within_value);
  CHECK(result.lines[1].within_value);
  CHECK_FALSE(result.lines[3].within_value);
}
