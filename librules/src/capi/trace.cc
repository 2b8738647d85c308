// rules_session_on_trace: see host_trace.h.

#include "capi/session_object.h"

namespace rules::capi {

namespace {

rules_trace_kind kind_of(TraceKind kind) {
  switch (kind) {
    case TraceKind::input:
      return RULES_TRACE_INPUT;
    case TraceKind::returns:
      return RULES_TRACE_RETURNS;
    case TraceKind::rule:
      return RULES_TRACE_RULE;
    case TraceKind::lookup:
      return RULES_TRACE_LOOKUP;
    case TraceKind::message:
      break;
  }
  return RULES_TRACE_MESSAGE;
}

}  // namespace

void HostTrace::set(const char* debug, rules_trace_callback callback, User user) {
  levels_ = {};
  if (debug != nullptr && debug[0] != '\0') levels_.set(debug);
  callback_ = callback;
  user_ = std::move(user);
}

// A new writer for each call: one that was ended early has not told that its rulesets returned.
EvalEvents* HostTrace::begin(const Names& names) {
  line_.clear();
  if (callback_ == nullptr) return nullptr;
  return &writer_.emplace(names, levels_, *this);
}

void HostTrace::write(const TracePiece& piece) {
  line_ += piece.text;
  if (!piece.ends_line) return;
  rules_trace_event event = {};
  event.size = sizeof event;
  event.kind = kind_of(piece.kind);
  event.ruleset = text_of(piece.ruleset);
  event.line = piece.line;
  event.text = text_of(line_);
  callback_(user_.get(), &event);
  line_.clear();
}

}  // namespace rules::capi

using namespace rules::capi;

rules_status rules_session_on_trace(rules_session* session, const char* debug,
                                    rules_trace_callback callback, void* user,
                                    void (*destroy)(void* user)) {
  const SessionPin held(session);
  if (!held) return held.status();
  held->trace.set(debug, callback, User(user, destroy));
  return RULES_OK;
}
