// The bridge to the engine. Tested by tests/host/.
#include "rulesets.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include "command.h"
#include "log.h"

namespace host {

namespace {

constexpr const char* kTempfail = "451 4.3.0 Temporary failure";

std::string text_of(const rules_text& text) { return {text.data, text.length}; }

// A struct of rules.h, its size said and the rest zero.
template <typename Struct>
Struct sized() {
  Struct made = {};
  made.size = sizeof made;
  return made;
}

// Did a rule give the code of the reply? As the reference reads it: at the front of the text.
bool rule_gave_code(const rules_result* result) {
  auto triple = sized<rules_triple>();
  if (rules_result_triple(result, &triple) != RULES_OK) return true;
  std::string_view user(triple.user.data, triple.user.length);
  user.remove_prefix(std::min(user.find_first_not_of("\" "), user.size()));
  return user.size() >= 3 && user.substr(0, 3).find_first_not_of("0123456789") == user.npos;
}

std::string reply_of(const rules_verdict& verdict) {
  std::string reply = std::to_string(verdict.code);
  if (verdict.enhanced.length > 0) reply += " " + text_of(verdict.enhanced);
  const std::string text = text_of(verdict.text);
  return reply + " " + text.substr(std::min(text.find_first_not_of(' '), text.size()));
}

void log_diagnostics(const std::string& cf, rules_diagnostics* notes, bool& usable) {
  for (std::size_t i = 0; i < rules_diagnostics_count(notes); i++) {
    auto note = sized<rules_diagnostic>();
    if (rules_diagnostics_get(notes, i, &note) != RULES_OK) continue;
    const std::string place = note.file != nullptr ? note.file : cf;
    log_line(note.line > 0 ? place + ":" + std::to_string(note.line) : place, note.text);
    // What is not about a line is what sendmail misses, such as a local mailer.
    usable = usable && (note.severity == RULES_NOTE || note.line == 0);
  }
}

}  // namespace

Program load_program(const Settings& settings, const Names& names) {
  auto options = sized<rules_load_options>();
  options.host_name = settings.name.c_str();
  options.skip_file_safety = settings.file_safety ? 0 : 1;
  options.ask_name_servers = settings.dns ? 1 : 0;
  if (!settings.dns) options.zone = {names.zone().data(), names.zone().size()};
  rules_program* made = nullptr;
  rules_diagnostics* notes = nullptr;
  const rules_status status = rules_program_load_file(settings.cf.c_str(), &options, &made, &notes);
  const Program program(made, rules_program_free);
  bool usable = status == RULES_OK;
  log_diagnostics(settings.cf, notes, usable);
  if (status != RULES_OK && rules_diagnostics_count(notes) == 0) {
    log_line(settings.cf, rules_status_text(status));
  }
  rules_diagnostics_free(notes);
  return usable ? program : nullptr;
}

Rulesets::Rulesets(Program program, std::string who)
    : program_(std::move(program)), who_(std::move(who)) {
  rules_session* made = nullptr;
  broken_ = rules_session_new(program_.get(), nullptr, &made) != RULES_OK;
  session_.reset(made, rules_session_free);
}

bool Rulesets::has(const std::string& ruleset) const {
  return rules_program_has_ruleset(program_.get(), ruleset.data(), ruleset.size()) == RULES_OK;
}

void Rulesets::set(std::string_view name, std::string_view value, rules_scope scope) {
  const rules_status status = rules_session_set_macro(session(), scope, name.data(), name.size(),
                                                      value.data(), value.size());
  if (status == RULES_OK) return;
  broken_ = true;
  log_line(who_, "macro " + std::string(name) + ": " + rules_status_text(status));
}

void Rulesets::forget(std::string_view name) {
  rules_session_forget_macro(session(), RULES_CONNECTION, name.data(), name.size());
}

void Rulesets::forget_message() { rules_session_reset_transaction(session()); }

std::string Rulesets::get(std::string_view name) {
  rules_text value;
  const rules_status status = rules_session_get_macro(session(), name.data(), name.size(), &value);
  return status == RULES_OK ? text_of(value) : "";
}

void Rulesets::set_tls(SSL* tls, rules_tls_role role) {
  auto options = sized<rules_tls_options>();
  options.set_cert_altnames = 1;
  const rules_status status = rules_tls_set_macros(session(), tls, role, &options);
  // ELIMIT: more names than anybody needs. The macros are there, and say FAIL.
  broken_ = broken_ || (status != RULES_OK && status != RULES_ELIMIT);
  log_line(who_, std::string(role == RULES_TLS_SERVER ? "STARTTLS=server" : "STARTTLS=client") +
                     ", verify=" + get("{verify}") + ", version=" + get("{tls_version}") +
                     ", cipher=" + get("{cipher}") + ", bits=" + get("{cipher_bits}") + "/" +
                     get("{alg_bits}") + ", reason=" + get("{verify_reason}"));
}

const rules_result* Rulesets::call(const std::string& ruleset,
                                   std::initializer_list<std::string_view> args,
                                   rules_status& status) {
  std::vector<rules_text> texts;
  for (const std::string_view arg : args) texts.push_back({arg.data(), arg.size()});
  const rules_result* result = nullptr;
  status = rules_session_call(session(), ruleset.data(), ruleset.size(), texts.data(), texts.size(),
                              nullptr, &result);
  return result;
}

Verdict Rulesets::ask(const std::string& ruleset, std::initializer_list<std::string_view> args,
                      const std::string& fallback) {
  if (broken_) return {RULES_TEMPFAIL, kTempfail};
  rules_status status = RULES_OK;
  const rules_result* result = call(ruleset, args, status);
  if (status == RULES_ENOENT) return {};
  if (status == RULES_EDATA) return {RULES_REJECT, "553 5.1.0 Not an address that can be read"};
  auto found = sized<rules_verdict>();
  if (result == nullptr || rules_result_verdict(result, &found) != RULES_OK) {
    log_line(who_, "ruleset=" + ruleset + ": " + rules_status_text(status));
    return {RULES_TEMPFAIL, kTempfail};
  }
  Verdict verdict{found.decision, ""};
  if (verdict.refuses()) {
    const bool coded = found.decision == RULES_TEMPFAIL && found.file == nullptr;
    verdict.reply = coded || rule_gave_code(result) ? reply_of(found) : fallback;
    verdict.decision = verdict.reply[0] == '5' ? RULES_REJECT : RULES_TEMPFAIL;
  } else if (found.decision == RULES_QUARANTINE) {
    verdict.reply = text_of(found.text);
  }
  log_verdict(ruleset, args, result, verdict);
  return verdict;
}

std::optional<std::string> Rulesets::action(const std::string& ruleset,
                                            std::initializer_list<std::string_view> args) {
  rules_status status = RULES_OK;
  const rules_result* result = broken_ ? nullptr : call(ruleset, args, status);
  if (status == RULES_ENOENT) return "";
  rules_text text = {"", 0};
  if (result == nullptr || rules_result_tokens(result, &text) != RULES_OK) return std::nullopt;
  const std::string answer = text_of(text);
  return answer.compare(0, 2, "$#") == 0 ? answer.substr(2) : "";
}

std::string Rulesets::features(const std::string& ruleset, std::string_view arg) {
  std::string letters = action(ruleset, {arg, ""}).value_or("temp");
  std::erase_if(letters, [](unsigned char c) { return std::isalpha(c) == 0; });
  return letters.compare(0, 4, "temp") == 0 ? "temp" : letters;
}

Delivery Rulesets::resolve(const std::string& address) {
  const Delivery later = {"error", "", kTempfail};
  if (broken_) return later;
  rules_status status = RULES_OK;
  auto triple = sized<rules_triple>();
  std::string workspace = address;
  const rules_result* result = nullptr;
  // Ruleset 3, and on what it leaves ruleset 0; either may say at once where it goes.
  for (const char* ruleset : {"canonify", "parse"}) {
    result = call(ruleset, {workspace}, status);
    if (status == RULES_ENOENT) continue;
    rules_text text = {"", 0};
    if (result == nullptr || rules_result_workspace(result, &text) != RULES_OK) break;
    if (rules_result_triple(result, &triple) == RULES_OK) break;
    workspace = text_of(text);
  }
  if (result == nullptr) {
    return status == RULES_EDATA ? Delivery{"error", "", "553 5.1.0 Not an address"} : later;
  }
  if (triple.mailer.length == 0) {
    int code = 0;
    rules_result_status(result, &code);
    return code == 0 ? Delivery{"error", "", "553 5.1.2 No way to this address"} : later;
  }
  Delivery found = {text_of(triple.mailer), text_of(triple.host), text_of(triple.user)};
  if (equal_ignoring_case(found.mailer, "error")) {
    found.mailer = "error";
    auto verdict = sized<rules_verdict>();
    found.user = rules_result_verdict(result, &verdict) == RULES_OK ? reply_of(verdict) : kTempfail;
  }
  return found;
}

void Rulesets::log_verdict(const std::string& ruleset, std::initializer_list<std::string_view> args,
                           const rules_result* result, const Verdict& verdict) {
  std::string line = "ruleset=" + ruleset;
  int number = 1;
  for (const std::string_view arg : args) {
    line += ", arg" + std::to_string(number++) + "=" + std::string(arg);
  }
  for (std::size_t i = 0; i < rules_result_lookup_count(result); i++) {
    auto lookup = sized<rules_lookup>();
    if (rules_result_lookup(result, i, &lookup) != RULES_OK) continue;
    if (text_of(lookup.map) != "access") continue;
    line += ", " + text_of(lookup.key) + "=" +
            (lookup.status == RULES_LOOKUP_FOUND      ? text_of(lookup.value)
             : lookup.status == RULES_LOOKUP_TEMPFAIL ? "<temporary failure>"
                                                      : "<none>");
  }
  if (verdict.refuses()) line += ", reject=" + verdict.reply;
  log_line(who_, line);
}

}  // namespace host
