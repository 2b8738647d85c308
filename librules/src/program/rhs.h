// A RHS, compiled: what it does step by step when nothing unusual comes up.
//
// Unusual is what only the tokens of a workspace or of a value can bring, operators among them;
// then the RHS is read token by token, as the reference does it (eval/replace.cc).
//
// Tested by tests/unit/compile_test.cc, tests/unit/steps_test.cc.
#ifndef LIBRULES_PROGRAM_RHS_H
#define LIBRULES_PROGRAM_RHS_H

#include <cstdint>
#include <span>
#include <vector>

#include "text/arena.h"
#include "text/token.h"

namespace rules {

struct Rule;

// How many operators there are that a rewritten workspace is searched for.
struct RhsOps {
  uint32_t lookups = 0;  // $( and $[
  uint32_t calls = 0;    // $>

  bool any() const { return (lookups | calls) != 0; }
  void count(Op op) {
    if (op == Op::none) return;
    lookups += op == Op::map_begin || op == Op::host_begin;
    calls += op == Op::call;
  }
  RhsOps& operator-=(const RhsOps& other) {
    lookups -= other.lookups;
    calls -= other.calls;
    return *this;
  }
  RhsOps& operator+=(const RhsOps& other) {
    lookups += other.lookups;
    calls += other.calls;
    return *this;
  }
};

inline RhsOps ops_of(Tokens tokens) {
  RhsOps ops;
  for (const Token& token : tokens) ops.count(token.op);
  return ops;
}

struct RhsLookup;

// What a LHS has in a row and its RHS too is copied in one go.
struct RhsStep {
  enum class Kind : uint8_t {
    literals,  // nothing else
    stretch,   // tokens of the workspace
    deferred,  // $&x: the tokens of its value
    lookup,    // $( $) or $[ $]: what is found
    rest,      // no more steps: what stands from here on has to be read token by token
  };
  Kind kind;
  uint8_t first, last;      // stretch: from the binding of so many on to that of so many, from 0
  uint16_t before, behind;  // and so many literals of the LHS around them
  uint32_t at;              // in the RHS; deferred: so many $&x stand before it
  Tokens literals;          // of the RHS, behind all that
  const RhsLookup* lookup;
};

using RhsSteps = std::span<const RhsStep>;

// The parts of a look-up; they have no look-ups of their own.
struct RhsLookup {
  Token name;  // of the map
  bool host;   // $[ $]
  bool has_fallback;
  uint32_t end;  // behind it in the RHS
  RhsSteps key;
  RhsSteps fallback;
  std::span<const RhsSteps> args;  // %1 first
};

inline constexpr size_t kMaxDeferred = 16;   // $&x of a RHS that has steps
inline constexpr size_t kMaxLookupArgs = 8;  // %1-%8: a tenth of all never arrives

// Sets what follows from rule.replacement and the compiled LHS.
void compile_steps(Rule& rule, Arena& arena);

}  // namespace rules

#endif
