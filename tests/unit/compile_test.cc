// Tests program/program.h: what a rule is once it is compiled.

#include <catch2/catch.hpp>
#include <string>

#include "test_engine.h"
#include "text/simple_prescan.h"

using namespace rules;

namespace {

// A rule as one line: items with their wildcard and minimum, then what is known about the whole.
std::string dump(const Ruleset& ruleset, size_t number, const Program& program) {
  const Rule& rule = ruleset.rules[number];
  const RuleFilter& filter = ruleset.filters[number];
  std::string text;
  for (size_t i = 0; i < rule.pattern.size(); ++i) {
    const PatternItem& item = rule.pattern[i];
    append_printable(rule.lhs[i].text(), program.names(), text);
    if (item.op != Op::none && item.op != Op::host && item.op != Op::deferred) {
      text += "/" + std::to_string(item.wildcard + 1);
    }
    text += ":" + std::to_string(item.minimum) + " ";
  }
  text += "=> " + test::shown(rule.replacement, program.names());
  if (rule.once) text += " once";
  if (rule.returns) text += " returns";
  if (rule.has_lookup) text += " lookup";
  if (rule.has_call) text += " call";
  if (rule.decides) text += " decides";
  if (rule.memo_classes) text += " memo";
  if (filter.first_literal != 0) text += " first";
  if (filter.last_literal != 0) text += " last";
  if (filter.spare == 0) text += " exactly";
  return text;
}

std::string compiled(const std::string& rule) {
  Diagnostics notes;
  const Program program(test::read("V10/Berkeley\nKm macro\nS1\n" + rule + "\n", notes));
  return dump(program.ruleset(1), 0, program);
}

}  // namespace

TEST_CASE("compile: wildcards are numbered, each item knows how many tokens the rest needs") {
  CHECK(compiled("R$* a $+ $- $=w $~w\t$1") ==
        "$*/1:5 a:5 $+/2:4 $-/3:3 $=w/4:2 $~w/5:1 => $1 memo");
  CHECK(compiled("R$@ a\tb") == "$@:1 a:1 => b last exactly");
}

TEST_CASE("compile: $&x may take nothing, but wants a token to stand at") {
  CHECK(compiled("R$&x\tb") == "$&x:1 => b");
  CHECK(compiled("R$&x a b\tb") == "$&x:2 a:2 b:1 => b last");
  CHECK(compiled("Ra $&x\tb") == "a:2 $&x:1 => b first");
}

TEST_CASE("compile: the prefix is no part of what is put in") {
  CHECK(compiled("Ra\t$: b") == "a:1 => b once first last exactly");
  CHECK(compiled("Ra\t$@ b") == "a:1 => b returns first last exactly");
  CHECK(compiled("Ra\t$: $@ b") == "a:1 => $@ b once first last exactly");
  CHECK(compiled("Ra\tb $: c") == "a:1 => b $: c first last exactly");
  CHECK(compiled("Ra\t$@") == "a:1 =>  returns first last exactly");
}

TEST_CASE("compile: look-ups, calls and decisions are seen") {
  CHECK(compiled("Ra\t$: $(m x $)") == "a:1 => $( m x $) once lookup first last exactly");
  CHECK(compiled("Ra\t$: $[ x $]") == "a:1 => $[ x $] once lookup first last exactly");
  CHECK(compiled("Ra\t$: $>x b") == "a:1 => $> x b once call first last exactly");
  CHECK(compiled("Ra\t$#error $: no") == "a:1 => $# error $: no decides first last exactly");
  CHECK(compiled("R$*\t$#$1") == "$*/1:0 => $# $1");
}

TEST_CASE("compile: a class behind an operator that grows remembers where it failed") {
  CHECK(compiled("R$=w $=w\tb") == "$=w/1:2 $=w/2:1 => b memo");
  CHECK(compiled("R$=w $*\tb") == "$=w/1:1 $*/2:0 => b");
  CHECK(compiled("R$- $=w\tb") == "$-/1:2 $=w/2:1 => b");
}

