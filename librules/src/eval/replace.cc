// Building a RHS (step 1 of applying a rule): by the steps that it was compiled into, their
// look-ups included, when nobody watches and nothing is unusual; else token by token: $1, $&x and
// literals.
//
// Tested by tests/unit/session_test.cc, tests/unit/steps_test.cc, tests/cases/bt/rhs_*; that both
// ways do the same by tests/differential/watched_test.

#include <algorithm>

#include "eval/session.h"
#include "text/simple_prescan.h"

namespace rules {

namespace {

constexpr size_t kBytesPerToken = 16;  // of a text that is tokenised, when work is counted

}  // namespace

bool Session::grown_too_long(Frame& frame) {
  if (frame.out.tokens.size() <= frame.max_tokens) [[likely]]
    return false;
  return give_up_too_long(frame);
}

bool Session::give_up_too_long(Frame& frame) {
  problem({EvalProblem::expansion_too_long, frame.ruleset, 0, {}});
  abandon(frame, kExitDataError);
  return true;
}

void Session::note_deciding(const Frame& frame, const Rule& rule) {
  if (rule.decides || deciding_.rule == nullptr || !deciding_.rule->decides) {
    deciding_ = {&rule, frame.ruleset};
  }
}

// Applies the rule that matched. rewritten: its RHS stands in frame.out; else look-ups or calls are
// to come, or the ruleset was left.
Session::Applied Session::apply(Frame& frame, const Rule& rule) {
  const Workspace& from = frame.workspace;
  // The tokens that the RHS can become, its look-ups apart.
  size_t most = rule.literals + rule.replacements * from.tokens.size();
  if (rule.has_steps && !from.ops.any() && (rule.deferred.empty() || read_deferred(rule, most)) &&
      most + (rule.deferred.empty() ? 0 : 1) <= frame.max_tokens) [[likely]] {
    note_deciding(frame, rule);
    return do_steps(frame, rule, most);
  }
  if (!substitute(frame, rule)) return Applied::going_on;
  if (!frame.out.ops.any()) return Applied::rewritten;
  go_on_after_substitution(frame);
  return Applied::going_on;
}

// The values of all $&x, into deferred_now_; their tokens are added to `most`. False: one is
// unusual.
bool Session::read_deferred(const Rule& rule, size_t& most) {
  for (size_t i = 0; i < rule.deferred.size(); ++i) {
    const DeferredText* const text = deferred_text(rule.deferred[i]);
    if (text == nullptr || text->ops.any()) return false;
    deferred_now_[i] = text->tokens;
    most += text->tokens.size();
  }
  return true;
}

Session::Applied Session::do_steps(Frame& frame, const Rule& rule, size_t most) {
  Workspace& out = frame.out;
  int callee = kNoRuleset;
  if (rule.calls_first) {
    callee = program().called(rule.replacement[1]);
    const bool usual = callee != kNoRuleset && !program().ruleset(callee).rules.empty();
    if (!usual) return go_on_by_tokens(frame, rule, 0);
  }
  out.tokens.clear();
  out.tokens.make_room(most);
  out.ops = {};
  out.symbols = frame.workspace.symbols | rule.symbols;
  for (size_t i = 0; i < rule.deferred.size(); ++i) out.symbols |= symbol_bits(deferred_now_[i]);
  for (const RhsStep& step : rule.steps) {
    if (step.kind < RhsStep::Kind::lookup) [[likely]] {
      out.tokens.append_unchecked(taken_by(frame, step), step.literals);
      continue;
    }
    if (step.kind == RhsStep::Kind::rest) return go_on_by_tokens(frame, rule, step.at);
    const size_t before = out.tokens.size();
    switch (look_up_in_step(frame, *step.lookup)) {
      case StepEnd::done:
        break;
      case StepEnd::unusual:
        return go_on_by_tokens(frame, rule, step.at);
      case StepEnd::put_off:  // the look-up begins again, to end when the answer has come
        go_on_by_tokens(frame, rule, step.at);
        frame.map = begin_lookup(frame, frame.scan);
        frame.phase = Frame::Phase::waiting_lookup;
        return Applied::going_on;
      case StepEnd::over:
        return Applied::going_on;
    }
    most += out.tokens.size() - before;
    if (most > frame.max_tokens) return go_on_by_tokens(frame, rule, step.lookup->end);
    out.tokens.make_room(most);
    out.tokens.append_unchecked(step.literals, {});
  }
  out.symbols_counted = false;
  tokens_used_ += out.tokens.size();
  if (callee != kNoRuleset && out.ops.calls == 0) return call_with_all(frame, callee);
  if (rule.calls_first) out.tokens.replace(0, 0, rule.replacement.first(2));
  out.ops.calls += rule.ops.calls;
  if (out.ops.calls == 0) return Applied::rewritten;
  frame.phase = Frame::Phase::calls;
  find_calls(frame);
  return Applied::going_on;
}

// Something is unusual: what stands in the RHS from `from` on is put in token by token, and then it
// goes on as if all had been. REQUIRES: what stands before it is done.
Session::Applied Session::go_on_by_tokens(Frame& frame, const Rule& rule, size_t from) {
  Workspace& out = frame.out;
  if (from == 0) out.clear();
  const size_t done = out.tokens.size();
  size_t deferred = 0;
  for (size_t at = 0; at < rule.replacement.size(); ++at) {
    const Token& token = rule.replacement[at];
    const size_t its_value = deferred;
    if (token.is(Op::deferred)) ++deferred;
    if (at < from) continue;
    if (token.is(Op::deferred)) {
      out.tokens.append(deferred_now_[its_value]);
    } else if (token.is(Op::replacement)) {
      const Binding& bound = frame.bindings[static_cast<size_t>(token.operand() - '1')];
      const Token* const tokens = frame.workspace.tokens.data();
      out.tokens.append({tokens + bound.first, tokens + bound.last});
    } else {
      out.tokens.push_back(token);
    }
  }
  frame.scan = done;
  if (rule.calls_first && from > 0) {
    out.tokens.replace(0, 0, rule.replacement.first(2));
    frame.scan += 2;
  }
  out.ops = ops_of(out.tokens);
  out.forget_symbols();
  tokens_used_ += out.tokens.size();
  if (grown_too_long(frame)) return Applied::going_on;
  frame.phase = Frame::Phase::lookups;
  return Applied::going_on;
}

// False: the ruleset was abandoned.
bool Session::substitute(Frame& frame, const Rule& rule) {
  frame.out.clear();
  for (const Token& token : rule.replacement) {
    if (!put_in(frame, rule, token)) return false;
    if (grown_too_long(frame)) return false;
  }
  note_deciding(frame, rule);
  tokens_used_ += frame.out.tokens.size();
  return true;
}

bool Session::put_in(Frame& frame, const Rule& rule, const Token& token) {
  if (token.is(Op::deferred)) {  // $&x: the value as it is now, before any look-up of this RHS
    // As in the reference: without room for a token, not even an empty value is read.
    if (frame.out.tokens.size() >= frame.max_tokens) return !give_up_too_long(frame);
    if (append_deferred(frame, token.operand())) return true;
    abandon(frame, kExitDataError);
    return false;
  }
  if (!token.is(Op::replacement)) {
    frame.out.append({&token, 1}, ops_of({&token, 1}));
    return true;
  }
  const int number = token.operand() - '0';  // $1-$9: the tokens that were bound
  if (number < 1 || number > rule.wildcards) {
    problem({EvalProblem::replacement_bounds, frame.ruleset, number, {}});
    abandon(frame, kExitConfig);
    return false;
  }
  const Binding& bound = frame.bindings[static_cast<size_t>(number - 1)];
  const Tokens tokens{frame.workspace.tokens.data() + bound.first,
                      frame.workspace.tokens.data() + bound.last};
  frame.out.append(tokens, frame.workspace.ops.any() ? ops_of(tokens) : RhsOps());
  if (events_ != nullptr) [[unlikely]]
    events_->replacement_used(number, tokens);
  return true;
}

bool Session::append_deferred(Frame& frame, NameId name) {
  const DeferredText* const text = deferred_text(name);
  if (text == nullptr) return false;
  frame.out.append(text->tokens, text->ops);
  return true;
}

// NULL: the value makes no tokens.
const Session::DeferredText* Session::deferred_text(NameId name) {
  DeferredText& known = macro_state(name).deferred;
  if (known.call == call_ && events_ == nullptr) return &known;
  const auto value_now = read_macro(name);
  if (events_ != nullptr) [[unlikely]] {
    events_->deferred_macro(true, name, value_now ? &*value_now : nullptr);
  }
  TokenBuffer& tokens = looked_up_;
  tokens.clear();
  if (value_now && !value_now->empty()) {
    if (!tokenize(*value_now, CharTable::external, tokens)) return nullptr;
    if (events_ != nullptr) [[unlikely]]
      events_->deferred_tokens(tokens);
  }
  const auto kept = arena_.array<Token>(tokens.size());
  std::copy(tokens.begin(), tokens.end(), kept.begin());
  known = {call_, kept, ops_of(kept)};
  return &known;
}

// Appends the tokens of a text that data or the cf gave; false: it has none, the ruleset fails.
bool Session::tokenize(std::string_view text, CharTable table, TokenBuffer& out) {
  // What the call's memory grows by is bounded by this limit too, whatever becomes of the text.
  tokens_used_ += text.size() / kBytesPerToken;
  const size_t before = out.size();
  if (events_ == nullptr && table != CharTable::cf &&
      simple_prescan(text, program().char_types(), &program().symbols(), arena_, out)) {
    if (out.size() > before) return true;
    if (depth_ == 1) top().workspace.clear();
    return false;
  }
  PrescanMode mode;
  mode.table = table;
  ArenaVector<Token> tokens(arena_);
  const PrescanResult result = prescan_told(text, mode, tokens);
  if (!result.ok && depth_ == 1 && operator_bytes) overwrite_workspace(tokens.span());
  if (!result.ok) tokens.resize_down(0);
  out.append(tokens.span());
  // A comment, a stray >: no rule can have meant that. The reference reads it into the list in
  // which it has the outermost workspace, too.
  if (result.ok && tokens.size() == 0 && depth_ == 1) top().workspace.clear();
  return result.ok && tokens.size() > 0;
}

// The same of a text that is too long: what could be read of it stands in the workspace.
void Session::overwrite_workspace(Tokens read) {
  TokenBuffer& workspace = top().workspace.tokens;
  workspace.replace(0, std::min(read.size(), workspace.size()), read);
}

}  // namespace rules
