// A second matcher: walks a LHS as the reference does, step by step, and tells each step.
//
// It costs what the reference's costs, up to n^9 steps, so it runs only while its steps are wanted
// (21.2, 21.35, 21.36, 59.14) and gives over past a number of steps. It reads the LHS as it was
// written, not the compiled pattern, and is the oracle of match.h in tests.
//
// Tested by tests/unit/match_test.cc, tests/cases/bt/trace_21_36.
#ifndef LIBRULES_EVAL_PLAIN_MATCH_H
#define LIBRULES_EVAL_PLAIN_MATCH_H

#include <array>
#include <cstdint>

#include "eval/events.h"
#include "eval/frame.h"
#include "eval/match.h"
#include "text/token.h"

namespace rules {

enum class PlainMatch : uint8_t { matched, failed, gave_over };

inline constexpr uint64_t kPlainMatchSteps = 1'000'000;
inline constexpr uint64_t kPatientMatchSteps = 20'000'000;  // where the reference is to be followed

// Does the LHS match the whole workspace? matched: `bindings` holds what $1-$9 are, else it may
// hold anything. blank: BlankSub. events may be NULL.
PlainMatch plain_match(Tokens lhs, Tokens workspace, char blank, MatchContext& context,
                       EvalEvents* events, std::array<Binding, kMaxWildcards>& bindings,
                       uint64_t max_steps = kPlainMatchSteps);

}  // namespace rules

#endif
