// Tests eval/match.h: against eval/plain_match.h, which walks as sendmail does, and in cost.

#include "eval/match.h"

#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <vector>

#include "eval/plain_match.h"
#include "test_engine.h"

using namespace rules;

namespace {

// Classes and macros of both matchers.
class Facts : public MatchContext {
 public:
  Classes classes;
  std::map<NameId, std::string> macros;
  char blank = ' ';

  bool in_class(NameId name, uint64_t hash, size_t bytes, Tokens phrase) const override {
    return classes.contains(name, hash, bytes, phrase, blank);
  }
  std::vector<const Classes*> tables(const Program& program) const {
    return {&program.classes(), &classes};
  }
  std::optional<std::string_view> lhs_macro(NameId name) override {
    const auto at = macros.find(name);
    if (at == macros.end()) return std::nullopt;
    return std::string_view(at->second);
  }
};

// The same for the plain matcher: a phrase is glued, and a class a list of words.
class GluedFacts final : public MatchContext {
 public:
  explicit GluedFacts(Facts& facts) : facts_(facts) {}

  bool in_class(NameId name, uint64_t, size_t, Tokens phrase) const override {
    std::string glued;
    join_tokens(phrase, facts_.blank, glued);
    for (const std::string_view word : facts_.classes.words(name)) {
      if (equal_folded(word, glued)) return true;
    }
    return false;
  }
  std::optional<std::string_view> lhs_macro(NameId name) override { return facts_.lhs_macro(name); }

