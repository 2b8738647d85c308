// rules_session: macros, classes and callbacks of a connection.
//
// Tested by tests/capi/contract.c, tests/capi/calls.c.

#include <algorithm>
#include <stdexcept>

#include "capi/session_object.h"
#include "text/printable.h"

namespace rules::capi {

namespace {

std::optional<Scope> scope_of(const rules_scope& scope) {
  switch (number_of(scope)) {
    case RULES_CONNECTION:
      return Scope::connection;
    case RULES_TRANSACTION:
      return Scope::transaction;
  }
  return std::nullopt;
}

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// "x" or "{name}".
bool is_name(std::string_view text) {
  if (text.size() == 1) return text[0] != '\0' && text[0] != '{' && text[0] != '}';
  if (text.size() < 3 || text.front() != '{' || text.back() != '}') return false;
  const std::string_view name = text.substr(1, text.size() - 2);
  return name.size() <= kMaxNameBytes && std::all_of(name.begin(), name.end(), is_name_char);
}

std::optional<std::string_view> name_of(const char* data, size_t length) {
  const auto text = view_of(data, length);
  return text && is_name(*text) ? text : std::nullopt;
}

Limits limits_of(const rules_limits& from) {
  Limits limits;
  if (from.rules != 0) limits.rules = from.rules;
  if (from.tokens != 0) limits.tokens = from.tokens;
  if (from.lookups != 0) limits.lookups = from.lookups;
  if (from.steps != 0) limits.steps = from.steps;
  return limits;
}

}  // namespace

SessionPin::SessionPin(rules_session* session)
    : pin_(pin(value_of(session), Kind::session, Use::exclusive)), status_(pin_.status()) {
  if (!pin_ || !(**this).pending()) return;
  pin_.release();
  status_ = RULES_EBUSY;
}

SessionObject::SessionObject(std::shared_ptr<const Engine> engine)
    : engine_session(std::move(engine)),
      query_texts_(engine_session.program().names()),
      texts_(engine_session.program().names()) {
  set_replies(nullptr);
}

void SessionObject::bind(Slot& slot) {
  slot_ = &slot;
  handle_ = reinterpret_cast<rules_session*>(handle_of(slot));
  ++slot.results;  // a result of the slot's former session is not this one's
  engine_session.watch_cancel(slot.cancel, generation_of(slot));
  Host host;
  host.lookup = [this](const MapDefinition& map, const LookupRequest& request, std::string& value) {
    return ask_map(map, request, value);
  };
  engine_session.set_host(std::move(host));
}

void SessionObject::on_macro(rules_macro_callback callback, User user) {
  macro_callback_ = callback;
  macro_user_ = std::move(user);
  Host host;
  host.lookup = [this](const MapDefinition& map, const LookupRequest& request, std::string& value) {
    return ask_map(map, request, value);
  };
  if (callback != nullptr) {
    host.macro = [this](std::string_view name, std::string& value) {
      return ask_macro(name, value);
    };
  }
  engine_session.set_host(std::move(host));
}

std::optional<rules_text> SessionObject::macro_text(std::string_view name) {
  const auto found = engine_session.macro(name);
  if (!found) return std::nullopt;
  query_texts_.forget();
  return query_texts_.keep_marked(*found);
}

bool SessionObject::ask_macro(std::string_view name, std::string& value) {
  query_texts_.forget();
  rules_text answer = {"", 0};
  if (macro_callback_(macro_user_.get(), handle_, query_texts_.keep(name), &answer) == 0) {
    return false;
  }
  const std::string_view told = view_of(answer.data, answer.length).value_or("");
  if (told.size() > kMaxTextBytes) throw std::length_error("a macro's value");  // ends the call
  value.assign(cut_at_nul(told));
  return true;
}

LookupStatus SessionObject::take_value(const MapDefinition& map, const rules_text& answer,
                                       std::string& value) {
  const std::string_view told = view_of(answer.data, answer.length).value_or("");
  if (told.size() > kMaxTextBytes) {
    refused_answer_ = "map " + map.name + ": an answer of " + std::to_string(told.size()) +
                      " bytes (limit " + std::to_string(kMaxTextBytes) + ")";
    return LookupStatus::temp_fail;
  }
  value.assign(cut_at_nul(told));
  return LookupStatus::found;
}

LookupStatus SessionObject::ask_map(const MapDefinition& map, const LookupRequest& request,
                                    std::string& value) {
  const HostClass* host_class = host_class_of(map);
  if (host_class == nullptr) return LookupStatus::temp_fail;  // nobody can answer
  query_texts_.forget();
  std::array<rules_text, 9> args;
  size_t count = 0;
  for (size_t i = 1; i < request.args.size() && count < args.size(); ++i) {
    args[count++] = query_texts_.keep_marked(request.args[i]);
  }
  rules_map_query query = {};
  query.size = sizeof query;
  query.map = query_texts_.keep(map.name);
  query.definition = query_texts_.keep_marked(map.definition);
  query.key = query_texts_.keep_marked(request.key);
  query.args = args.data();
  query.arg_count = count;
  rules_text answer = {"", 0};
  const rules_lookup_status told =
      host_class->callback(host_class->owner.get(), handle_, &query, &answer);
  switch (number_of(told)) {
    case RULES_LOOKUP_FOUND:
      return take_value(map, answer, value);
    case RULES_LOOKUP_NOT_FOUND:
      return LookupStatus::not_found;
    case RULES_LOOKUP_TEMPFAIL:
      return LookupStatus::temp_fail;
    case RULES_LOOKUP_LATER:
      return LookupStatus::later;
    case RULES_LOOKUP_ERROR:
      break;
  }
  return LookupStatus::error;
}

// ---- texts for the host

rules_text HostTexts::keep(std::string_view bytes) {
  char* at = arena_.array<char>(bytes.size() + 1).data();
  std::copy(bytes.begin(), bytes.end(), at);
  at[bytes.size()] = '\0';
  return {at, bytes.size()};
}

rules_text HostTexts::keep_marked(std::string_view text) {
  if (!holds_nul(text)) return keep(text);
  made_.clear();
  append_cf_text(text, names_, made_);
  return keep(made_);
}

rules_text HostTexts::keep_joined(Tokens tokens, char blank) {
  joined_.clear();
  join_tokens(tokens, blank, joined_);
  return keep_marked(joined_);
}

// Operators stand alone, but for $#, which stands before its mailer.
rules_text HostTexts::keep_workspace(Tokens tokens, char blank) {
  made_.clear();
  for (size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (i > 0) {
      const Token& before = tokens[i - 1];
      const bool operators = token.op != Op::none || before.op != Op::none;
      if (operators && !before.is(Op::mailer)) made_ += ' ';
      if (!operators && before.atom && token.atom && blank != '\0') made_ += blank;
    }
    append_cf_text(token.text(), names_, made_);
  }
  return keep(made_);
}

rules_text HostTexts::keep_printable(Tokens tokens) {
  made_.clear();
  append_printable_tokens(tokens, names_, made_);
  return keep(std::string_view(made_).substr(made_.empty() ? 0 : 1));
}

}  // namespace rules::capi

