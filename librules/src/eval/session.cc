// The loop of an evaluation, and what it gives maps and the tokenizer: see session.h.

#include "eval/session.h"

#include <algorithm>

#include "eval/plain_match.h"
#include "maps/answers.h"
#include "text/reading_text.h"
#include "text/simple_prescan.h"

namespace rules {

namespace {

constexpr size_t kMaxDepth = 50;       // of calls; the outermost is level 0
constexpr int kMaxApplications = 100;  // of one rule in a row

}  // namespace

Session::Session(std::shared_ptr<const Engine> engine)
    : engine_(std::move(engine)), buffers_(engine_->spare_buffers().take()) {}

Session::~Session() { engine_->spare_buffers().give_back(std::move(buffers_)); }

// ---- a call

void Session::begin() {
  arena_.reset();
  ++call_;
  workspace_.clear();
  lookups_.clear();
  begin_again();
}

void Session::begin_again() {
  versions.next_evaluation();
  reason_.clear();
  last_problem_ = EvalProblem::none;
  status_ = 0;
  deciding_ = {};
  depth_ = 0;
  state_ = RunState::done;
  rules_used_ = tokens_used_ = lookups_used_ = steps_used_ = 0;
  find_class_tables();
  for (const NameId name : asked_names_) macros_[name]->asked.asked = false;
  asked_names_.clear();
  cancel_word_->store(0, std::memory_order_relaxed);
}

bool Session::add_text(std::string_view text, const PrescanMode& mode, size_t* consumed) {
  const bool usual = events_ == nullptr && consumed == nullptr && mode.delimiter == '\0' &&
                     mode.repair && mode.table != CharTable::cf;
  if (usual &&
      simple_prescan(text, program().char_types(), &program().symbols(), arena_, workspace_)) {
    return true;
  }
  ArenaVector<Token> tokens(arena_);
  const PrescanResult result = prescan_told(text, mode, tokens);
  if (!result.ok) tokens.resize_down(0);
  if (consumed != nullptr) *consumed = result.consumed;
  workspace_.append(tokens.span());
  return result.ok;
}

PrescanResult Session::prescan_told(std::string_view text, PrescanMode mode,
                                    ArenaVector<Token>& tokens) {
  mode.tells_steps = events_ != nullptr && events_->wants(kPrescanTrace, kPrescanEach);
  if (events_ != nullptr) events_->prescan_begins(text);
  const PrescanResult result =
      prescan(text, program().char_types(), mode, &program().symbols(), arena_, tokens, this);
  if (events_ != nullptr) events_->prescan_ends(tokens.span(), !result.ok);
  return result;
}

void Session::drop_tokens(size_t count) { workspace_.replace(0, count, {}); }

void Session::add_separator() {
  static constexpr char kSeparator[] = {'\0', static_cast<char>(Op::cond_else)};
  workspace_.push_back(
      make_token({kSeparator, sizeof kSeparator}, program().char_types(), &program().symbols()));
}

RunState Session::run(int ruleset) {
  Frame& frame = enter(ruleset, kMaxTokens);
  frame.workspace.append(workspace_, ops_of(workspace_));
  tokens_used_ += workspace_.size();
  begin_rules(frame);
  return loop();
}

// The map is asked again, for it may have asked several others: what is known by now is in
// late_answers_.
RunState Session::resume(LookupStatus answer, std::string_view text) {
  if (state_ != RunState::pending) return state_;
  state_ = RunState::done;
  late_answers_.push_back({put_off_map_, put_off_key_, answer, std::string(cut_at_nul(text))});
  look_up(top(), true);
  return loop();
}

RunState Session::loop() {
  while (depth_ > 0) {
    if (is_canceled()) return stop(RunState::canceled, "canceled");
    Frame& frame = top();
    switch (frame.phase) {
      case Frame::Phase::rules:
        try_rules(frame);
        break;
      case Frame::Phase::lookups:
        look_up_next(frame);
        break;
      case Frame::Phase::calls:
        call_next(frame);
        break;
      case Frame::Phase::waiting_lookup:
        return state_ = RunState::pending;
      case Frame::Phase::waiting_call:
        break;  // never on top
    }
    if (!past_a_limit()) [[likely]]
      continue;
    if (steps_used_ > limits_.steps) return stop(RunState::limit, "limit of matching steps");
    if (rules_used_ > limits_.rules) return stop(RunState::limit, "limit of rules");
    if (tokens_used_ > limits_.tokens) return stop(RunState::limit, "limit of tokens");
    return stop(RunState::limit, "limit of look-ups");
  }
  if (buffers_->growths != buffers_->leveled) [[unlikely]]
    level_buffers();
  return state_ = RunState::done;
}

bool Session::past_a_limit() const {
  return steps_used_ > limits_.steps || rules_used_ > limits_.rules ||
         tokens_used_ > limits_.tokens || lookups_used_ > limits_.lookups;
}

RunState Session::stop(RunState state, std::string_view why) {
  depth_ = 0;
  workspace_.clear();
  status_ = kExitTempFail;
  reason_ = why;
  return state_ = state;
}

// The caller fills the frame's workspace, then begin_rules().
Frame& Session::enter(int number, size_t max_tokens) {
  if (depth_ == frames_.size()) add_frame();
  Frame& frame = *frames_[depth_++];
  frame.ruleset = &program().ruleset(number);
  frame.phase = Frame::Phase::rules;
  frame.rule = 0;
  frame.applications = 0;
  frame.status = 0;
  frame.max_tokens = max_tokens;
  frame.workspace.clear();
  return frame;
}

void Session::begin_rules(Frame& frame) {
  if (events_ != nullptr) [[unlikely]]
    events_->ruleset_input(*frame.ruleset, frame.workspace.tokens);
  if (depth_ > kMaxDepth + 1) {
    problem({EvalProblem::excessive_recursion, frame.ruleset, kMaxDepth, {}});
    abandon(frame, kExitConfig);
  }
}

void Session::add_frame() {
  frames_.push_back(std::make_unique<Frame>());
  frames_.back()->workspace.tokens.count_growth(buffers_->growths);
  frames_.back()->out.tokens.count_growth(buffers_->growths);
  ++buffers_->growths;
}

// Buffers are swapped: where one had to grow another may stand next time. Made alike, none grows in
// a call like those that there were.
void Session::level_buffers() {
  size_t widest = 0;
  for (const auto& frame : frames_) {
    widest = std::max({widest, frame->workspace.tokens.capacity(), frame->out.tokens.capacity()});
  }
  for (const auto& frame : frames_) {
    frame->workspace.tokens.reserve(widest);
    frame->out.tokens.reserve(widest);
  }
  workspace_.reserve(widest);
  buffers_->leveled = buffers_->growths;
}

void Session::leave(bool returns) {
  Frame& frame = top();
  if (returns && events_ != nullptr) [[unlikely]] {
    events_->ruleset_returns(*frame.ruleset, frame.workspace.tokens);
  }
  --depth_;
  if (depth_ > 0) {
    returned(top(), frame);
    return;
  }
  status_ = frame.status;
  workspace_.swap(frame.workspace.tokens);
}

void Session::abandon(Frame& frame, int status) {
  frame.status = status;
  leave(false);
}

bool Session::has_decided(const Frame& frame) const {
  const TokenBuffer& workspace = frame.workspace.tokens;
  return !workspace.empty() && workspace.front().is(Op::mailer);
}

// Has the rule at work been applied too often?
bool Session::looped(Frame& frame) {
  if (frame.applications < kMaxApplications) return false;
  problem({EvalProblem::infinite_loop, frame.ruleset, frame.ruleset->rules[frame.rule].number, {}});
  if (events_ != nullptr) events_->loop_left(frame.workspace.tokens);
  return true;
}

MatchInput Session::match_input(const Frame& frame) const {
  return {
      frame.workspace.tokens, program().blank_sub(), {class_tables_.data(), class_table_count_}};
}

void Session::try_rules(Frame& frame) {
  if (events_ != nullptr) [[unlikely]]
    return try_all_rules(frame);
  const std::span<const Rule> rules = frame.ruleset->rules;
  while (frame.rule < rules.size() && !has_decided(frame) && !looped(frame)) {
    const size_t matched = next_match(frame);
    if (matched >= rules.size()) {
      if (steps_used_ > limits_.steps) return;
      break;
    }
    if (matched != frame.rule) frame.applications = 0;
    frame.rule = matched;
    ++frame.applications;
    const Rule& rule = as_called(rules[matched]);
    if (apply(frame, rule) == Applied::going_on) return;
    finish_rule(frame);
    if (rule.returns || past_a_limit() || is_canceled()) return;
  }
  leave(true);
}

// The next rule that matches; their number or more if none does, or a limit is passed.
size_t Session::next_match(Frame& frame) {
  constexpr size_t kManyInARow = 8;  // that cannot match: the index may know better
  const RuleIndex& index = frame.ruleset->index;
  const RuleFilter* const filters = frame.ruleset->filters.data();
  const RuleFilter* const end = filters + frame.ruleset->filters.size();
  const MatchInput input = match_input(frame);
  Outline outline(input.workspace, frame.workspace.symbols);
  size_t patience = index.empty() ? SIZE_MAX : kManyInARow;
  size_t skipped = 0;
  const RuleFilter* filter = filters + frame.rule;
  for (; filter < end; ++filter) {
    if (!passes(*filter, outline)) {
      if (++skipped < patience) continue;
      const auto at = static_cast<size_t>(filter - filters);
      const size_t next = index.next(at + 1, input.workspace);
      if (next - at <= kManyInARow) patience *= 2;
      skipped = 0;
      filter = filters + next - 1;
      continue;
    }
    skipped = 0;
    const Rule& rule = frame.ruleset->rules[static_cast<size_t>(filter - filters)];
    if (match_rule(rule, input, *this, match_scratch_, frame.bindings, steps_used_)) break;
    if (steps_used_ > limits_.steps) return SIZE_MAX;
    if (!frame.workspace.symbols_counted) {
      frame.workspace.count_symbols();
      outline.absent = ~frame.workspace.symbols;
    }
  }
  const auto at = static_cast<size_t>(filter - filters);
  rules_used_ += at - frame.rule + 1;
  return at;
}

// Look-ups first, then calls.
void Session::go_on_after_substitution(Frame& frame) {
  if (frame.out.ops.lookups > 0) {
    frame.phase = Frame::Phase::lookups;
    frame.scan = 0;
    return;
  }
  frame.phase = Frame::Phase::calls;
  find_calls(frame);
}

// The same when somebody watches: each rule is tried, and told.
void Session::try_all_rules(Frame& frame) {
  const auto& rules = frame.ruleset->rules;
  for (; frame.rule < rules.size(); ++frame.rule, frame.applications = 0) {
    if (has_decided(frame)) break;
    const Rule& rule = as_called(rules[frame.rule]);
    ++rules_used_;
    if (events_ != nullptr) events_->rule_tried(*frame.ruleset, rule);
    if (looped(frame)) break;
    if (match(frame, rule)) {
      if (events_ != nullptr) events_->rule_matched(rule);
      ++frame.applications;
      if (substitute(frame, rule)) go_on_after_substitution(frame);
      return;
    }
    if (events_ != nullptr) events_->rule_failed(rule);
    if (steps_used_ > limits_.steps || rules_used_ > limits_.rules) return;
  }
  leave(true);
}

// Then each rule is matched step by step, as the reference does it.
bool Session::wants_match_steps() const {
  constexpr int kRewrite = 21;
  constexpr int kDeferredMacros = 2;
  constexpr int kJoin = 59;
  constexpr int kJoinedPhrases = 14;
  return events_->wants(kRewrite, kDeferredMacros) || events_->wants(kJoin, kJoinedPhrases);
}

bool Session::match(Frame& frame, const Rule& rule) {
  const MatchInput input = match_input(frame);
  if (events_ != nullptr && wants_match_steps()) [[unlikely]] {
    switch (plain_match(rule.lhs, input.workspace, program().blank_sub(), *this, events_,
                        frame.bindings, operator_bytes ? kPatientMatchSteps : kPlainMatchSteps)) {
      case PlainMatch::matched:
        return true;
      case PlainMatch::failed:
        return false;
      case PlainMatch::gave_over:
        events_->match_given_over(rule);
    }
  }
  const RuleFilter& filter = frame.ruleset->filters[frame.rule];
  return passes(filter, {input.workspace, frame.workspace.symbols}) &&
         match_rule(rule, input, *this, match_scratch_, frame.bindings, steps_used_);
}

// The RHS stands finished in frame.out.
void Session::finish_rule(Frame& frame) {
  const Rule& rule = frame.ruleset->rules[frame.rule];
  frame.workspace.swap(frame.out);
  if (events_ != nullptr) [[unlikely]]
    events_->rewritten(rule, frame.workspace.tokens);
  frame.phase = Frame::Phase::rules;
  if (rule.returns) {
    leave(true);
    return;
  }
  if (rule.once) {
    ++frame.rule;
    frame.applications = 0;
  }
}

// ---- what maps and the tokenizer say

void Session::problem(const ProblemEvent& event) {
  last_problem_ = event.problem;
  if (events_ != nullptr) [[unlikely]]
    events_->problem(event);
}

void Session::complain(std::string_view text, int error_number) {
  problem({EvalProblem::message, nullptr, 0, text, error_number});
}

void Session::remark(std::string_view text) {
  if (events_ != nullptr) [[unlikely]]
    events_->remark(text);
}

void Session::prescan_problem(PrescanProblem what, std::string_view input) {
  if (events_ != nullptr) [[unlikely]]
    events_->prescan_problem(what, input);
}

// Only asked for when somebody listens.
void Session::prescan_step(const PrescanStep& step) { events_->prescan_step(step); }

const Map* Session::find_map(std::string_view name) { return engine_->find_map(name); }

bool Session::tracing(int category, int level) const {
  return events_ != nullptr && events_->wants(category, level);
}

void Session::trace(std::string_view text, bool ends_line) {
  if (events_ != nullptr) events_->map_step(text, ends_line);
}

std::string Session::macro_text(std::string_view name) {
  std::string text;
  if (const auto marked = macro(name)) append_unmarked(*marked, text);
  return text;
}

void Session::system_error(int error_number) {
  if (events_ != nullptr) events_->system_error(error_number);
}

// The maps of the library tell with words and go on, as the reference does; what a host calls an
// error must not end as an accept.
void Session::host_map_is_broken(const MapDefinition& map) {
  if (depth_ > 0) top().status = kExitConfig;
  if (!reason_.empty()) return;
  reason_ = "error in map ";
  reason_ += map.name;
}

LookupAnswer Session::ask_host(const MapDefinition& map, const LookupRequest& request) {
  LookupStatus status = LookupStatus::temp_fail;
  const auto late = std::find_if(
      late_answers_.begin(), late_answers_.end(),
      [&](const auto& known) { return known.map == &map && known.key == request.key; });
  value.clear();
  if (late != late_answers_.end()) {
    status = late->status;
    value = late->value;
  } else if (host_.lookup) {
    status = host_.lookup(map, request, value);
  }
  switch (status) {
    case LookupStatus::found:
      return {status, kExitOk, cut_at_nul(value)};  // data: no operators
    case LookupStatus::temp_fail:
      return {status, kExitTempFail, {}};
    case LookupStatus::error:
      host_map_is_broken(map);
      return {status, kExitConfig, {}};
    case LookupStatus::later:
      put_off_map_ = &map;
      put_off_key_ = request.key;
      break;
    case LookupStatus::not_found:
      break;
  }
  return {status, kExitOk, {}};
}

}  // namespace rules
