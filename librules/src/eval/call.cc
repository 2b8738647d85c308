// Calls of rulesets in a RHS: $>name workspace (step 3).
//
// The calls of a RHS are done from right to left; what a call returns ends the workspace of the one
// before it.
//
// Tested by tests/unit/session_test.cc, tests/cases/bt/rhs_subr.

#include "cf/reader.h"
#include "eval/session.h"

namespace rules {

namespace {

constexpr size_t kMaxCalls = 15;  // of one RHS

// "name" as name.
std::string_view without_quotes(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
    return text.substr(1, text.size() - 2);
  }
  return text;
}

}  // namespace

// The calls of frame.out, into frame.calls. Rulesets without rules go at once; the token that moves
// up into the place of such a call is passed over, as in the reference.
void Session::find_calls(Frame& frame) {
  frame.calls.clear();
  for (size_t at = 0; at + 1 < frame.out.size(); ++at) {
    if (!frame.out[at].is(Op::call)) continue;
    if (frame.calls.size() >= kMaxCalls) {
      problem({EvalProblem::too_many_calls, frame.ruleset, 0, {}});
      frame.status = kExitConfig;
      frame.calls.clear();
      return;
    }
    const int ruleset = resolve_call(frame, frame.out[at + 1]);
    if (ruleset == kNoRuleset) {
      frame.status = kExitConfig;
      frame.calls.clear();
      return;
    }
    if (program().ruleset(ruleset).rules.empty()) {
      if (events_ != nullptr) [[unlikely]] {
        events_->call_skipped(program().ruleset(ruleset).name, ruleset);
      }
      const auto call = frame.out.begin() + static_cast<ptrdiff_t>(at);
      frame.out.erase(call, call + 2);
      continue;
    }
    frame.calls.push_back({at, ruleset});
    ++at;
  }
}

int Session::resolve_call(Frame& frame, const Token& name) {
  const std::string_view text = without_quotes(name.text);
  const int known = program().find_called(text);
  if (known != kNoRuleset) return known;
  if (events_ != nullptr) [[unlikely]] {
    std::vector<std::string> problems;
    program().find_ruleset(text, problems);
    for (const std::string& what : problems) {
      problem({EvalProblem::message, frame.ruleset, 0, what});
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
  const size_t first = call.at + 2;
  enter(call.ruleset, Tokens(frame.out).subspan(first), frame.max_tokens - call.at);
}

void Session::returned(Frame& frame, const Frame& callee) {
  const Frame::Call call = frame.calls.back();
  frame.calls.pop_back();
  frame.out.resize(call.at);
  frame.out.insert(frame.out.end(), callee.workspace.begin(), callee.workspace.end());
  if (callee.status != 0) frame.status = callee.status;
  // A failure other than a temporary one ends the calls of this RHS: they stay as they are written.
  if (callee.status != kExitOk && callee.status != kExitTempFail) frame.calls.clear();
  frame.phase = Frame::Phase::calls;
}

}  // namespace rules