using namespace rules;
using namespace rules::capi;

rules_status rules_session_new(rules_program* program, const rules_limits* limits,
                               rules_session** session) {
  if (session == nullptr) return RULES_EINVAL;
  *session = nullptr;
  const Pin held = pin(value_of(program), Kind::program, Use::shared);
  rules_limits given;
  if (!held || !read_struct(limits, given)) return RULES_EINVAL;
  return guarded([&] {
    const auto* from = static_cast<const ProgramObject*>(held.object());
    auto object = std::make_unique<SessionObject>(from->engine());
    SessionObject& made = *object;
    made.engine_session.set_limits(limits_of(given));
    const Pin slot = make_handle(Kind::session, std::move(object));
    made.bind(slot.slot());
    *session = reinterpret_cast<rules_session*>(handle_of(slot.slot()));
    return RULES_OK;
  });
}

rules_status rules_session_free(rules_session* session) {
  Pin held = pin(value_of(session), Kind::session, Use::exclusive);
  if (!held) return held.status();
  return held.retire() ? RULES_OK : RULES_EINVAL;
}

rules_status rules_session_set_macro(rules_session* session, rules_scope scope, const char* name,
                                     size_t name_length, const char* value, size_t value_length) {
  const SessionPin held(session);
  if (!held) return held.status();
  const auto text = view_of(value, value_length);
  const auto known = name_of(name, name_length);
  const auto where = scope_of(scope);
  if (!text || !known || !where) return RULES_EINVAL;
  if (!is_data(*text)) return RULES_EDATA;
  return guarded([&] {
    return held->engine_session.set_macro(*where, *known, *text) ? RULES_OK : RULES_ENOMEM;
  });
}

