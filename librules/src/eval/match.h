// Matches a compiled LHS against a workspace, in bounded time.
//
// $* $+ $=x take as few tokens as they can and grow on backtrack, the latest one first, as in the
// reference; rules depend on that order. Whether the rest of a pattern matches from a token on does
// not depend on how one came there, so what failed once is not tried again:
//   $* and $+: if item p could end nowhere from token e on, it never will: failed_from[p] = e;
//   $=x: one bit for each (item, token) at which it failed.
// The work is O(pattern x tokens) steps, class look-ups apart, where plain backtracking needs
// tokens^9.
//
// Tested by tests/unit/match_test.cc (against plain_match.h), tests/cases/bt/lhs_*.
#ifndef LIBRULES_EVAL_MATCH_H
#define LIBRULES_EVAL_MATCH_H

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "eval/frame.h"
#include "program/program.h"

namespace rules {

// What a match asks of a session.
class MatchContext {
 public:
  virtual bool in_class(NameId name, uint64_t hash, size_t bytes, Tokens phrase) const = 0;
  virtual size_t longest_in_class(NameId name) const = 0;
  // A macro's raw value for $&x on the LHS; the view is valid until the next call.
  virtual std::optional<std::string_view> lhs_macro(NameId name) = 0;

 protected:
  ~MatchContext() = default;
};

struct MatchInput {
  Tokens workspace;
  uint64_t symbols_present;  // symbol bits of the workspace
  char blank_sub;
};

// Does the LHS match the whole workspace? bindings: set on success. steps: counted up.
bool match_rule(const Rule& rule, const MatchInput& input, MatchContext& context,
                MatchScratch& scratch, std::array<Binding, kMaxWildcards>& bindings,
                uint64_t& steps);

}  // namespace rules

#endif
