// Calls of rulesets, and their going on after a look-up that was put off.
//
// Tested by tests/capi/calls.c.

#include "capi/session_object.h"

namespace rules::capi {

namespace {

std::optional<LookupStatus> answer_of(const rules_lookup_status& status) {
  switch (number_of(status)) {
    case RULES_LOOKUP_FOUND:
      return LookupStatus::found;
    case RULES_LOOKUP_NOT_FOUND:
      return LookupStatus::not_found;
    case RULES_LOOKUP_TEMPFAIL:
      return LookupStatus::temp_fail;
    case RULES_LOOKUP_ERROR:
      return LookupStatus::error;
    case RULES_LOOKUP_LATER:
      break;
  }
  return std::nullopt;
}

// A reply that the host gave, or `otherwise`; false: it is none.
bool set_reply(const char* given, const Reply& otherwise, std::string& text, Reply& reply) {
  reply = otherwise;
  if (given == nullptr) return true;
  text = given;
  const auto parsed = parse_reply(text);
  if (parsed) reply = *parsed;
  return parsed.has_value();
}

}  // namespace

bool SessionObject::set_replies(const rules_call_options* options) {
  rules_call_options from;
  return read_struct(options, from) &&
         set_reply(from.default_reply, kDefaultReply, default_text_, default_reply_) &&
         set_reply(from.tempfail_reply, kTempfailReply, tempfail_text_, tempfail_reply_) &&
         tempfail_reply_.code < 500;
}

void SessionObject::forget_result() {
  ++slot_->results;
  state_ = RunState::pending;
  pending_ = false;
  has_verdict_ = false;
  workspace_text_.reset();
  tokens_text_.reset();
  triple_.reset();
  lookups_.clear();
  texts_.forget();
}

rules_status SessionObject::add_arguments(const rules_text* args, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    const std::string_view text = *view_of(args[i].data, args[i].length);
    if (!is_data(text)) return RULES_EDATA;
    if (i > 0) engine_session.add_separator();
    if (!engine_session.add_text(text, PrescanMode())) return RULES_EDATA;
    if (engine_session.workspace().size() > kMaxTokens) return RULES_EDATA;
  }
  return RULES_OK;
}

rules_status SessionObject::call(int ruleset, const rules_text* args, size_t count,
                                 const rules_result** result) {
  forget_result();
  refused_answer_.clear();
  ruleset_name_ = engine_session.program().ruleset(ruleset).name;
  engine_session.set_events(trace.begin(engine_session.program().names()));
  engine_session.begin();
  const rules_status status = add_arguments(args, count);
  return status == RULES_OK ? finish(engine_session.run(ruleset), result) : status;
}

rules_status SessionObject::resume(LookupStatus answer, std::string_view value,
                                   const rules_result** result) {
  pending_ = false;
  return finish(engine_session.resume(answer, value), result);
}

rules_status SessionObject::finish(RunState state, const rules_result** result) {
  state_ = state;
  pending_ = state == RunState::pending;
  if (pending_) return RULES_PENDING;
  *result = reinterpret_cast<const rules_result*>(result_handle(*slot_));
  switch (state) {
    case RunState::limit:
      return RULES_ELIMIT;
    case RunState::canceled:
      return RULES_ECANCELED;
    default:
      return RULES_OK;
  }
}

}  // namespace rules::capi

using namespace rules;
using namespace rules::capi;

rules_status rules_session_call(rules_session* session, const char* ruleset, size_t ruleset_length,
                                const rules_text* args, size_t arg_count,
                                const rules_call_options* options, const rules_result** result) {
  if (result != nullptr) *result = nullptr;
  const SessionPin held(session);
  if (!held) return held.status();
  const auto name = view_of(ruleset, ruleset_length);
  if (!name || result == nullptr || (args == nullptr && arg_count > 0)) return RULES_EINVAL;
  for (size_t i = 0; i < arg_count; ++i) {
    if (!view_of(args[i].data, args[i].length)) return RULES_EINVAL;
  }
  return guarded([&] {
    held->forget_result();
    if (!held->set_replies(options)) return RULES_EINVAL;
    const Program& program = held->engine_session.program();
    const int number = program.find_called(*name);
    if (number == kNoRuleset || program.ruleset(number).rules.empty()) return RULES_ENOENT;
    return held->call(number, args, arg_count, result);
  });
}

rules_status rules_session_resume(rules_session* session, rules_lookup_status answer,
                                  const char* value, size_t value_length,
                                  const rules_result** result) {
  if (result != nullptr) *result = nullptr;
  const Pin held = pin(value_of(session), Kind::session, Use::exclusive);
  if (!held) return held.status();
  auto& object = *static_cast<SessionObject*>(held.object());
  const auto status = answer_of(answer);
  const auto text = view_of(value, value_length);
  if (!object.pending() || !status || !text || result == nullptr) return RULES_EINVAL;
  if (!is_data(*text)) return RULES_EDATA;
  return guarded([&] { return object.resume(*status, *text, result); });
}