TEST_CASE("compile: literals that differ in case are one symbol; the rules' order and lines stay") {
  Diagnostics notes;
  const Program program(test::read("V10\nSname=7\nRabc\tABC\nR$*\tx\n", notes));
  const Ruleset& ruleset = program.ruleset(7);
  REQUIRE(ruleset.rules.size() == 2);
  CHECK(ruleset.name == "name");
  CHECK(ruleset.rules[0].lhs[0].symbol == ruleset.rules[0].rhs[0].symbol);
  CHECK(ruleset.rules[0].line == 3);
  CHECK(ruleset.rules[1].line == 4);
  CHECK(ruleset.rules[1].number == 2);
}

TEST_CASE("compile: too many wildcards make an empty LHS") {
  CHECK(compiled("R$* $* $* $* $* $* $* $* $* $*\tx") == "=> x");
}

TEST_CASE("compile: rulesets are found by name and number, without a word when there is none") {
  Diagnostics notes;
  const Program program(test::read("V10\nSmine=7\nRa\tb\nSauto\nRa\tb\n", notes));
  CHECK(program.find_called("mine") == 7);
  CHECK(program.find_called("7") == 7);
  CHECK(program.find_called("auto") == 199);
  CHECK(program.find_called("MINE") == kNoRuleset);
  CHECK(program.find_called("100") == kNoRuleset);
  std::vector<std::string> problems;
  CHECK(program.find_ruleset("100", problems) == kNoRuleset);
  CHECK(problems == std::vector<std::string>{"bad ruleset 100 (100 max)"});
}

// ---- the index of rulesets with many rules

namespace {

std::string next_rule(const Ruleset& ruleset, size_t from, std::string_view text,
                      const Program& program) {
  Arena arena;
  TokenBuffer tokens;
  REQUIRE(simple_prescan(text, program.char_types(), &program.symbols(), arena, tokens));
  return std::to_string(ruleset.index.next(from, tokens));
}

}  // namespace

TEST_CASE("index: the next rule whose rarest literal is there, or that has none") {
  std::string cf = "V10/Berkeley\nS1\n";
  for (int i = 0; i < 40; ++i) {
    cf += i == 20 ? "R$*\tany\n" : "R$* < k" + std::to_string(i % 30) + " . com\thit\n";
  }
  Diagnostics notes;
  const Program program(test::read(cf, notes));
  const Ruleset& ruleset = program.ruleset(1);
  REQUIRE_FALSE(ruleset.index.empty());
  CHECK(next_rule(ruleset, 0, "x < K3 . com >", program) == "3");
  CHECK(next_rule(ruleset, 4, "x < k3 . com >", program) == "20");
  CHECK(next_rule(ruleset, 21, "x < k3 . com >", program) == "33");
  CHECK(next_rule(ruleset, 34, "x < k3 . com >", program) == "40");
  CHECK(next_rule(ruleset, 21, "k29 k28 x", program) == "28");
  CHECK(next_rule(ruleset, 21, "< . com >", program) == "40");
}

TEST_CASE("index: small rulesets have none") {
  Diagnostics notes;
  const Program program(test::read("V10/Berkeley\nS1\nRa\tb\n", notes));
  CHECK(program.ruleset(1).index.empty());
}

TEST_CASE("compile: a called ruleset is known, also one that is defined later") {
  Diagnostics notes;
  const Program program(
      test::read("V10/Berkeley\nS1\nRa\t$>later b\nRb\t$>9 \"later\"\nSlater\nRa\tb\n", notes));
  const auto& rules = program.ruleset(1).rules;
  std::vector<std::string> problems;
  CHECK(program.called(rules[0].rhs[1]) == program.find_ruleset("later", problems));
  CHECK(program.called(rules[0].rhs[2]) == kNoRuleset);
  CHECK(program.called(rules[1].rhs[1]) == 9);
}
