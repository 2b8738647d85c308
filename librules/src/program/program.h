// A compiled configuration: immutable, shared by any number of threads.
//
// Tested by tests/unit/compile_test.cc.
#ifndef LIBRULES_PROGRAM_PROGRAM_H
#define LIBRULES_PROGRAM_PROGRAM_H

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cf/config.h"
#include "program/rhs.h"
#include "text/classes.h"
#include "text/symbols.h"
#include "text/token.h"

namespace rules {

// One item of a LHS. `minimum` is the least number of tokens that it and all after it need.
struct PatternItem {
  Op op;             // none: a literal
  uint8_t wildcard;  // its number (0-8) for those that bind
  NameId name;       // of the class or macro
  SymbolId symbol;   // of the literal
  uint32_t minimum;
  uint16_t run;    // so many items right behind this one take one token each
  bool takes_one;  // exactly one token, whatever stands around it: a literal, $-, $~x, and $=x of
                   // a class without phrases
};

// How a LHS is matched.
enum class MatchWay : uint8_t {
  gliding,       // besides literals and $- there are only $* and $+
  simple_class,  // and $=x and $~x that take one token
  narrowed,      // $=x with phrases, too: taken for $+ first, as few workspaces match even then
  backtracking   // $&x or $@
};

struct Rule {
  uint32_t line = 0;
  int number = 0;       // in its ruleset, from 1
  bool no_lhs = false;  // "null LHS": the reference does not know its line
  Tokens lhs;           // as read: for listings and traces
  Tokens rhs;
  std::span<const PatternItem> pattern;
  uint32_t head = 0;  // so many items at the beginning of the pattern take one token each;
  uint32_t tail = 0;  // and so many at its end, if something else stands before them
  MatchWay way = MatchWay::gliding;
  bool has_simple_class = false;  // a $=x that takes one token
  uint8_t wildcards = 0;
  // The RHS without its prefix, and what is known about it.
  Tokens replacement;
  RhsOps ops;                        // of its literals
  uint32_t literals = 0;             // how many tokens they are
  uint32_t replacements = 0;         // how many $1-$9
  uint64_t symbols = 0;              // symbol bits of the literals
  bool has_steps = false;            // no $9 that the LHS has not
  bool calls_first = false;          // $>name stands before all steps, and is the only one
  RhsSteps steps;                    // what it does, if nothing unusual comes up
  std::span<const NameId> deferred;  // the $&x of the steps, from left to right
  bool once = false;                 // $: apply once, go on with the next rule
  bool returns = false;              // $@ apply, return
  bool has_lookup = false;
  bool has_call = false;
  bool decides = false;       // writes a $# of its own
  bool memo_classes = false;  // a class stands behind an operator that grows: see eval/match.cc
  bool has_quotes = false;    // in the RHS: calls may change it, see eval/call.cc
};

// One bit for a symbol; different symbols may share it. Tokens without a symbol share one, too.
inline uint64_t symbol_bit(SymbolId symbol) { return uint64_t{1} << (symbol & 63); }

inline uint64_t symbol_bits(Tokens tokens) {
  uint64_t bits = 0;
  for (const Token& token : tokens) bits |= symbol_bit(token.symbol);
  return bits;
}

// What a workspace must have, or the rule cannot match: all that is looked at of most rules.
struct RuleFilter {
  uint64_t required = 0;       // symbol bits
  SymbolId first_literal = 0;  // it begins with it; 0: with anything
  SymbolId last_literal = 0;   // it ends with it
  uint32_t minimum = 0;        // tokens
  uint32_t spare = kAnyMore;   // and at most so many more

  static constexpr uint32_t kAnyMore = ~uint32_t{0} >> 1;
};

// Finds the rules that can match by a literal that each of them needs: for rulesets of so many
// rules that even their filters are too many.
class RuleIndex {
 public:
  RuleIndex() = default;
  RuleIndex(std::span<const Rule> rules, size_t symbols);

  bool empty() const { return list_of_.empty(); }
  // The first rule from `from` on whose literal is among the tokens, or that has none; their number
  // if there is none.
  size_t next(size_t from, Tokens tokens) const;

 private:
  std::vector<uint32_t> list_of_;             // by symbol: a list, or 0
  std::vector<std::vector<uint32_t>> lists_;  // of rules, ascending; the first: those without one
  size_t count_ = 0;
};

struct Ruleset {
  std::string name;
  std::vector<Rule> rules;
  std::vector<RuleFilter> filters;  // one for each rule
  RuleIndex index;                  // empty: not worth it
};

class Program {
 public:
  // Compiles. Never fails: what is wrong with a configuration was told when it was read.
  explicit Program(std::unique_ptr<Config> config);

  const Config& config() const { return *config_; }
  const Names& names() const { return config_->names; }
  const CharTypes& char_types() const { return char_types_; }
  const Symbols& symbols() const { return config_->symbols; }
  const Classes& classes() const { return config_->words; }
  const Ruleset& ruleset(int number) const { return rulesets_[static_cast<size_t>(number)]; }
  char blank_sub() const { return config_->blank_sub; }

  // A ruleset by name or number; kNoRuleset: none. May have no rules. problems: what is wrong with
  // the name, in the reference's words.
  int find_ruleset(std::string_view name, std::vector<std::string>& problems) const;
  // The same for a plain name or number, without a word and without allocating.
  int find_called(std::string_view name) const;
  // The ruleset that a token after $> calls, if that was known when the cf was compiled.
  int called(const Token& name) const {
    const Called& known = called_[name.symbol];
    return known.text == name.text() ? known.number : kNoRuleset;
  }

  // A macro's value in the configuration; NULL: undefined.
  const std::string* macro(NameId name) const {
    const auto& value = config_->macros[name];
    return value ? &*value : nullptr;
  }

 private:
  void compile_ruleset(int number);
  void compile_lhs(const ConfigRule& from, Rule& rule, RuleFilter& filter);
  PatternItem compile_operator(const Token& token, Rule& rule) const;
  void resolve_calls();
  void compile_rhs(const ConfigRule& from, Rule& rule);

  std::unique_ptr<Config> config_;
  CharTypes char_types_;
  bool simple_words_ = false;  // a word of letters and digits is one token
  Arena arena_;
  struct Called {
    std::string_view text;  // in its spelling
    int number = kNoRuleset;
  };

  std::vector<const Token*> calls_;  // what stands after a $>, while rules are compiled
  std::vector<Called> called_;       // by symbol
  std::array<Ruleset, kMaxRulesets> rulesets_;
};

}  // namespace rules

#endif
