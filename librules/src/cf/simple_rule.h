// The tokens of a rule line that needs no care, fast: what translate_dollars(), expand() and
// prescan() make of it one after the other, in one pass.
//
// Nearly all rules are so: operators, words, plain quoted texts; a macro that is expanded while the
// cf is read has a plain value.
//
// Tested by tests/unit/simple_rule_test.cc, tests/fuzz/fuzz_cf.cc (both against the three passes).
#ifndef LIBRULES_CF_SIMPLE_RULE_H
#define LIBRULES_CF_SIMPLE_RULE_H

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "cf/config.h"
#include "text/token_buffer.h"

namespace rules {

class SimpleRules {
 public:
  explicit SimpleRules(Config& config) : config_(config) {}

  // Reads what follows the R of a line into both sides, neither empty, with their symbols. False:
  // the line needs the three passes; nothing has changed.
  bool read(std::string_view line, ConfigRule& rule);

 private:
  // What a character is to a rule that needs no care.
  enum class Kind : uint8_t { care, atom, oper, space, tab, dollar, quote };

  void learn_characters();
  bool read_side(const char*& at, const char* end);
  bool take_dollar(const char*& at, const char* end);
  bool take_named(Op op, const char*& at, const char* end);
  bool take_quoted(const char*& at, const char* end);
  void push_atom(const char* begin, const char* end, uint64_t hash);
  void push_single(const char* at);
  void push_mark(Op op);
  void push_replacement(char digit);
  Tokens keep();
  bool expand_plain(std::string_view line, std::string& out) const;

  Config& config_;
  std::array<Kind, 256> kinds_{};
  bool learnt_ = false;
  bool wants_expansion_ = false;  // why the last line was not read: `$x`
  int level_ = 0;
  TokenBuffer tokens_;  // of the side at work
  std::array<SymbolId, 256> mark_symbols_{};
  std::array<SymbolId, 10> replacement_symbols_{};
};

// Numbers the literals of a side of a rule, and finds out which are plain.
void set_symbols(std::span<Token> tokens, const CharTypes& types, Symbols& symbols);

}  // namespace rules

#endif
