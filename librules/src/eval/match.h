// Matches a compiled LHS against a workspace, in bounded time.
//
// $* $+ $=x take as few tokens as they can and grow on backtrack, the latest one first, as in the
// reference; rules depend on that order. Whether the rest of a pattern matches from a token on does
// not depend on how one came there, so what failed once is not tried again:
//   $* and $+: if item p could end nowhere from token e on, it never will: failed_from_[p] = e;
//   $=x: one bit for each (item, token) at which it failed.
// The work is O(pattern x tokens) steps, class look-ups apart, where plain backtracking needs
// tokens^9. The head and the tail of a pattern, which take one token each, are compared first; what
// has neither classes nor $&x in between needs no backtracking (glide).
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
  // For the plain matcher.
  virtual bool in_class(NameId name, uint64_t hash, size_t bytes, Tokens phrase) const = 0;
  // A macro's raw value for $&x on the LHS; the view is valid until the next call.
  virtual std::optional<std::string_view> lhs_macro(NameId name) = 0;

 protected:
  ~MatchContext() = default;
};

struct MatchInput {
  Tokens workspace;
  char blank_sub;
  std::span<const Classes* const> classes;  // the program's, then what a host added to them
};

// What the filters of rules ask about a workspace.
struct Outline {
  Outline(Tokens workspace, uint64_t symbols_present)
      : absent(~symbols_present), size(static_cast<uint32_t>(workspace.size())) {
    if (workspace.empty()) return;
    first = workspace.front().symbol;
    last = workspace.back().symbol;
  }

  uint64_t absent;  // symbol bits
  uint32_t size;
  SymbolId first = 0;
  SymbolId last = 0;
};

// Could the LHS match? Most rules end here.
inline bool passes(const RuleFilter& filter, const Outline& outline) {
  if ((filter.required & outline.absent) != 0) return false;
  if (outline.size - filter.minimum > filter.spare) return false;  // fewer: a very great number
  if (filter.first_literal != 0 && outline.first != filter.first_literal) return false;
  return filter.last_literal == 0 || outline.last == filter.last_literal;
}

// Does the LHS match the whole workspace? bindings: set on success. steps: counted up.
// REQUIRES: the workspace passes the rule's filter.
bool match_rule(const Rule& rule, const MatchInput& input, MatchContext& context,
                MatchScratch& scratch, std::array<Binding, kMaxWildcards>& bindings,
                uint64_t& steps);

}  // namespace rules

#endif
