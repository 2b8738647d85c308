// One ruleset at work: what would be a C stack frame.
#ifndef LIBRULES_EVAL_FRAME_H
#define LIBRULES_EVAL_FRAME_H

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "maps/map.h"
#include "program/program.h"
#include "text/token_buffer.h"

namespace rules {

// Tokens [first, last) of the workspace, bound to $1-$9.
struct Binding {
  uint32_t first;
  uint32_t last;
};

struct MatchScratch {
  std::vector<uint64_t> failed_at;  // class items: one bit for each token position
};

// Tokens, and what is known of them.
struct Workspace {
  static constexpr uint64_t kAnySymbols = ~uint64_t{0};

  TokenBuffer tokens;
  RhsOps ops;                      // exactly those among them
  bool symbols_counted = false;    // no others are in `symbols`
  uint64_t symbols = kAnySymbols;  // symbol bits: all that are there, perhaps others

  void clear() {
    tokens.clear();
    ops = {};
    forget_symbols();
  }
  void append(Tokens from, RhsOps their_ops) {
    tokens.append(from);
    ops += their_ops;
  }
  void forget_symbols() {
    symbols = kAnySymbols;
    symbols_counted = false;
  }
  void count_symbols() {
    symbols = symbol_bits(tokens);
    symbols_counted = true;
  }
  void swap(Workspace& other) noexcept {
    tokens.swap(other.tokens);
    std::swap(ops, other.ops);
    std::swap(symbols_counted, other.symbols_counted);
    std::swap(symbols, other.symbols);
  }
};

struct Frame {
  enum class Phase : uint8_t { rules, lookups, calls, waiting_call, waiting_lookup };

  const Ruleset* ruleset = nullptr;
  Phase phase = Phase::rules;
  size_t rule = 0;        // the rule at work, from 0
  int applications = 0;   // of this rule in a row
  int status = 0;         // what the ruleset will return
  size_t max_tokens = 0;  // of the workspace: less in a call, by what stands before it
  Workspace workspace;
  std::array<Binding, kMaxWildcards> bindings{};

  // The RHS being built.
  Workspace out;
  size_t scan = 0;  // look-ups: tokens before this are done
  struct Call {
    size_t at;  // of the $> in `out`
    int ruleset;
  };
  std::vector<Call> calls;  // the last is next
  // The look-up that waits for its answer.
  const Map* map = nullptr;
  size_t key_first = 0, key_last = 0;            // in `out`
  size_t fallback_first = 0, fallback_last = 0;  // of the $: default
  bool has_fallback = false;
  size_t after_lookup = 0;
};

}  // namespace rules

#endif
