// Tests cf/simple_rule.h: rule lines that are read at once are read as the three passes read them.

#include "cf/simple_rule.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "both_ways.h"
#include "test_engine.h"

using namespace rules;
using std::string_literals::operator""s;

namespace {

// The first rule makes the tokenizer's tables, which the fast way waits for.
const std::string kBegin =
    "V10/Berkeley\nDyplain\nDzm.n@o\nDqa b\nD{Long}v\nCwlocal\nSone\nRa\tb\n";

void check_both_ways(const std::string& cf) {
  const ReadOptions options = test::read_options();
  const std::string fast = test::all_read(cf, options, true);
  const std::string slow = test::all_read(cf, options, false);
  if (fast == slow) return;
  CAPTURE(cf, fast, slow);
  FAIL("read in two ways");
}

// Is the line one that needs no care?
bool is_simple(const std::string& line) {
  Diagnostics notes;
  const auto config = test::read(kBegin, notes);
  ConfigRule rule;
  return SimpleRules(*config).read(line, rule);
}

std::string random_line(std::mt19937& random) {
  static const std::string pieces[] = {
      "$*",         "$+",       "$-",         "$=w",       "$~w",      "$={Long}",
      "$&y",        "$&{Long}", "$1",         "$9",        "$0",       "$:",
      "$@",         "$#",       "$>",         "$(",        "$)",       "$[",
      "$]",         "$|",       "$.",         "$?y",       "$y",       "$z",
      "$q",         "$u",       "$$",         "$",         "$=",       "$&",
      "${Long}",    "${new",    "${x}",       "$={y}",     "$!",       "abc",
      "ABC",        "x.y",      "@",          ".",         "<",        ">",
      "(",          ")",        "[",          ":",         ",",        ";",
      "\"quoted\"", "\"",       "\"$1\"",     "\"a b\t\"", "\\",       "\\#",
      "#",          " # c",     "\t",         "\t",        "\t\t",     " ",
      "  ",         "\n ",      "\n\t",       "\x90",      "\xff",     "\xe4",
      "\r",         "\x01",     "=",          "!",         "$>one",    "$#error",
      "a(b)c",      "$\t",      "\"x\"\"y\"", "$&$",       "$@ 5.7.1", "$: \"550 no\"",
      "$j",         "$m",       "$w",         "$_"};
  std::uniform_int_distribution<size_t> which(0, std::size(pieces) - 1);
  std::uniform_int_distribution<int> length(0, 12);
  std::string line;
  for (int left = length(random); left > 0; --left) line += pieces[which(random)];
  return line;
}

}  // namespace

TEST_CASE("simple rules: what is usual is read at once") {
  CHECK(
      is_simple("$* < @ $=w . > $*\t$: $1 < @ $2 > $&{Long} $(m $1 $: none $)\tcomment, not read"));
  CHECK(is_simple("$- $| $+\t$#error $@ 5.7.1 $: \"550 Access denied\""));
  CHECK(is_simple("foo.$y $*\t$@ $z"));
  CHECK_FALSE(is_simple("foo.$q\tb"));       // a value of two words
  CHECK_FALSE(is_simple("a\tb\tc ${New}"));  // a name
  CHECK_FALSE(is_simple("a \\# b\tc"));
  CHECK_FALSE(is_simple("a # b\tc"));
  CHECK_FALSE(is_simple("a\t$?y c $."));
  CHECK_FALSE(is_simple("\tb"));
  CHECK_FALSE(is_simple("a\t"));
  CHECK_FALSE(is_simple("a b"));
}

TEST_CASE("simple rules: both ways read lines of all kinds alike") {
  for (const char* rule :
       {"a\tb", "$*\t$1\t", "$* \t \t$1", "a\tb   ", "a\t   ", "a\t\"b   ", "a\tb # c", "a\tb$#c",
        "a\t$# c", "$z$y\t$y.$y", "x$y\tX$Y", "$=w$~w$&y\t$&{Long}x", "a\nb\tc", "a\tb\n c\td"}) {
    check_both_ways(kBegin + "R" + rule + "\n");
  }
  const std::string word(300, 'x');
  check_both_ways(kBegin + "R" + word + "\tb\nRa\t\"" + word + "\"\nRa\tb\t" + word + "\n");
  std::string wide;
  for (int i = 0; i < 1200; ++i) wide += "<";
  check_both_ways(kBegin + "R" + wide + "\tb\nRa\t" + wide.substr(0, 990) + "\n");
  for (const char* changed :
       {"D*x\n", "D1x\n", "D=w\n", "D&x\n", "V8\nRa(b)\tc\n", "O OperatorChars=ax\n", "D{x}*\n",
        "Dyhas space\n", "Dy\"a#b\n", "V7\n", "Dya$$b\n"}) {
    check_both_ways(kBegin + changed + "R$* a ( $=w ) x.$y\t$1 $&y\n");
  }
  check_both_ways("V10\nO OperatorChars=.ab\nSone\nRx\ty\nRcab.d\tcab\n");
}

TEST_CASE("simple rules: both ways read random lines alike") {
  std::mt19937 random(7);
  for (int i = 0; i < 400; ++i) {
    std::string cf = kBegin;
    for (int line = 0; line < 25; ++line) cf += "R" + random_line(random) + "\n";
    check_both_ways(cf);
  }
}

TEST_CASE("simple rules: both ways read the configurations of the recorded sessions alike") {
  size_t count = 0;
  for (const char* folder : {LIBRULES_CASES "/bt", LIBRULES_CORPUS "/cf"}) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      const std::string name = entry.path().filename().string();
      if (!entry.is_regular_file() || name.ends_with(".in") || name.ends_with(".expected"))
        continue;
      std::ifstream in(entry.path(), std::ios::binary);
      check_both_ways(std::string(std::istreambuf_iterator<char>(in), {}));
      ++count;
    }
  }
  CHECK(count > 100);
}