rules_status rules_session_unset_macro(rules_session* session, rules_scope scope, const char* name,
                                       size_t name_length) {
  const SessionPin held(session);
  if (!held) return held.status();
  const auto known = name_of(name, name_length);
  const auto where = scope_of(scope);
  if (!known || !where) return RULES_EINVAL;
  return guarded(
      [&] { return held->engine_session.unset_macro(*where, *known) ? RULES_OK : RULES_ENOMEM; });
}

rules_status rules_session_forget_macro(rules_session* session, rules_scope scope, const char* name,
                                        size_t name_length) {
  const SessionPin held(session);
  if (!held) return held.status();
  const auto known = name_of(name, name_length);
  const auto where = scope_of(scope);
  if (!known || !where) return RULES_EINVAL;
  return guarded([&] {
    held->engine_session.forget_macro(*where, *known);
    return RULES_OK;
  });
}

rules_status rules_session_get_macro(rules_session* session, const char* name, size_t name_length,
                                     rules_text* value) {
  if (value != nullptr) *value = {"", 0};
  const SessionPin held(session);
  if (!held) return held.status();
  const auto known = name_of(name, name_length);
  if (!known || value == nullptr) return RULES_EINVAL;
  return guarded([&] {
    const auto found = held->macro_text(*known);
    if (found) *value = *found;
    return found ? RULES_OK : RULES_ENOENT;
  });
}

rules_status rules_session_on_macro(rules_session* session, rules_macro_callback callback,
                                    void* user, void (*destroy)(void* user)) {
  const SessionPin held(session);
  if (!held) return held.status();
  User owner(user, destroy);
  return guarded([&] {
    held->on_macro(callback, std::move(owner));
    return RULES_OK;
  });
}

rules_status rules_session_add_class_word(rules_session* session, rules_scope scope,
                                          const char* name, size_t name_length, const char* word,
                                          size_t word_length) {
  const SessionPin held(session);
  if (!held) return held.status();
  const auto text = view_of(word, word_length);
  const auto known = name_of(name, name_length);
  const auto where = scope_of(scope);
  if (!text || text->empty() || !known || !where) return RULES_EINVAL;
  if (!is_data(*text)) return RULES_EDATA;
  return guarded([&] {
    held->engine_session.add_class_word(*where, *known, *text);
    return RULES_OK;
  });
}

rules_status rules_session_clear_class(rules_session* session, rules_scope scope, const char* name,
                                       size_t name_length) {
  const SessionPin held(session);
  if (!held) return held.status();
  const auto known = name_of(name, name_length);
  const auto where = scope_of(scope);
  if (!known || !where) return RULES_EINVAL;
  return guarded([&] {
    held->engine_session.clear_class_words(*where, *known);
    return RULES_OK;
  });
}

rules_status rules_session_reset_transaction(rules_session* session) {
  const SessionPin held(session);
  if (!held) return held.status();
  return guarded([&] {
    held->forget_result();
    held->engine_session.reset_transaction();
    return RULES_OK;
  });
}

rules_status rules_session_cancel(rules_session* session) {
  return cancel(value_of(session), Kind::session) ? RULES_OK : RULES_EINVAL;
}
