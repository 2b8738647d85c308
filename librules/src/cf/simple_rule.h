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

namespace rules {

class SimpleRules {
 public:
  explicit SimpleRules(Config& config) : config_(config) {}

  // Reads what follows the R of a line into both sides, neither empty, with their symbols. False:
  // the line needs the three passes; nothing has changed.
  bool read(std::string_view line, ConfigRule& rule);
  // Is there an operator in the rule that was just read about which something may have to be told?
  bool wants_checks() const { return wants_checks_; }

 private:
  // What a character is to a rule that needs no care.
  enum class Kind : uint8_t { care, atom, oper, unplain_oper, space, tab, dollar, quote };

  void learn_characters();
  // The tokens up to a tab or the end; empty: there is none, or the line needs care.
  Tokens read_side(const char*& at, const char* end);
  // text: the operator's, and the name's that it takes; static.
  bool read_mark(const char*& at, const char* end, std::string_view& text);
  bool take_quoted(const char*& at, const char* end, Token*& out);
  bool take_marked_quoted(const char* begin, const char*& at, const char* end, Token*& out);
  bool push_quoted(std::string_view text, uint64_t hash, Token*& out);
  SymbolId symbol_of_single(const char* at);
  SymbolId symbol_of_sign(char c);
  bool expand_plain(std::string_view line, std::string& out) const;

  Config& config_;
  std::array<Kind, 256> kinds_{};
  bool learnt_ = false;
  bool wants_expansion_ = false;  // why the last line was not read: `$x`
  bool wants_checks_ = false;
  // Of the sides read so far.
  uint32_t ops_ = 0;  // a bit for each operator (bit_of), of the last side
  int wildcards_ = 0;
  int largest_ = 0;  // replacement
  int level_ = 0;
  std::array<SymbolId, 256> sign_symbols_{};  // of operators, by the character behind the `$`
};

// Numbers the literals of a side of a rule, and finds out which are plain.
void set_symbols(std::span<Token> tokens, const CharTypes& types, Symbols& symbols);

}  // namespace rules

#endif
