// Calls of rulesets in a RHS: $>name workspace (step 3).
//
// The calls of a RHS are done from right to left; what a call returns ends the workspace of the one
// before it.
//
// Tested by tests/unit/session_test.cc, tests/cases/bt/rhs_subr.

#include <algorithm>

#include "cf/reader.h"
#include "eval/session.h"

namespace rules {

namespace {

constexpr size_t kMaxCalls = 15;  // of one RHS

bool is_quoted(const Token& token) {
  return token.text().find_first_of("\"\\") != std::string_view::npos;
}

void replace_everywhere(TokenBuffer& tokens, const Token& from, const Token& to) {
  for (Token& token : tokens) {
    if (token.data == from.data) token = to;
  }
}

}  // namespace

// The calls of frame.out, into frame.calls. Rulesets without rules go at once; the token that moves
// up into the place of such a call is passed over, as in the reference.
void Session::find_calls(Frame& frame) {
  frame.calls.clear();
  TokenBuffer& out = frame.out.tokens;
  uint32_t left = frame.out.ops.calls;
  for (size_t at = 0; at + 1 < out.size() && left > 0; ++at) {
    if (!out[at].is(Op::call)) continue;
    --left;
    int ruleset = program().called(out[at + 1]);
    if (ruleset == kNoRuleset) [[unlikely]] {
      if (is_quoted(out[at + 1])) {
        drop_quotes(out[at + 1]);
        left = frame.out.ops.calls;  // or less
      }
      ruleset = resolve_call(frame, out[at + 1]);
    }
    if (ruleset == kNoRuleset) {
      frame.status = kExitConfig;
      frame.calls.clear();
      return;
    }
    if (program().ruleset(ruleset).rules.empty()) {
      if (events_ != nullptr) [[unlikely]] {
        events_->call_skipped(program().ruleset(ruleset).name, ruleset);
      }
      out.replace(at, at + 2, {});
      frame.out.ops = ops_of(out);
      continue;
    }
    if (frame.calls.size() >= kMaxCalls) {
      problem({EvalProblem::too_many_calls, frame.ruleset, 0, {}});
      frame.status = kExitConfig;
      frame.calls.clear();
      return;
    }
    frame.calls.push_back({at, ruleset});
    ++at;
  }
}

// The reference takes the quotes of a called name out of the token itself: they are gone wherever
// else the token stands, also in the rule that wrote it, for good.
void Session::drop_quotes(const Token& name) {
  const Token quoted = name;
  std::string text(quoted.text());
  strip_quotes(text);
  const size_t begin = text.find_first_not_of(' ');
  if (begin == std::string::npos) return;
  text.resize(std::min(text.find(' ', begin), text.size()));  // a blank becomes the name's end
  const std::string_view kept = arena_.copy(text);
  const auto bare_token = [&](std::string_view own) {
    return make_token(own, program().char_types(), &program().symbols());
  };
  const Token bare = bare_token(kept);
  for (size_t i = 0; i < depth_; ++i) {
    for (Workspace* where : {&frames_[i]->workspace, &frames_[i]->out}) {
      replace_everywhere(where->tokens, quoted, bare);
      where->forget_symbols();
      where->ops = ops_of(where->tokens);
    }
  }
  const auto change = [&](const Rule& rule) {
    const Rule& now = as_called(rule);
    const auto at = std::find_if(now.rhs.begin(), now.rhs.end(),
                                 [&](const Token& token) { return token.data == quoted.data; });
    if (at == now.rhs.end()) return false;
    ChangedRule& changed = changed_rules_[&rule];
    if (changed.rhs.empty()) changed.rhs.assign(rule.rhs.begin(), rule.rhs.end());
    const std::string& own = changed.texts.emplace_back(text);
    changed.rhs[static_cast<size_t>(at - now.rhs.begin())] = bare_token(own);
    changed.rule = rule;
    changed.rule.rhs = changed.rhs;
    changed.rule.replacement = changed.rule.rhs.subspan(rule.rhs.size() - rule.replacement.size());
    compile_steps(changed.rule, changed_parts_);
    return true;
  };
  // Nearly always it is the rule at work: no other has a token at that place.
  const Frame& frame = *frames_[depth_ - 1];
  if (frame.rule < frame.ruleset->rules.size() && change(frame.ruleset->rules[frame.rule])) return;
  for (int number = 0; number < kMaxRulesets; ++number) {
    for (const Rule& rule : program().ruleset(number).rules) {
      if (change(rule)) return;
    }
  }
}

int Session::resolve_call(Frame& frame, const Token& name) {
  const std::string_view text = name.text();
  const int known = program().find_called(text);
  if (known != kNoRuleset) return known;
  if (events_ != nullptr) [[unlikely]] {
    std::vector<std::string> problems;
    program().find_ruleset(text, problems);
    for (const std::string& what : problems) {
      problem({EvalProblem::bad_ruleset_name, frame.ruleset, 0, what});
    }
  }
  problem({EvalProblem::unknown_ruleset, frame.ruleset, 0, text});
  return kNoRuleset;
}

void Session::call_next(Frame& frame) {
  if (frame.calls.empty()) {
    finish_rule(frame);
    return;
  }
  const Frame::Call call = frame.calls.back();
  frame.phase = Frame::Phase::waiting_call;
  const Tokens arguments = Tokens(frame.out.tokens).subspan(call.at + 2);
  const bool more_ops = frame.out.ops.calls > 1 || frame.out.ops.lookups > 0;
  Frame& callee = enter(call.ruleset, frame.max_tokens - call.at);
  callee.workspace.append(arguments, more_ops ? ops_of(arguments) : RhsOps());
  callee.workspace.symbols = frame.out.symbols;
  tokens_used_ += arguments.size();
  begin_rules(callee);
}

// The only call of a RHS, which stands before all the rest: what it gets is frame.out, not copied.
Session::Applied Session::call_with_all(Frame& frame, int ruleset) {
  frame.calls.assign(1, {0, ruleset});
  frame.phase = Frame::Phase::waiting_call;
  Frame& callee = enter(ruleset, frame.max_tokens);
  callee.workspace.swap(frame.out);
  begin_rules(callee);
  return Applied::going_on;
}

void Session::returned(Frame& frame, Frame& callee) {
  const Frame::Call call = frame.calls.back();
  frame.calls.pop_back();
  if (call.at == 0) {
    frame.out.swap(callee.workspace);
  } else {
    frame.out.tokens.resize_down(call.at);
    frame.out.ops = ops_of(frame.out.tokens);
    frame.out.append(callee.workspace.tokens, callee.workspace.ops);
    frame.out.symbols |= callee.workspace.symbols;
    frame.out.symbols_counted = false;
  }
  if (callee.status != 0) frame.status = callee.status;
  // A failure other than a temporary one ends the calls of this RHS: they stay as they are written.
  if (callee.status != kExitOk && callee.status != kExitTempFail) frame.calls.clear();
  frame.phase = Frame::Phase::calls;
  if (frame.calls.empty()) finish_rule(frame);
}

}  // namespace rules
