// The map class regex. Expected answers are those of the reference.

#include <ctime>

#include "maps_support.h"

namespace rules {

using Strings = std::vector<std::string>;

static std::string asked(const std::string& line, const std::vector<std::string_view>& args) {
  MapBench bench;
  bench.define("r", "regex", line);
  std::string answer = bench.ask("r", args);
  for (size_t at = 0; (at = answer.find(std::string("\0\x9b", 2), at)) != std::string::npos;) {
    answer.replace(at, 2, "$|");
  }
  for (const std::string& text : bench.complaints) answer += " " + text;
  return answer;
}

TEST_CASE("regex: a match is the empty value, or what -a says") {
  CHECK(asked("a", {"AB"}) == " (0)");
  CHECK(asked("-f A", {"ab"}) == "no match (0)");
  CHECK(asked("-aYES a", {"ab"}) == "YES (0)");
  CHECK(asked("-n a", {"ab"}) == "no match (0)");
  CHECK(asked("-n -aYES a", {"xx"}) == "YES (0)");
  CHECK(asked("-m -aX -s1 (a)(b)", {"ab"}) == "abX (0)");
  CHECK(asked("-nf A", {"ab"}) == "no match (0)");
  CHECK(asked("-b \\(a\\)", {"ab"}) == " (0)");
  CHECK(asked("-x -y -s1 (a)b", {"ab"}) == "a (0)");
  CHECK(asked("a b", {"a b"}) == " (0)");
  CHECK(asked("", {"ab"}) == " (0)");
}

TEST_CASE("regex: -s joins substrings") {
  CHECK(asked("-s1 (a)(b)", {"ab"}) == "a (0)");
  CHECK(asked("-s1,2 (a)(b)", {"ab"}) == "a$|b (0)");
  CHECK(asked("-s (a)(b)", {"ab"}) == "ab$|a$|b (0)");
  CHECK(asked("-sx (a)(b)", {"ab"}) == "ab (0)");
  CHECK(asked("-s1,,2 (a)(b)", {"ab"}) == "a$|ab$|b (0)");
  CHECK(asked("-s1,2 -dXYZ (a)(b)", {"ab"}) == "aXYZb (0)");
  CHECK(asked("-s1,2 -d (a)(b)", {"ab"}) == "ab (0)");
  CHECK(asked("-s1,2 (a)|(b)", {"ab"}) == "a$| (0)");
  CHECK(asked("-s1,2 (\\(a)(b\\))", {"(ab)"}) == "(a$|b) (0)");
  CHECK(asked("-s1 -aAP%0 (.*)", {"%1-%%-%x"}) == "-%-%xAP%0 (0)");
}

TEST_CASE("regex: an argument replaces the list of -s") {
  CHECK(asked("-s1,2 (a)(b)", {"ab", "2,1,0"}) == "b$|a$|ab (0)");
  CHECK(asked("-s1,2 (a)(b)", {"ab", "1", "2"}) == "a (0)");
  CHECK(asked("-s1,2 (a)(b)", {"ab", "\"2\""}) == "ab (0)");
  CHECK(asked("-s1,2 (a)(b)", {"ab", "5"}) ==
        "no match (78) field (5) out of range, only 3 substrings in pattern");
  CHECK(asked("(a)(b)", {"ab", "5"}) == " (0)");
}

TEST_CASE("regex: a result that is no sound piece of an address is refused") {
  const auto whole = [](std::string_view key) {
    return asked("-s1 (.*)", {key}) != "no match (0)";
  };
  for (const char* good :
       {"\"a b\"", "<a>", "a\tb", "(a)", ">a<", ")a(", "\"(\"", "a\\ b", "<(>)"}) {
    CHECK(whole(good));
  }
  for (const char* bad :
       {"\"x", "x(", "x)", "<x", "x>", "x\\", "a b", "(a b)", "(\")", "\"a\" b"}) {
    CHECK_FALSE(whole(bad));
  }
}

TEST_CASE("regex: the joined result has at most 255 characters, then -a") {
  const std::string key(300, 'x');
  CHECK(asked("-aX -s1 (.*)", {key}) == std::string(255, 'x') + "X (0)");
  CHECK(asked("-s0,0 (.*)", {std::string(254, 'x')}) == std::string(254, 'x') + "$| (0)");
  CHECK(asked("-m (.*)", {key}) == key + " (0)");
}

TEST_CASE("regex: what is wrong is told in the reference's words") {
  MapBench bench;
  const std::string deep = std::string(31, '(') + "a" + std::string(31, ')');
  std::string many = "1";
  for (int i = 0; i < 40; ++i) many += ",1";
  bench.define("a", "regex", "a(");
  bench.define("b", "regex", "[a");
  bench.define("c", "regex", "*");
  bench.define("d", "regex", "-s3 (a)(b)");
  bench.define("e", "regex", "-s-1 (a)(b)");
  bench.define("f", "regex", "-s1 " + deep);
  bench.define("g", "regex", "-s" + many + " (a)");
  CHECK(bench.problems == Strings{"pattern-compile-error: Unmatched ( or \\(",
                                  "pattern-compile-error: Unmatched [, [^, [:, [., or [=",
                                  "pattern-compile-error: Invalid preceding regular expression",
                                  "field (3) out of range, only 3 substrings in pattern",
                                  "field (-1) out of range, only 3 substrings in pattern",
                                  "too many substrings, 32 max", "too many fields, 32 max"});
  CHECK(bench.ask("a", "a") == "not open");
  CHECK(bench.ask("f", "a") == "not open");
  bench.define("h", "regex", deep);
  CHECK(bench.ask("h", "a") == " (0)");
}

TEST_CASE("regex: a pattern whose repetitions would fill the memory is refused") {
  MapBench bench;
  const std::string told = "pattern too large: its repetitions make more than 16384 parts";
  std::string plus = "a";
  for (int i = 0; i < 60; ++i) plus = "(" + plus + ")+";
  const Strings large = {"((((.{1,200}){1,200}){1,200}){1,200})", "-b \\(.\\{1,200\\}\\)\\{200\\}",
                         plus, "(a{255}[]{1}b]{255}){40}", "((a|b){1,255}){100,"};
  for (const std::string& pattern : large) {
    bench.define("r", "regex", pattern);
    CHECK(bench.problems == Strings{told});
    CHECK(bench.ask("r", "a") == "not open");
    bench.problems.clear();
  }
  for (const char* pattern :
       {"^[a{9]{1,255}$", "(.{1,50}){1,50}", "-b a{255}{255}{255}", "(a+)+\\{9"}) {
    bench.define("r", "regex", pattern);
    CHECK(bench.problems.empty());
  }
}

TEST_CASE("regex: keys that would take for ever are temporary failures, told") {
  MapBench bench;
  bench.define("r", "regex", "-b \\(a*\\)*\\1\\1\\1b$");
  const std::clock_t begin = std::clock();  // of the processor: the machine may be busy
  CHECK(bench.ask("r", std::string(200, 'a')) == "no match (75)");
  CHECK(bench.status == LookupStatus::temp_fail);
  CHECK(bench.complaints == Strings{"regex map \"r\": key of 200 bytes is too long"});
  CHECK(bench.ask("r", std::string(32, 'a')) == "no match (0)");
  bench.define("s", "regex", "^(a+)+$");
  CHECK(bench.ask("s", std::string(8000, 'a') + "b") == "no match (0)");
  CHECK(bench.ask("s", std::string(8193, 'a')) == "no match (75)");
  CHECK(std::clock() - begin < 10 * CLOCKS_PER_SEC);
}

}  // namespace rules
