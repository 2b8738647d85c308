// What came out of a call.
//
// Tested by tests/capi/calls.c.

#include "capi/session_object.h"
#include "trace/problem_text.h"

namespace rules::capi {

namespace {

rules_decision decision_of(Decision decision) {
  switch (decision) {
    case Decision::accept:
      return RULES_ACCEPT;
    case Decision::reject:
      return RULES_REJECT;
    case Decision::tempfail:
      return RULES_TEMPFAIL;
    case Decision::discard:
      return RULES_DISCARD;
    case Decision::quarantine:
      return RULES_QUARANTINE;
  }
  return RULES_TEMPFAIL;
}

rules_lookup_status lookup_status_of(LookupStatus status) {
  switch (status) {
    case LookupStatus::found:
      return RULES_LOOKUP_FOUND;
    case LookupStatus::not_found:
      return RULES_LOOKUP_NOT_FOUND;
    case LookupStatus::temp_fail:
      return RULES_LOOKUP_TEMPFAIL;
    case LookupStatus::error:
      return RULES_LOOKUP_ERROR;
    case LookupStatus::later:
      return RULES_LOOKUP_LATER;
  }
  return RULES_LOOKUP_ERROR;
}

// The session of a result that is still good.
class ResultPin {
 public:
  explicit ResultPin(const rules_result* result)
      : pin_(pin_result(value_of(result))), status_(pin_.status()) {
    if (!pin_ || (**this).has_result()) return;
    pin_.release();
    status_ = RULES_EINVAL;
  }

  explicit operator bool() const { return static_cast<bool>(pin_); }
  rules_status status() const { return status_; }
  SessionObject& operator*() const { return *static_cast<SessionObject*>(pin_.object()); }
  SessionObject* operator->() const { return &**this; }
  Session& session() const { return (**this).engine_session; }

 private:
  Pin pin_;
  rules_status status_;
};

// What rules say where they stand; nothing for a verdict that no rule made.
void set_place(const Session& session, rules_verdict& verdict) {
  const Rule* rule = session.deciding_rule();
  if (rule == nullptr) return;
  verdict.file = session.program().config().file.c_str();
  verdict.line = rule->line;
  verdict.ruleset = text_of(session.deciding_ruleset()->name);
}

}  // namespace

const Verdict& SessionObject::verdict() {
  if (!has_verdict_) {
    VerdictInput input;
    input.workspace = engine_session.workspace();
    input.status = engine_session.status();
    input.stopped = stopped();
    input.ruleset = ruleset_name_;
    input.default_reply = default_reply_;
    input.tempfail_reply = tempfail_reply_;
    decide(input, verdict_);
    has_verdict_ = true;
  }
  return verdict_;
}

// All that is given here ends with a NUL: the session's reasons are strings, the others literals.
std::string_view SessionObject::why_without_rule() const {
  if (verdict_.by_rule) return {};
  if (!refused_answer_.empty() && !stopped()) return refused_answer_;
  const std::string_view told = engine_session.reason();
  return told.empty() ? problem_summary(engine_session.last_problem()) : told;
}

rules_text SessionObject::workspace_text() {
  if (!workspace_text_) {
    workspace_text_ = texts_.keep_workspace(engine_session.workspace(), blank());
  }
  return *workspace_text_;
}

rules_text SessionObject::tokens_text() {
  if (!tokens_text_) tokens_text_ = texts_.keep_printable(engine_session.workspace());
  return *tokens_text_;
}

std::optional<rules_triple> SessionObject::triple() {
  if (triple_) return triple_;
  const auto found = find_triple(engine_session.workspace());
  if (!found) return std::nullopt;
  triple_.emplace();
  triple_->mailer = texts_.keep_joined(found->mailer, blank());
  triple_->host = texts_.keep_joined(found->host, blank());
  triple_->user = texts_.keep_joined(found->user, blank());
  return triple_;
}

std::span<const rules_lookup> SessionObject::lookups() {
  const auto made = engine_session.lookups();
  while (lookups_.size() < made.size()) {
    const LookupRecord& from = made[lookups_.size()];
    rules_lookup out = {};
    out.map = texts_.keep(from.map);
    out.key = texts_.keep_marked(from.key);
    out.value = texts_.keep_marked(from.value);
    out.status = lookup_status_of(from.status);
    out.line = from.line;
    lookups_.push_back(out);
  }
  return lookups_;
}

}  // namespace rules::capi

using namespace rules;
using namespace rules::capi;

rules_status rules_result_status(const rules_result* result, int* status) {
  const ResultPin held(result);
  if (!held) return held.status();
  if (status == nullptr) return RULES_EINVAL;
  *status = held.session().status();
  return RULES_OK;
}

rules_status rules_result_workspace(const rules_result* result, rules_text* text) {
  const ResultPin held(result);
  if (!held) return held.status();
  if (text == nullptr) return RULES_EINVAL;
  return guarded([&] {
    *text = held->workspace_text();
    return RULES_OK;
  });
}

rules_status rules_result_tokens(const rules_result* result, rules_text* text) {
  const ResultPin held(result);
  if (!held) return held.status();
  if (text == nullptr) return RULES_EINVAL;
  return guarded([&] {
    *text = held->tokens_text();
    return RULES_OK;
  });
}

rules_status rules_result_triple(const rules_result* result, rules_triple* triple) {
  const ResultPin held(result);
  if (!held) return held.status();
  if (!can_write(triple)) return RULES_EINVAL;
  return guarded([&] {
    const auto found = held->triple();
    if (found) write_struct(*found, triple);
    return found ? RULES_OK : RULES_ENOENT;
  });
}

rules_status rules_result_verdict(const rules_result* result, rules_verdict* verdict) {
  const ResultPin held(result);
  if (!held) return held.status();
  if (!can_write(verdict)) return RULES_EINVAL;
  return guarded([&] {
    const Verdict& decided = held->verdict();
    rules_verdict out = {};
    out.decision = decision_of(decided.decision);
    out.code = decided.code;
    out.enhanced = text_of(decided.enhanced);
    out.text = text_of(decided.text);
    out.status = held.session().status();
    out.reason = text_of(held->why_without_rule());
    out.ruleset = text_of({});
    if (decided.by_rule) set_place(held.session(), out);
    write_struct(out, verdict);
    return RULES_OK;
  });
}

size_t rules_result_lookup_count(const rules_result* result) {
  const ResultPin held(result);
  return held ? held.session().lookups().size() : 0;
}

rules_status rules_result_lookup(const rules_result* result, size_t index, rules_lookup* lookup) {
  const ResultPin held(result);
  if (!held) return held.status();
  if (!can_write(lookup)) return RULES_EINVAL;
  if (index >= held.session().lookups().size()) return RULES_ENOENT;
  return guarded([&] {
    write_struct(held->lookups()[index], lookup);
    return RULES_OK;
  });
}
