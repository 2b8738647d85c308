// What a rules_session stands for: a session of the engine, its host's callbacks, its latest
// result.
#ifndef LIBRULES_CAPI_SESSION_OBJECT_H
#define LIBRULES_CAPI_SESSION_OBJECT_H

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "capi/boundary.h"
#include "capi/handle.h"
#include "capi/host_trace.h"
#include "capi/program_object.h"
#include "eval/session.h"
#include "eval/verdict.h"

namespace rules::capi {

// Texts that a host gets, in its own words: operators as in a cf, and a NUL after each.
class HostTexts {
 public:
  explicit HostTexts(const Names& names) : names_(names) {}

  void forget() { arena_.reset(); }
  rules_text keep(std::string_view bytes);
  rules_text keep_marked(std::string_view text);
  rules_text keep_joined(Tokens tokens, char blank);
  rules_text keep_workspace(Tokens tokens, char blank);
  rules_text keep_printable(Tokens tokens);

 private:
  const Names& names_;
  Arena arena_;
  std::string joined_;
  std::string made_;
};

class SessionObject final : public Object {
 public:
  explicit SessionObject(std::shared_ptr<const Engine> engine);

  // Once the handle is known.
  void bind(Slot& slot);

  // ---- callbacks
  void on_macro(rules_macro_callback callback, User user);

  // ---- calls: see call.cc
  rules_status call(int ruleset, const rules_text* args, size_t count, const rules_result** result);
  rules_status resume(LookupStatus answer, std::string_view value, const rules_result** result);
  // The macro's value in a host's words; lasts until the next one.
  std::optional<rules_text> macro_text(std::string_view name);

  // False: one of the replies is none.
  bool set_replies(const rules_call_options* options);
  bool pending() const { return pending_; }
  // The latest result is over.
  void forget_result();

  // ---- the latest result: see result.cc
  bool has_result() const { return state_ == RunState::done || stopped(); }
  bool stopped() const { return state_ == RunState::limit || state_ == RunState::canceled; }
  const Verdict& verdict();
  std::string_view why_without_rule() const;
  // Texts that are made when they are first asked for.
  rules_text workspace_text();
  rules_text tokens_text();
  std::optional<rules_triple> triple();
  std::span<const rules_lookup> lookups();

  Session engine_session;
  HostTrace trace;

 private:
  bool ask_macro(std::string_view name, std::string& value);
  LookupStatus ask_map(const MapDefinition& map, const LookupRequest& request, std::string& value);
  LookupStatus take_value(const MapDefinition& map, const rules_text& answer, std::string& value);
  rules_status add_arguments(const rules_text* args, size_t count);
  char blank() const { return engine_session.program().blank_sub(); }
  rules_status finish(RunState state, const rules_result** result);

  Slot* slot_ = nullptr;
  rules_session* handle_ = nullptr;
  rules_macro_callback macro_callback_ = nullptr;
  User macro_user_;
  HostTexts query_texts_;       // of one question to a callback, or one macro
  std::string refused_answer_;  // why one of the latest call's was not taken
  bool pending_ = false;
  RunState state_ = RunState::pending;  // no result
  std::string_view ruleset_name_;       // that was called
  std::string default_text_, tempfail_text_;
  Reply default_reply_, tempfail_reply_;

  HostTexts texts_;  // of the latest result
  bool has_verdict_ = false;
  Verdict verdict_;
  std::optional<rules_text> workspace_text_, tokens_text_;
  std::optional<rules_triple> triple_;
  std::vector<rules_lookup> lookups_;
};

// The session for a function that needs it at rest.
class SessionPin {
 public:
  explicit SessionPin(rules_session* session);

  explicit operator bool() const { return static_cast<bool>(pin_); }
  rules_status status() const { return status_; }
  SessionObject& operator*() const { return *static_cast<SessionObject*>(pin_.object()); }
  SessionObject* operator->() const { return &**this; }

 private:
  Pin pin_;
  rules_status status_;
};

}  // namespace rules::capi

#endif
