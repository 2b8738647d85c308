// Tests text/names.h. Expectations: spec of the language, "Macros"; sendmail's mac_errors,
// mac_many.

#include "text/names.h"

#include <catch2/catch.hpp>
#include <string>

using namespace rules;
using std::string_literals::operator""s;

TEST_CASE("names: one character is its own name") {
  Names names;
  const ParsedName name = parse_name("xyz", names);
  CHECK(name.name == 'x');
  CHECK(name.size == 1);
  CHECK(names.text('x') == "x");
  CHECK(names.count() == 0);
}

TEST_CASE("names: {x} is x, {name} has a number, the same each time") {
  Names names;
  CHECK(parse_name("{x}rest", names).name == 'x');
  CHECK(parse_name("{x}rest", names).size == 3);
  const ParsedName long_name = parse_name("{client_addr}rest", names);
  CHECK(long_name.name >= kFirstLongName);
  CHECK(long_name.size == 13);
  CHECK(parse_name("{client_addr}", names).name == long_name.name);
  CHECK(names.find("client_addr") == long_name.name);
  CHECK(names.text(long_name.name) == "{client_addr}");
}

TEST_CASE("names: case matters") {
  Names names;
  CHECK(parse_name("{Name}", names).name != parse_name("{name}", names).name);
  CHECK(names.find("NAME") == kNoName);
}

TEST_CASE("names: 25 characters fit, 26 do not") {
  Names names;
  CHECK(parse_name("{abcdefghijklmnopqrstuvwxy}", names).problem == NameProblem::none);
  const ParsedName name = parse_name("{abcdefghijklmnopqrstuvwxyz}rest", names);
  CHECK(name.problem == NameProblem::too_long);
  CHECK(name.name == kNoName);
  CHECK(name.long_name == "abcdefghijklmnopqrstuvwxy");
  CHECK(name.size == 28);
}

TEST_CASE("names: a character that cannot be in a name is dropped, the rest is the name") {
  Names names;
  const ParsedName name = parse_name("{bad-x}", names);
  CHECK(name.problem == NameProblem::bad_character);
  CHECK(name.bad_characters == "-");
  CHECK(name.name == names.find("badx"));
  CHECK(name.name != kNoName);
}

TEST_CASE("names: nothing, and a brace without its partner, are told apart") {
  Names names;
  CHECK(parse_name("", names).problem == NameProblem::missing);
  const ParsedName open = parse_name("{abc", names);
  CHECK(open.problem == NameProblem::unbalanced);
  CHECK(open.name == kNoName);
  CHECK(open.size == 4);
}

TEST_CASE("names: {} names nothing") {
  Names names;
  CHECK(parse_name("{}", names).problem == NameProblem::missing);
  CHECK(names.count() == 0);
}

TEST_CASE("names: problems in the reference's words, bad characters first") {
  Names names;
  CHECK(name_problem_texts(parse_name("{a-b}", names)) ==
        std::vector<std::string>{"Invalid macro/class character -"});
  CHECK(name_problem_texts(parse_name("{abc d", names)) ==
        std::vector<std::string>{"Invalid macro/class character  ", "Unbalanced { on abcd",
                                 "Unable to assign macro/class ID (mid = 0xffffffff)"});
  CHECK(name_problem_texts(parse_name("{abcdefghijklmnopqrstuvwxyz}", names)) ==
        std::vector<std::string>{
            "Macro/class name ({abcdefghijklmnopqrstuvwxy}) too long (25 chars max)",
            "Unable to assign macro/class ID (mid = 0xffffffff)"});
  CHECK(name_problem_texts(parse_name("", names)) ==
        std::vector<std::string>{"Name required for macro/class"});
  CHECK(name_problem_texts(parse_name("x", names)).empty());
}

TEST_CASE("names: the 97th long name is one too many, those known stay known") {
  Names names;
  for (int i = 0; i < 96; ++i) {
    REQUIRE(parse_name("{n" + std::to_string(i) + "}", names).problem == NameProblem::none);
  }
  const ParsedName last = parse_name("{n96}", names);
  CHECK(last.problem == NameProblem::table_full);
  CHECK(last.name == kNoName);
  CHECK(parse_name("{n95}", names).name == kFirstLongName + 95);
}

TEST_CASE("names: a mark of a long name is read back as that name") {
  Names names;
  const NameId id = *names.add("long_one");
  std::string text;
  append_name(text, id);
  const ParsedName name = parse_name(text + "rest", names);
  CHECK(name.name == id);
  CHECK(name.size == 2);
}

TEST_CASE("names: a name that has no text is shown all the same") {
  CHECK(Names().text(kFirstLongName + 5) == "{?}");
}
