// Building a RHS: $1, $&x and literals (step 1 of applying a rule).
//
// Tested by tests/unit/session_test.cc, tests/cases/bt/rhs_*.

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
  problem({EvalProblem::expansion_too_long, frame.ruleset, 0, {}});
  abandon(frame, kExitDataError);
  return true;
}

// False: the ruleset was abandoned.
bool Session::substitute(Frame& frame, const Rule& rule) {
  frame.out.clear();
  if (!copy_simple_parts(frame, rule) && !put_in_parts(frame, rule)) return false;
  if (rule.decides || deciding_.rule == nullptr || !deciding_.rule->decides) {
    deciding_ = {&rule, frame.ruleset};
  }
  tokens_used_ += frame.out.tokens.size();
  return true;
}

// Where nothing can go wrong and nobody watches, nothing is checked. False: not such a rule.
bool Session::copy_simple_parts(Frame& frame, const Rule& rule) {
  const Workspace& from = frame.workspace;
  const size_t most = rule.literals + rule.replacements * from.tokens.size();
  if (!rule.simple || most > frame.max_tokens || from.ops.any() || events_ != nullptr) return false;
  TokenBuffer& out = frame.out.tokens;
  out.make_room(most);
  frame.out.ops = rule.ops;
  for (const RhsCopy& copy : rule.copies) {
    if (!copy.literals.empty()) {
      out.append_unchecked(copy.literals);
    } else {
      const Token* const tokens = from.tokens.data();
      out.append_unchecked({tokens + frame.bindings[copy.first].first - copy.before,
                            tokens + frame.bindings[copy.last].last + copy.behind});
    }
  }
  return true;
}

bool Session::put_in_parts(Frame& frame, const Rule& rule) {
  for (const RhsPart& part : rule.parts) {
    switch (part.op) {
      case Op::replacement: {  // $1-$9: the tokens that were bound
        if (part.number < 1 || part.number > rule.wildcards) {
          problem({EvalProblem::replacement_bounds, frame.ruleset, part.number, {}});
          abandon(frame, kExitConfig);
          return false;
        }
        const Binding& bound = frame.bindings[static_cast<size_t>(part.number - 1)];
        const Tokens tokens{frame.workspace.tokens.data() + bound.first,
                            frame.workspace.tokens.data() + bound.last};
        frame.out.append(tokens, frame.workspace.ops.any() ? ops_of(tokens) : RhsOps());
        if (events_ != nullptr) [[unlikely]]
          events_->replacement_used(part.number, tokens);
        break;
      }
      case Op::deferred:  // $&x: the value as it is now, before any look-up of this RHS
        if (!append_deferred(frame, part.name)) {
          abandon(frame, kExitDataError);
          return false;
        }
        break;
      default:
        frame.out.append(part.tokens, part.ops);
    }
    if (grown_too_long(frame)) return false;
  }
  return true;
}

bool Session::append_deferred(Frame& frame, NameId name) {
  DeferredText& known = deferred_[name];
  if (known.call == call_ && events_ == nullptr) {
    frame.out.append(known.tokens, known.ops);
    return true;
  }
  const auto value_now = read_macro(name);
  if (events_ != nullptr) [[unlikely]] {
    events_->deferred_macro(true, name, value_now ? &*value_now : nullptr);
  }
  TokenBuffer& tokens = looked_up_;
  tokens.clear();
  if (value_now && !value_now->empty()) {
    if (!tokenize(*value_now, CharTable::external, tokens)) return false;
    if (events_ != nullptr) [[unlikely]]
      events_->deferred_tokens(tokens);
  }
  const auto kept = arena_.array<Token>(tokens.size());
  std::copy(tokens.begin(), tokens.end(), kept.begin());
  known = {call_, kept, ops_of(kept)};
  frame.out.append(kept, known.ops);
  return true;
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
  if (events_ != nullptr) events_->prescan_begins(text);
  const PrescanResult result =
      prescan(text, program().char_types(), mode, &program().symbols(), arena_, tokens, this);
  if (!result.ok && depth_ == 1 && operator_bytes) overwrite_workspace(tokens.span());
  if (!result.ok) tokens.resize_down(0);
  if (events_ != nullptr) events_->prescan_ends(tokens.span());
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
