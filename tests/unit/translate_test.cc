// Tests text/translate.h. Expectations: spec of the language, "Macros", "cf line types".

#include "text/translate.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "text/printable.h"

using namespace rules;

namespace {

class Heard final : public NameListener {
 public:
  std::vector<NameProblem> problems;
  void name_problem(const ParsedName& name, std::string_view) override {
    problems.push_back(name.problem);
  }
};

// Translated, and printed again: what was understood.
std::string again(std::string_view text, Heard* heard = nullptr) {
  Names names;
  std::string out;
  append_cf_text(translate_dollars(text, names, heard), names, out);
  return out;
}

Op first_op(std::string_view text) {
  Names names;
  return leading_op(translate_dollars(text, names, nullptr));
}

}  // namespace

TEST_CASE("translate: operators are macros until expansion finds that they are none") {
  for (const char* text : {"$=w", "$~w", "$&w", "$?w", "$w", "$3", "$0", "$*", "$|"}) {
    CAPTURE(text);
    CHECK(first_op(text) == Op::expand);
  }
}

TEST_CASE("translate: what is read is what was written") {
  CHECK(again("a $=w.$~{Class} $&{Deferred}@$1 $x${Long}$?y z$|w$.") ==
        "a $=w.$~{Class} $&{Deferred}@$1 $x${Long}$?y z$|w$.");
}

TEST_CASE("translate: $$ is a dollar, and so is one at the end") {
  Names names;
  CHECK(translate_dollars("a$$b$", names, nullptr) == "a$b$");
  CHECK(translate_dollars("$$$$x", names, nullptr) == "$$x");
}

TEST_CASE("translate: a name that is missing or broken is told, and the text ends there") {
  Heard heard;
  CHECK(again("a$=", &heard) == "a$=");
  CHECK(again("a${abc d", &heard) == "a$");
  CHECK(again("a${}b", &heard) == "a$");
  CHECK(again("a$&{}b", &heard) == "a$&");
  CHECK(again("a${abcdefghijklmnopqrstuvwxyz}b", &heard) == "a$");
  CHECK(heard.problems == std::vector{NameProblem::missing, NameProblem::unbalanced,
                                      NameProblem::missing, NameProblem::missing,
                                      NameProblem::too_long});
}

TEST_CASE("translate: a character that cannot be in a name is told, the text goes on") {
  Heard heard;
  CHECK(again("a${b-c}d", &heard) == "a${bc}d");
  CHECK(heard.problems == std::vector{NameProblem::bad_character});
}

TEST_CASE("translate: a comment is cut with the white space before it, in quotes too") {
  CHECK(cut_comment("Dxa b # c") == "Dxa b");
  CHECK(cut_comment("Dxa#b") == "Dxa");
  CHECK(cut_comment("Dx\"a # b\"") == "Dx\"a");
  CHECK(cut_comment("Dxa\\#b") == "Dxa#b");
  CHECK(cut_comment("R$*\t$#local") == "R$*\t$#local");
  CHECK(cut_comment("# all") == "# all");
  CHECK(cut_comment("Dxa # b\n c # d") == "Dxa\n c");
}

TEST_CASE("translate: a macro's value loses its quotes; \\n \\r \\f \\b and \\c are understood") {
  const auto value = [](std::string_view text) { return take_value(text, '\0'); };
  CHECK(value("\"a b\" c") == "a b c");
  CHECK(value("a\\nb\\rc\\fd\\be") == "a\nb\rc\fd\be");
  CHECK(value("\\\"a\\\\b\\x") == "\"a\\bx");
  CHECK(value(" lead\\") == " lead");
}

TEST_CASE("translate: a field's value ends at a delimiter that nothing quotes, or is cut") {
  std::string_view text = "\"a,b\"c\\,d,e";
  CHECK(take_value(text, ',') == "a,bc,d");
  CHECK(text == ",e");
  const std::string many(3000, 'x');
  text = many;
  CHECK(take_value(text, ',').size() == 2047);
  CHECK(text.size() == 3000 - 2047);
}
