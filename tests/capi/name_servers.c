/* rules_load_options.ask_name_servers, from within a network whose only name server answers from a
 * zone: see name_servers_test. Argument: 1, what it is set to; 0, then nothing but hosts files may
 * be asked. */
#include "check.h"

static const char kConfig[] =
    "V10/Berkeley\nKtxt dns -RTXT\nKmx bestmx\n"
    "Scanon\nR$*\t$: $[ $1 $: none $]\n"
    "Stxt\nR$*\t$: $(txt $1 $: none $)\n"
    "Smx\nR$*\t$: $(mx $1 $: none $)\n"
    "Mlocal, P=/bin/true, A=true\n";

struct question {
  const char* ruleset;
  const char* name;
  const char* found; /* by the server */
  int status;
};

static const struct question kQuestions[] = {
    {"canon", "alias.example.org", "mail.example.org.", 0},
    {"canon", "nowhere.example.org", "none", 0},
    {"canon", "fail.example.org", "none", 75},
    {"txt", "txt.example.org", "hello world", 0},
    {"mx", "mxonly.example.org", "mx2.example.org.", 0},
};

static void ask(rules_session* session, const struct question* question, int asking) {
  const rules_text name = {question->name, strlen(question->name)};
  const rules_result* result = NULL;
  CHECK(rules_session_call(session, question->ruleset, strlen(question->ruleset), &name, 1, NULL,
                           &result) == RULES_OK);
  int status = -1;
  rules_text text = {NULL, 0};
  CHECK(rules_result_status(result, &status) == RULES_OK);
  CHECK(rules_result_workspace(result, &text) == RULES_OK);
  const int same = strcmp(text.data, asking ? question->found : "none") == 0;
  if (!same || status != (asking ? question->status : 75)) {
    printf("%s %s: %s, status %d\n", question->ruleset, question->name, text.data, status);
  }
  CHECK(same);
  CHECK(status == (asking ? question->status : 75));
}

/* A host's own class is asked instead, whatever the option says. */
static rules_lookup_status own(void* user, rules_session* session, const rules_map_query* query,
                               rules_text* value) {
  (void)user;
  (void)session;
  (void)query;
  *value = (rules_text){RULES_STR("own.example")};
  return RULES_LOOKUP_FOUND;
}

static rules_session* opened(const rules_load_options* options, rules_program** program) {
  *program = load_or_exit(kConfig, options);
  return open_or_exit(*program, NULL);
}

static void closed(rules_session* session, rules_program* program) {
  CHECK(rules_session_free(session) == RULES_OK);
  CHECK(rules_program_free(program) == RULES_OK);
}

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  rules_load_options options = {.size = sizeof options, .host_name = "test.example.com"};
  options.ask_name_servers = atoi(argv[1]);
  rules_program* program = NULL;
  rules_session* session = opened(&options, &program);
  for (size_t i = 0; i < sizeof kQuestions / sizeof *kQuestions; ++i) {
    ask(session, &kQuestions[i], options.ask_name_servers);
  }
  closed(session, program);

  const rules_map_class classes[] = {{.size = sizeof *classes, .name = "host", .lookup = own}};
  options.map_classes = classes;
  options.map_class_count = 1;
  session = opened(&options, &program);
  const struct question to_own = {"canon", "alias.example.org", "own.example.", 0};
  ask(session, &to_own, 1);
  closed(session, program);
  return failures > 0;
}
