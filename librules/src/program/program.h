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
#include "program/classes.h"
#include "text/symbols.h"
#include "text/token.h"

namespace rules {

inline constexpr int kMaxWildcards = 9;

// One item of a LHS. `minimum` is the least number of tokens that it and all after it need.
struct PatternItem {
  Op op;             // none: a literal
  uint8_t wildcard;  // its number (0-8) for those that bind
  NameId name;       // of the class or macro
  SymbolId symbol;   // of the literal
  uint32_t minimum;
};

struct Rule {
  uint32_t line = 0;
  int number = 0;       // in its ruleset, from 1
  bool no_lhs = false;  // "null LHS": the reference does not know its line
  Tokens lhs;           // as read: for listings and traces
  Tokens rhs;
  std::span<const PatternItem> pattern;
  uint8_t wildcards = 0;
  // The RHS without its prefix, and what is known about it.
  Tokens replacement;
  bool once = false;     // $: apply once, go on with the next rule
  bool returns = false;  // $@ apply, return
  bool has_lookup = false;
  bool has_call = false;
  bool decides = false;        // writes a $# of its own
  bool memo_classes = false;   // a class stands behind an operator that grows: see eval/match.cc
  SymbolId first_literal = 0;  // the workspace must begin with it
  SymbolId last_literal = 0;   // ... end with it
  uint64_t required = 0;       // symbol bits that the workspace must have
};

// One bit for a symbol; different symbols may share it.
inline uint64_t symbol_bit(SymbolId symbol) {
  return symbol == 0 ? 0 : uint64_t{1} << (symbol & 63);
}

struct Ruleset {
  std::string name;
  std::vector<Rule> rules;
};

class Program {
 public:
  // Compiles. Never fails: what is wrong with a configuration was told when it was read.
  explicit Program(std::unique_ptr<Config> config);

  const Config& config() const { return *config_; }
  const Names& names() const { return config_->names; }
  const CharTypes& char_types() const { return char_types_; }
  const Symbols& symbols() const { return symbols_; }
  const Classes& classes() const { return classes_; }
  const Ruleset& ruleset(int number) const { return rulesets_[static_cast<size_t>(number)]; }
  char blank_sub() const { return config_->blank_sub; }

  // A ruleset by name or number; kNoRuleset: none. May have no rules. problems: what is wrong with
  // the name, in the reference's words.
  int find_ruleset(std::string_view name, std::vector<std::string>& problems) const;
  // The same for a plain name or number, without a word and without allocating.
  int find_called(std::string_view name) const;

  // A macro's value in the configuration; NULL: undefined.
  const std::string* macro(NameId name) const {
    const auto& value = config_->macros[name];
    return value ? &*value : nullptr;
  }

 private:
  void compile_ruleset(int number);
  void compile_lhs(const ConfigRule& from, Rule& rule);
  void compile_rhs(const ConfigRule& from, Rule& rule);
  Tokens with_symbols(Tokens tokens);

  std::unique_ptr<Config> config_;
  CharTypes char_types_;
  Symbols symbols_;
  Classes classes_;
  Arena arena_;
  std::array<Ruleset, kMaxRulesets> rulesets_;
};

}  // namespace rules

#endif
