/* The smallest host: loads a cf from memory, calls a ruleset, and prints the version of the library
 * and the reply. Built by ../install_test against what was installed. */
#include <rules/rules.h>
#include <stdio.h>

static const char kConfig[] =
    "V10/Berkeley\n"
    "Scheck_relay\n"
    "R$* $| $*\t$#error $@ 5.7.1 $: \"550 no \" $1\n";

int main(void) {
  rules_program* program = NULL;
  rules_session* session = NULL;
  const rules_result* result = NULL;
  rules_verdict verdict = {.size = sizeof verdict};
  const rules_text args[2] = {{RULES_STR("b.example")}, {RULES_STR("192.0.2.1")}};
  if (rules_program_load_memory("host.cf", kConfig, sizeof kConfig - 1, NULL, &program, NULL) !=
          RULES_OK ||
      rules_session_new(program, NULL, &session) != RULES_OK ||
      rules_session_call(session, RULES_STR("check_relay"), args, 2, NULL, &result) != RULES_OK ||
      rules_result_verdict(result, &verdict) != RULES_OK) {
    fputs("the library does not work\n", stderr);
    return 1;
  }
  const unsigned version = rules_version();
  printf("%u.%u.%u %d %s %s\n", version / 10000, version / 100 % 100, version % 100, verdict.code,
         verdict.enhanced.data, verdict.text.data);
  rules_session_free(session);
  rules_program_free(program);
  return 0;
}