 private:
  Facts& facts_;
};

Facts small_facts() {
  Facts facts;
  for (const char* word : {"a", "a.b", "b.a"}) facts.classes.add('x', word);
  facts.macros['m'] = "a.b";
  return facts;
}

// Rules with these LHS, read and compiled as those of a cf; words: those of class x.
std::shared_ptr<const Program> program_of(const std::vector<std::string>& lhs,
                                          const std::string& words = {}) {
  std::string cf = "V10/Berkeley\nCx " + words + "\nS1\n";
  for (const std::string& text : lhs) cf += "R" + text + "\tx\n";
  Diagnostics notes;
  return std::make_shared<const Program>(test::read(cf, notes));
}

// All sequences of up to `length` of the items, with a blank between.
std::vector<std::string> sequences(const std::vector<std::string>& items, size_t least,
                                   size_t length) {
  std::vector<std::string> all;
  std::vector<std::string> longest{""};
  for (size_t i = 0; i < length; ++i) {
    std::vector<std::string> longer;
    for (const std::string& text : longest) {
      for (const std::string& item : items) {
        std::string next = text;
        if (!next.empty()) next += ' ';
        longer.push_back(next += item);
      }
    }
    longest = std::move(longer);
    if (i + 1 >= least) all.insert(all.end(), longest.begin(), longest.end());
  }
  return all;
}

struct Input {
  std::vector<Token> tokens;
  uint64_t symbols = 0;
};

Input workspace_of(std::string_view text, const Program& program, Arena& arena) {
  ArenaVector<Token> tokens(arena);
  prescan(text, program.char_types(), {}, &program.symbols(), arena, tokens, nullptr);
  Input workspace;
  workspace.tokens.assign(tokens.begin(), tokens.end());
  for (const Token& token : tokens) workspace.symbols |= symbol_bit(token.symbol);
  return workspace;
}

std::string text_of(bool matched, const std::array<Binding, kMaxWildcards>& bindings,
                    size_t count) {
  if (!matched) return "no match";
  std::string text = "match";
  for (size_t i = 0; i < count; ++i) {
    text += " " + std::to_string(bindings[i].first) + "-" + std::to_string(bindings[i].last);
  }
  return text;
}

// Every LHS of `least` to `most` items against every input of up to 5 tokens, with class x as
// `facts` have it, of which `words` are the program's; returns how many pairs were compared.
size_t compare_all(size_t least, size_t most, Facts facts, const std::string& words) {
  const std::vector<std::string> items = {"a",  "b",  ".",   "$*",  "$+",
                                          "$-", "$@", "$=x", "$~x", "$&m"};
  const auto patterns = sequences(items, least, most);
  const auto program = program_of(patterns, words);
  GluedFacts glued(facts);
  Arena arena;
  std::vector<Input> inputs{Input()};
  for (const std::string& text : sequences({"a", "b", "."}, 1, 5)) {
    inputs.push_back(workspace_of(text, *program, arena));
  }
  MatchScratch scratch;
  std::array<Binding, kMaxWildcards> fast{}, plain{};
  uint64_t steps = 0;
  size_t compared = 0;
  const auto tables = facts.tables(*program);
  const Ruleset& ruleset = program->ruleset(1);
  for (const Rule& rule : ruleset.rules) {
    const RuleFilter& filter = ruleset.filters[static_cast<size_t>(rule.number - 1)];
    for (const Input& input : inputs) {
      const bool matched =
          passes(filter, {input.tokens, input.symbols}) &&
          match_rule(rule, {input.tokens, ' ', tables}, facts, scratch, fast, steps);
      const PlainMatch expected = plain_match(rule.lhs, input.tokens, ' ', glued, nullptr, plain);
      const std::string got = text_of(matched, fast, rule.wildcards);
      const std::string wanted = text_of(expected == PlainMatch::matched, plain, rule.wildcards);
      ++compared;
      if (got == wanted) continue;
      INFO("LHS " << test::shown(rule.lhs, program->names()) << " input "
                  << test::shown(input.tokens, program->names()));
      CHECK(got == wanted);
    }
  }
  return compared;
}

// The worst case: items of a LHS against 1000 tokens, none of which is the last item.
uint64_t steps_for(const std::string& lhs, const std::string& token, bool expected, Facts& facts) {
  const auto program = program_of({lhs});
  Arena arena;
  Input input;
  for (int i = 0; i < 10; ++i) {
    std::string text;
    for (int j = 0; j < 100; ++j) text += token + " ";
    const Input part = workspace_of(text, *program, arena);
    input.tokens.insert(input.tokens.end(), part.tokens.begin(), part.tokens.end());
    input.symbols |= part.symbols;
  }
  MatchScratch scratch;
  std::array<Binding, kMaxWildcards> bindings{};
  uint64_t steps = 0;
  const Rule& rule = program->ruleset(1).rules.front();
  const auto tables = facts.tables(*program);
  CHECK(match_rule(rule, {input.tokens, ' ', tables}, facts, scratch, bindings, steps) == expected);
  return steps;
}

uint64_t bound(size_t items) { return 20 * items * 1000; }

}  // namespace

TEST_CASE("match: as sendmail, every LHS of up to 3 items against every input of up to 5 tokens") {
  CHECK(compare_all(1, 3, small_facts(), "") == (10 + 100 + 1000) * 364);
}

TEST_CASE("match: classes of simple words, also when a host adds phrases") {
  Facts facts;
  facts.macros['m'] = "a.b";
  facts.classes.add('x', "b");
  CHECK(compare_all(1, 3, facts, "b") == (10 + 100 + 1000) * 364);
  for (const char* word : {"a.b", "b.a"}) facts.classes.add('x', word);
  CHECK(compare_all(1, 3, facts, "b") == (10 + 100 + 1000) * 364);
}

TEST_CASE("match: as sendmail, every LHS of 4 items against every input of up to 5 tokens",
          "[.full]") {
  CHECK(compare_all(4, 4, small_facts(), "") == size_t{10000} * 364);
}

