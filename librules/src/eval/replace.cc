// Building a RHS: $1, $&x and literals (step 1 of applying a rule).
//
// Tested by tests/unit/session_test.cc, tests/cases/bt/rhs_*.

#include "eval/session.h"

namespace rules {

namespace {

constexpr size_t kBytesPerToken = 16;  // of a text that is tokenised, when work is counted

}  // namespace

bool Session::grown_too_long(Frame& frame) {
  if (frame.out.size() <= frame.max_tokens) return false;
  problem({EvalProblem::expansion_too_long, frame.ruleset, 0, {}});
  abandon(frame, kExitDataError);
  return true;
}

// False: the ruleset was abandoned.
bool Session::substitute(Frame& frame, const Rule& rule) {
  frame.out.clear();
  for (const Token& token : rule.replacement) {
    switch (token.op) {
      case Op::replacement: {  // $1-$9: the tokens that were bound
        const int number = token.operand - '0';
        if (number < 1 || number > rule.wildcards) {
          problem({EvalProblem::replacement_bounds, frame.ruleset, number, {}});
          abandon(frame, kExitConfig);
          return false;
        }
        const Binding& bound = frame.bindings[static_cast<size_t>(number - 1)];
        frame.out.insert(frame.out.end(), frame.workspace.begin() + bound.first,
                         frame.workspace.begin() + bound.last);
        if (events_ != nullptr) [[unlikely]] {
          events_->replacement_used(
              number, Tokens(frame.workspace).subspan(bound.first, bound.last - bound.first));
        }
        break;
      }
      case Op::deferred:  // $&x: the value as it is now, before any look-up of this RHS
        if (!append_deferred(frame, token.operand)) {
          abandon(frame, kExitDataError);
          return false;
        }
        break;
      default:
        frame.out.push_back(token);
    }
    if (grown_too_long(frame)) return false;
  }
  if (rule.decides) deciding_ = {&rule, frame.ruleset};
  if (deciding_.rule == nullptr || !deciding_.rule->decides) deciding_ = {&rule, frame.ruleset};
  tokens_used_ += frame.out.size();
  return true;
}

bool Session::append_deferred(Frame& frame, NameId name) {
  const auto value_now = read_macro(name);
  if (events_ != nullptr) [[unlikely]] {
    events_->deferred_macro(true, name, value_now ? &*value_now : nullptr);
  }
  if (!value_now || value_now->empty()) return true;
  const size_t first = frame.out.size();
  if (!tokenize(*value_now, CharTable::external, frame.out)) return false;
  if (events_ != nullptr) [[unlikely]]
    events_->deferred_tokens(Tokens(frame.out).subspan(first));
  return true;
}

// Appends the tokens of a text that data or the cf gave; false: it has none, the ruleset fails.
bool Session::tokenize(std::string_view text, CharTable table, std::vector<Token>& out) {
  PrescanMode mode;
  mode.table = table;
  ArenaVector<Token> tokens(arena_);
  if (events_ != nullptr) events_->prescan_begins(text);
  const PrescanResult result =
      prescan(text, program().char_types(), mode, &program().symbols(), arena_, tokens, this);
  if (events_ != nullptr) events_->prescan_ends({tokens.begin(), tokens.end()});
  // What the call's memory grows by is bounded by this limit too, whatever becomes of the text.
  tokens_used_ += text.size() / kBytesPerToken;
  out.insert(out.end(), tokens.begin(), tokens.end());
  // A comment, a stray >: no rule can have meant that. The reference reads it into the list in
  // which it has the outermost workspace, too.
  if (result.ok && tokens.size() == 0 && depth_ == 1) top().workspace.clear();
  return result.ok && tokens.size() > 0;
}

}  // namespace rules
