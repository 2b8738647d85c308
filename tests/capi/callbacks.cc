// Callbacks that misbehave: exceptions end at the border, long answers are data up to a limit,
// and the session at work cannot be entered or freed.

#include <rules/rules.h>

#include <cstdio>
#include <stdexcept>
#include <string>

namespace {

int failures = 0;

void expect(bool holds, const char* what) {
  if (holds) return;
  std::printf("failed: %s\n", what);
  ++failures;
}

enum class Manner { good, throws, too_long, enters, frees };

struct Host {
  Manner manner = Manner::good;
  std::string value = "v";
  rules_status status = RULES_OK;  // of what it tried
};

rules_lookup_status answer(void* user, rules_session* session, const rules_map_query*,
                           rules_text* value) {
  auto& host = *static_cast<Host*>(user);
  const rules_result* result = nullptr;
  if (host.manner == Manner::throws) throw std::runtime_error("thrown by a callback");
  if (host.manner == Manner::frees) host.status = rules_session_free(session);
  if (host.manner == Manner::enters) {
    host.status = rules_session_call(session, "look", 4, nullptr, 0, nullptr, &result);
  }
  *value = {host.value.data(), host.value.size()};
  return RULES_LOOKUP_FOUND;
}

constexpr char kConfig[] =
    "V10/Berkeley\nKdb own x\nSlook\nR$*\t$: $(db k $: none $)\nSmacro\nR$*\t$: $&{x}\nMlocal, "
    "P=/bin/true, A=true\n";

rules_verdict asked(rules_session* session, Host& host, Manner manner, rules_status wanted) {
  host.manner = manner;
  const rules_text argument = {"a", 1};
  const rules_result* result = nullptr;
  rules_verdict verdict{};
  verdict.size = sizeof verdict;
  const rules_status got = rules_session_call(session, "look", 4, &argument, 1, nullptr, &result);
  expect(got == wanted, "the status of a call");
  if (got == RULES_OK) expect(rules_result_verdict(result, &verdict) == RULES_OK, "the verdict");
  return verdict;
}

int long_macro(void* user, rules_session*, rules_text, rules_text* value) {
  const auto& text = static_cast<Host*>(user)->value;
  *value = {text.data(), text.size()};
  return 1;
}

// What is over the limit is refused unread, and told; what is not is data.
void long_answers(rules_session* session, Host& host) {
  const std::string many = "v " + std::string(size_t{64} * 1024 * 1024, 'v');
  for (const size_t size : {size_t{64} * 1024 + 1, many.size()}) {
    host.value = many.substr(0, size);
    const rules_verdict verdict = asked(session, host, Manner::good, RULES_OK);
    expect(verdict.decision == RULES_TEMPFAIL && verdict.status == 75, "over the limit");
    expect(std::string(verdict.reason.data) ==
               "map db: an answer of " + std::to_string(size) + " bytes (limit 65536)",
           "the reason");
    rules_session_on_macro(session, long_macro, &host, nullptr);
    const rules_result* result = nullptr;
    expect(rules_session_call(session, "macro", 5, nullptr, 0, nullptr, &result) == RULES_ENOMEM,
           "a macro over the limit");
    rules_session_on_macro(session, nullptr, nullptr, nullptr);
  }
  host.value = std::string(200, 'v') + '\0' + many.substr(0, size_t{64} * 1024 - 201);
  const rules_verdict verdict = asked(session, host, Manner::good, RULES_OK);
  expect(verdict.status == 0 && verdict.reason.length == 0, "at the limit");
}

}  // namespace

int main() {
  Host host;
  rules_map_class own{};
  own.size = sizeof own;
  own.name = "own";
  own.lookup = answer;
  own.user = &host;
  rules_load_options options{};
  options.size = sizeof options;
  options.map_classes = &own;
  options.map_class_count = 1;
  rules_program* program = nullptr;
  expect(rules_program_load_memory("t.cf", kConfig, sizeof kConfig - 1, &options, &program,
                                   nullptr) == RULES_OK,
         "loading");
  rules_session* session = nullptr;
  expect(rules_session_new(program, nullptr, &session) == RULES_OK, "opening a session");

  asked(session, host, Manner::throws, RULES_ENOMEM);
  asked(session, host, Manner::good, RULES_OK);  // it is as if nothing had been
  asked(session, host, Manner::enters, RULES_OK);
  expect(host.status == RULES_EBUSY, "RULES_EBUSY");
  asked(session, host, Manner::frees, RULES_OK);
  expect(host.status == RULES_EBUSY, "RULES_EBUSY");
  host.value.assign(size_t{100} * 1024, 'v');
  expect(asked(session, host, Manner::good, RULES_OK).decision == RULES_TEMPFAIL, "too long");
  long_answers(session, host);
  host.value = "v";
  asked(session, host, Manner::good, RULES_OK);

  expect(rules_session_free(session) == RULES_OK, "freeing the session");
  expect(rules_program_free(program) == RULES_OK, "freeing the program");
  return failures > 0;
}
