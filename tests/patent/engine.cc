// The rulesets under test, through rules.h: see engine.h.
#include "engine.h"

namespace patent {
namespace {

rules_text text_of(std::string_view text) { return {text.data(), text.size()}; }

std::string string_of(const rules_text& text) {
  return text.length == 0 ? std::string() : std::string(text.data, text.length);
}

std::string what(const char* doing, rules_status status) {
  return std::string(doing) + ": " + rules_status_text(status);
}

std::string first_diagnostic(rules_diagnostics* notes) {
  rules_diagnostic note = {};
  note.size = sizeof note;
  if (rules_diagnostics_get(notes, 0, &note) != RULES_OK) return {};
  return std::string(note.file ? note.file : "") + ":" + std::to_string(note.line) + ": " +
         (note.text ? note.text : "");
}

rules_status call(rules_session* session, Ask how, const std::string& verify,
                  const rules_result** result) {
  const rules_text client_mail[] = {text_of(verify), text_of("MAIL")};
  const rules_text client_starttls[] = {text_of(verify), text_of("STARTTLS")};
  const rules_text server[] = {text_of(verify)};
  const rules_text sender[] = {text_of(kSender)};
  switch (how) {
    case Ask::client_mail:
      return rules_session_call(session, RULES_STR("tls_client"), client_mail, 2, nullptr, result);
    case Ask::client_starttls:
      return rules_session_call(session, RULES_STR("tls_client"), client_starttls, 2, nullptr,
                                result);
    case Ask::server:
      return rules_session_call(session, RULES_STR("tls_server"), server, 1, nullptr, result);
    case Ask::check_mail:
      return rules_session_call(session, RULES_STR("check_mail"), sender, 1, nullptr, result);
  }
  return RULES_EINVAL;
}

// The kind of verdict has to agree with its code, and a refusal has to name its rule.
std::string contradiction(const rules_verdict& verdict) {
  const int group = verdict.code / 100;
  if (verdict.decision == RULES_ACCEPT) return verdict.code == 0 ? "" : "accepted with a code";
  if (verdict.decision == RULES_REJECT && group != 5) return "rejected without a 5xx code";
  if (verdict.decision == RULES_TEMPFAIL && group != 4) return "tempfail without a 4xx code";
  if (verdict.decision > RULES_TEMPFAIL) return "neither accepted nor refused";
  if (verdict.status == 0 && verdict.line == 0) return "refused by no rule";
  return {};
}

// The rewritten workspace without blanks, or "! what went wrong".
std::string workspace_of(const rules_result* result) {
  rules_text tokens = {};
  const rules_status read = rules_result_tokens(result, &tokens);
  if (read != RULES_OK) return what("! tokens", read);
  std::string workspace = string_of(tokens);
  std::erase(workspace, ' ');
  return workspace;
}

}  // namespace

std::string_view name_of(Ask ask) {
  switch (ask) {
    case Ask::client_mail:
      return "tls_client MAIL";
    case Ask::client_starttls:
      return "tls_client STARTTLS";
    case Ask::server:
      return "tls_server";
    case Ask::check_mail:
      return "check_mail";
  }
  return {};
}

std::string_view tag_of(Ask ask) { return ask == Ask::server ? "TLS_Srv" : "TLS_Clt"; }

Engine::Engine(const std::string& cf, Map map) {
  rules_map_class memory = {};
  memory.size = sizeof memory;
  memory.name = "hash";
  memory.lookup = &Engine::lookup;
  memory.user = this;
  rules_load_options options = {};
  options.size = sizeof options;
  options.host_name = "localhost.test";
  options.map_classes = map == Map::memory ? &memory : nullptr;
  options.map_class_count = map == Map::memory ? 1 : 0;
  rules_diagnostics* notes = nullptr;
  const rules_status loaded = rules_program_load_file(cf.c_str(), &options, &program_, &notes);
  if (loaded != RULES_OK) trouble_ = what("load", loaded);
  if (rules_diagnostics_count(notes) != 0) trouble_ += " " + first_diagnostic(notes);
  if (notes) rules_diagnostics_free(notes);
  if (!trouble_.empty()) return;
  const rules_status opened = rules_session_new(program_, nullptr, &session_);
  if (opened != RULES_OK) trouble_ = what("session", opened);
}

Engine::~Engine() {
  if (session_) rules_session_free(session_);
  if (program_) rules_program_free(program_);
}

rules_lookup_status Engine::lookup(void* user, rules_session*, const rules_map_query* query,
                                   rules_text* value) {
  const Access& access = *static_cast<Engine*>(user)->access_;
  const auto found = access.find(folded({query->key.data, query->key.length}));
  if (found == access.end()) return RULES_LOOKUP_NOT_FOUND;
  *value = text_of(found->second);
  return RULES_LOOKUP_FOUND;
}

void Engine::set(std::string_view name, std::string_view value) {
  const rules_status status = rules_session_set_macro(session_, RULES_CONNECTION, name.data(),
                                                      name.size(), value.data(), value.size());
  if (status != RULES_OK && trouble_.empty()) trouble_ = what("set_macro", status);
}

void Engine::set_peer(const Peer& peer) {
  set("{client_name}", peer.name);
  set("{server_name}", peer.name);
  set("{client_addr}", peer.address);
  set("{server_addr}", peer.address);
  set("{verify}", peer.verify);
  set("{cipher_bits}", peer.cipher_bits);
  set("{auth_ssf}", peer.auth_ssf);
}

Answer Engine::ask(Ask how, const std::string& verify) {
  Answer answer;
  const rules_result* result = nullptr;
  const rules_status called = call(session_, how, verify, &result);
  if (called != RULES_OK) return answer.trouble = what("call", called), answer;
  rules_verdict verdict = {};
  verdict.size = sizeof verdict;
  const rules_status read = rules_result_verdict(result, &verdict);
  if (read != RULES_OK) return answer.trouble = what("verdict", read), answer;
  answer.decision.accepted = verdict.decision == RULES_ACCEPT;
  answer.decision.code = verdict.code;
  answer.decision.enhanced = string_of(verdict.enhanced);
  if (!answer.decision.accepted) answer.decision.text = string_of(verdict.text);
  answer.status = verdict.status;
  answer.rule_line = verdict.line;
  answer.trouble = contradiction(verdict);
  if (answer.decision.accepted) answer.workspace = workspace_of(result);
  return answer;
}

std::string Engine::rewrite(std::string_view ruleset, std::string_view argument) {
  const rules_text args[] = {text_of(argument)};
  const rules_result* result = nullptr;
  const rules_status called =
      rules_session_call(session_, ruleset.data(), ruleset.size(), args, 1, nullptr, &result);
  if (called != RULES_OK) return what("! call", called);
  return workspace_of(result);
}

}  // namespace patent