TEST_CASE("match: a word of letters is a phrase where letters are operators, or blanks nothing") {
  const auto bound_by = [](const std::string& options, const std::string& text) {
    Diagnostics notes;
    const Program program(test::read("V10/Berkeley\n" + options + "Cx abc\nS1\nR$=x\ty\n", notes));
    Arena arena;
    const Input input = workspace_of(text, program, arena);
    const Classes* const tables[] = {&program.classes()};
    Facts facts;
    MatchScratch scratch;
    std::array<Binding, kMaxWildcards> bindings{};
    uint64_t steps = 0;
    const bool matched =
        match_rule(program.ruleset(1).rules.front(), {input.tokens, program.blank_sub(), tables},
                   facts, scratch, bindings, steps);
    return text_of(matched, bindings, 1);
  };
  CHECK(bound_by("", "abc") == "match 0-1");
  CHECK(bound_by("", "ab c") == "no match");
  CHECK(bound_by("O OperatorChars=.b\n", "abc") == "match 0-3");
  CHECK(bound_by("O BlankSub=\n", "ab c") == "match 0-2");
}

TEST_CASE("match: the cost of $* and $+ is bounded by pattern times tokens") {
  Facts facts = small_facts();
  CHECK(steps_for("$* $* $* $* $* $* $* $* $* z $@", "a", false, facts) < bound(11));
  CHECK(steps_for("$+ $+ $+ $+ $+ $+ $+ $+ $+ z $@", "a", false, facts) < bound(11));
  CHECK(steps_for("$* a $* a $* a $* a $* a $* a $* a $* a $* z $@", "a", false, facts) <
        bound(19));
  CHECK(steps_for("$* $- $* $- $* $- $* $- $* z $@", "a", false, facts) < bound(11));
  CHECK(steps_for("$* $* $* $* $* $* $* $* $*", "a", true, facts) < bound(9));
}

TEST_CASE("match: the cost of classes and macros is bounded by pattern times tokens") {
  Facts facts = small_facts();
  CHECK(steps_for("$* $=x $* $=x $* $=x $* $=x $* z $@", "a", false, facts) < bound(11));
  CHECK(steps_for("$=x $=x $=x $=x $=x $=x $=x $=x $=x z $@", "a", false, facts) < bound(11));
  CHECK(steps_for("$* $~x $* $~x $* $~x $* $~x $* z $@", "b", false, facts) < bound(11));
  facts.macros['m'] = "aa";
  CHECK(steps_for("$* $&m $* $&m $* $&m $* $&m $* z $@", "a", false, facts) < bound(14));
}

TEST_CASE("match: the cost of a class with long members grows with their length, no faster") {
  Facts facts;
  std::string word = "a";
  for (int i = 1; i < 30; ++i) facts.classes.add('x', word += " a");
  CHECK(steps_for("$* $=x $* $=x $* $=x $* $=x $* z $@", "a", false, facts) < 60 * bound(11));
}

TEST_CASE("match: the reference's order, the shortest leftmost first") {
  const auto program = program_of({"$* . $* . $*"});
  Arena arena;
  const Input input = workspace_of("a.b.c.d.e", *program, arena);
  Facts facts;
  MatchScratch scratch;
  std::array<Binding, kMaxWildcards> bindings{};
  uint64_t steps = 0;
  const Rule& rule = program->ruleset(1).rules.front();
  const auto tables = facts.tables(*program);
  CHECK(match_rule(rule, {input.tokens, ' ', tables}, facts, scratch, bindings, steps));
  CHECK(text_of(true, bindings, 3) == "match 0-1 2-3 4-9");
}

TEST_CASE("match: the plain matcher gives over past its steps") {
  const auto program = program_of({"$* $* $* $* z"});
  Arena arena;
  const Input input = workspace_of("a a a a a a a a a a a a a a a a", *program, arena);
  Facts facts;
  std::array<Binding, kMaxWildcards> bindings{};
  const Tokens lhs = program->ruleset(1).rules.front().lhs;
  CHECK(plain_match(lhs, input.tokens, ' ', facts, nullptr, bindings, 100) ==
        PlainMatch::gave_over);
  CHECK(plain_match(lhs, input.tokens, ' ', facts, nullptr, bindings) == PlainMatch::failed);
}
