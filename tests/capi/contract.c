/* What every function promises about what it is given: no handle, argument or size crashes it. */
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

static const char kConfig[] =
    "V10/Berkeley\n"
    "DXvalue\n"
    "Kasked host\n"
    "Scheck\n"
    "R$*\t$: $(asked $1 $)\n"
    "Sempty\n"
    "Mlocal, P=/bin/true, A=true\n";

static const rules_text kArgument[1] = {{"word", 4}};

static void check_no_program(rules_program* bad) {
  rules_session* session = (rules_session*)kArgument;
  CHECK_STATUS(rules_program_free(bad), RULES_EINVAL);
  CHECK_STATUS(rules_program_has_ruleset(bad, RULES_STR("check")), RULES_EINVAL);
  CHECK_STATUS(rules_session_new(bad, NULL, &session), RULES_EINVAL);
  CHECK(session == NULL);
}

static void check_no_diagnostics(rules_diagnostics* bad) {
  rules_diagnostic note = {.size = sizeof note};
  CHECK(rules_diagnostics_count(bad) == 0);
  CHECK_STATUS(rules_diagnostics_get(bad, 0, &note), RULES_EINVAL);
  CHECK_STATUS(rules_diagnostics_free(bad), RULES_EINVAL);
}

static int no_macro(void* user, rules_session* session, rules_text name, rules_text* value) {
  (void)user, (void)session, (void)name, (void)value;
  return 0;
}

static void no_trace(void* user, const rules_trace_event* event) { (void)user, (void)event; }

static void count_call(void* user) { ++*(int*)user; }

/* Every function of a session, refused with `wanted`; and no callback is taken. */
static void check_no_session(rules_session* bad, rules_status wanted) {
  const rules_result* result = (const rules_result*)kArgument;
  rules_text value = {NULL, 7};
  int destroyed = 0;
  CHECK_STATUS(rules_session_set_macro(bad, RULES_CONNECTION, RULES_STR("X"), RULES_STR("v")),
               wanted);
  CHECK_STATUS(rules_session_unset_macro(bad, RULES_CONNECTION, RULES_STR("X")), wanted);
  CHECK_STATUS(rules_session_forget_macro(bad, RULES_CONNECTION, RULES_STR("X")), wanted);
  CHECK_STATUS(rules_session_get_macro(bad, RULES_STR("X"), &value), wanted);
  CHECK_TEXT(value, "");
  CHECK_STATUS(rules_session_on_macro(bad, no_macro, &destroyed, count_call), wanted);
  CHECK_STATUS(rules_session_on_trace(bad, "21.12", no_trace, &destroyed, count_call), wanted);
  CHECK(destroyed == 0);
  CHECK_STATUS(rules_session_add_class_word(bad, RULES_CONNECTION, RULES_STR("X"), RULES_STR("w")),
               wanted);
  CHECK_STATUS(rules_session_clear_class(bad, RULES_CONNECTION, RULES_STR("X")), wanted);
  CHECK_STATUS(rules_session_reset_transaction(bad), wanted);
  CHECK_STATUS(rules_session_call(bad, RULES_STR("check"), kArgument, 1, NULL, &result), wanted);
  CHECK(result == NULL);
}

static void check_freed_session(rules_session* bad) {
  const rules_result* result = NULL;
  check_no_session(bad, RULES_EINVAL);
  CHECK_STATUS(rules_session_resume(bad, RULES_LOOKUP_FOUND, "v", 1, &result), RULES_EINVAL);
  CHECK_STATUS(rules_session_cancel(bad), RULES_EINVAL);
  CHECK_STATUS(rules_session_free(bad), RULES_EINVAL);
}

static void check_no_result(const rules_result* bad) {
  int status = 0;
  rules_text text = {NULL, 0};
  rules_triple triple = {.size = sizeof triple};
  rules_verdict verdict = {.size = sizeof verdict};
  rules_lookup lookup = {.size = sizeof lookup};
  CHECK_STATUS(rules_result_status(bad, &status), RULES_EINVAL);
  CHECK_STATUS(rules_result_workspace(bad, &text), RULES_EINVAL);
  CHECK_STATUS(rules_result_tokens(bad, &text), RULES_EINVAL);
  CHECK_STATUS(rules_result_triple(bad, &triple), RULES_EINVAL);
  CHECK_STATUS(rules_result_verdict(bad, &verdict), RULES_EINVAL);
  CHECK(rules_result_lookup_count(bad) == 0);
  CHECK_STATUS(rules_result_lookup(bad, 0, &lookup), RULES_EINVAL);
}

typedef struct busy {
  int calls;
  int pending;
} busy;

/* A look-up that tries to use the session that asks. */
static rules_lookup_status look_up(void* user, rules_session* session, const rules_map_query* query,
                                   rules_text* value) {
  busy* state = user;
  state->calls++;
  CHECK(query->size >= sizeof *query);
  check_no_session(session, RULES_EBUSY);
  const rules_result* result = NULL;
  CHECK_STATUS(rules_session_resume(session, RULES_LOOKUP_FOUND, "v", 1, &result), RULES_EBUSY);
  CHECK_STATUS(rules_session_free(session), RULES_EBUSY);
  *value = query->key;
  return state->pending ? RULES_LOOKUP_LATER : RULES_LOOKUP_FOUND;
}

static rules_load_options options_with(rules_map_class* host, busy* state) {
  *host = (rules_map_class){.size = sizeof *host, .name = "host", .lookup = look_up, .user = state};
  return (rules_load_options){.size = sizeof(rules_load_options),
                              .host_name = "test.example.com",
                              .user_name = "tester",
                              .map_classes = host,
                              .map_class_count = 1};
}

static void check_handles(rules_program* program) {
  rules_program* freed_program = NULL;
  rules_diagnostics* notes = NULL;
  CHECK_STATUS(
      rules_program_load_memory("x.cf", RULES_STR("V10\nwrong\n"), NULL, &freed_program, &notes),
      RULES_OK);
  rules_session* session = open_or_exit(freed_program, NULL);
  rules_session* freed_session = open_or_exit(program, NULL);
  const rules_result* old = NULL;
  const rules_result* result = NULL;
  rules_session* called = open_or_exit(program, NULL);
  CHECK_STATUS(rules_session_call(called, RULES_STR("check"), kArgument, 1, NULL, &old), RULES_OK);
  CHECK_STATUS(rules_session_call(called, RULES_STR("check"), kArgument, 1, NULL, &result),
               RULES_OK);
  CHECK_STATUS(rules_session_free(freed_session), RULES_OK);
  CHECK_STATUS(rules_program_free(freed_program), RULES_OK);

  check_no_program(NULL);
  check_no_program(freed_program);
  check_no_program((rules_program*)session);
  check_no_program((rules_program*)notes);
  check_no_program((rules_program*)result);
  check_no_program((rules_program*)kConfig);
  check_no_program((rules_program*)~(size_t)0);
  check_no_diagnostics(NULL);
  check_no_diagnostics((rules_diagnostics*)program);
  check_no_diagnostics((rules_diagnostics*)session);
  check_no_diagnostics((rules_diagnostics*)kConfig);
  check_freed_session(NULL);
  check_freed_session(freed_session);
  check_freed_session((rules_session*)program);
  check_freed_session((rules_session*)result);
  check_freed_session((rules_session*)kConfig);
  check_freed_session((rules_session*)~(size_t)0);
  check_no_result(NULL);
  check_no_result(old);
  check_no_result((const rules_result*)called);
  check_no_result((const rules_result*)program);
  check_no_result((const rules_result*)kConfig);
  int status = 1;
  CHECK_STATUS(rules_result_status(result, &status), RULES_OK);
  CHECK_STATUS(rules_session_reset_transaction(called), RULES_OK);
  check_no_result(result);
  CHECK_STATUS(rules_session_call(called, RULES_STR("check"), kArgument, 1, NULL, &result),
               RULES_OK);
  CHECK_STATUS(rules_session_free(called), RULES_OK);
  check_no_result(result);
  /* A new session in the place of the old one has no results of the old one's. */
  rules_session* next = open_or_exit(program, NULL);
  check_no_result(result);
  CHECK_STATUS(rules_session_free(next), RULES_OK);
  check_freed_session(called);

  /* The session of a program that was let go of goes on. */
  CHECK_STATUS(rules_session_set_macro(session, RULES_CONNECTION, RULES_STR("X"), RULES_STR("v")),
               RULES_OK);
  CHECK_STATUS(rules_session_free(session), RULES_OK);
  CHECK_STATUS(rules_diagnostics_free(notes), RULES_OK);
  check_no_diagnostics(notes);
}

static void check_null_arguments(rules_program* program, rules_session* session) {
  const rules_result* result = NULL;
  rules_text value;
  rules_program* made = NULL;
  CHECK_STATUS(rules_program_load_file(NULL, NULL, &made, NULL), RULES_EINVAL);
  CHECK_STATUS(rules_program_load_file("x.cf", NULL, NULL, NULL), RULES_EINVAL);
  CHECK_STATUS(rules_program_load_memory("x.cf", NULL, 3, NULL, &made, NULL), RULES_EINVAL);
  CHECK_STATUS(rules_program_load_memory(NULL, RULES_STR("V10\n"), NULL, &made, NULL),
               RULES_EINVAL);
  CHECK_STATUS(rules_program_load_memory("x.cf", RULES_STR("V10\n"), NULL, NULL, NULL),
               RULES_EINVAL);
  CHECK_STATUS(rules_program_has_ruleset(program, NULL, 3), RULES_EINVAL);
  CHECK_STATUS(rules_session_new(program, NULL, NULL), RULES_EINVAL);
  CHECK_STATUS(rules_session_set_macro(session, RULES_CONNECTION, NULL, 1, "v", 1), RULES_EINVAL);
  CHECK_STATUS(rules_session_set_macro(session, RULES_CONNECTION, "X", 1, NULL, 1), RULES_EINVAL);
  CHECK_STATUS(rules_session_set_macro(session, RULES_CONNECTION, "X", 1, NULL, 0), RULES_OK);
  CHECK_STATUS(rules_session_set_macro(session, (rules_scope)7, "X", 1, "v", 1), RULES_EINVAL);
  CHECK_STATUS(rules_session_unset_macro(session, (rules_scope)0, "X", 1), RULES_EINVAL);
  CHECK_STATUS(rules_session_forget_macro(session, (rules_scope)0, "X", 1), RULES_EINVAL);
  CHECK_STATUS(rules_session_get_macro(session, "X", 1, NULL), RULES_EINVAL);
  CHECK_STATUS(rules_session_get_macro(session, NULL, 0, &value), RULES_EINVAL);
  CHECK_STATUS(rules_session_add_class_word(session, RULES_CONNECTION, "X", 1, NULL, 2),
               RULES_EINVAL);
  CHECK_STATUS(rules_session_add_class_word(session, (rules_scope)3, "X", 1, "w", 1), RULES_EINVAL);
  CHECK_STATUS(rules_session_clear_class(session, RULES_CONNECTION, "{", 1), RULES_EINVAL);
  CHECK_STATUS(rules_session_call(session, NULL, 5, kArgument, 1, NULL, &result), RULES_EINVAL);
  CHECK_STATUS(rules_session_call(session, RULES_STR("check"), NULL, 1, NULL, &result),
               RULES_EINVAL);
  CHECK_STATUS(rules_session_call(session, RULES_STR("check"), kArgument, 1, NULL, NULL),
               RULES_EINVAL);
  const rules_text no_text[1] = {{NULL, 4}};
  CHECK_STATUS(rules_session_call(session, RULES_STR("check"), no_text, 1, NULL, &result),
               RULES_EINVAL);
  CHECK_STATUS(rules_session_resume(session, RULES_LOOKUP_FOUND, "v", 1, &result), RULES_EINVAL);
  CHECK_STATUS(rules_session_cancel(session), RULES_OK);
}

static void check_names(rules_session* session) {
  static const char* const kBad[] = {"",    "{",     "}",   "{}",     "ab",       "{a b}",
                                     "{a-", "{a-b}", "$&x", "{a}{b}", "{a\tb\n}", "{{a}}"};
  rules_text value;
  for (size_t i = 0; i < sizeof kBad / sizeof *kBad; i++) {
    const size_t length = strlen(kBad[i]);
    CHECK_STATUS(rules_session_set_macro(session, RULES_CONNECTION, kBad[i], length, "v", 1),
                 RULES_EINVAL);
    CHECK_STATUS(rules_session_get_macro(session, kBad[i], length, &value), RULES_EINVAL);
    CHECK_STATUS(rules_session_unset_macro(session, RULES_CONNECTION, kBad[i], length),
                 RULES_EINVAL);
  }
  CHECK_STATUS(rules_session_set_macro(session, RULES_CONNECTION, "\0", 1, "v", 1), RULES_EINVAL);
  CHECK_STATUS(rules_session_set_macro(session, RULES_CONNECTION,
                                       RULES_STR("{abcdefghijklmnopqrstuvwxyz}"), "v", 1),
               RULES_EINVAL);
  CHECK_STATUS(rules_session_set_macro(session, RULES_CONNECTION, "X", 1, "a\0b", 3), RULES_EDATA);
  CHECK_STATUS(rules_session_add_class_word(session, RULES_CONNECTION, "X", 1, "a\0b", 3),
               RULES_EDATA);
  /* Names that the configuration does not know can be set and read, but not without end. */
  char name[32];
  rules_status status = RULES_OK;
  for (int i = 0; i < 5000 && status == RULES_OK; i++) {
    const int length = snprintf(name, sizeof name, "{n%d}", i);
    status = rules_session_set_macro(session, RULES_CONNECTION, name, (size_t)length, "v", 1);
  }
  CHECK(status == RULES_ENOMEM);
  CHECK_STATUS(rules_session_get_macro(session, RULES_STR("{n7}"), &value), RULES_OK);
  CHECK_TEXT(value, "v");
}

/* A host that was built with an older or a newer rules.h. */
static void check_sizes(rules_program* program, rules_session* session) {
  struct {
    rules_limits known;
    uint64_t unknown[4];
  } newer = {.known = {.size = sizeof newer}};
  rules_session* made = NULL;
  CHECK_STATUS(rules_session_new(program, &newer.known, &made), RULES_OK);
  CHECK_STATUS(rules_session_free(made), RULES_OK);
  newer.unknown[2] = 1;
  CHECK_STATUS(rules_session_new(program, &newer.known, &made), RULES_EINVAL);
  CHECK(made == NULL);
  rules_limits bad = {.size = 0};
  CHECK_STATUS(rules_session_new(program, &bad, &made), RULES_EINVAL);
  bad.size = 1u << 20;
  CHECK_STATUS(rules_session_new(program, &bad, &made), RULES_EINVAL);
  rules_limits older = {.size = sizeof older.size, .rules = 1};
  CHECK_STATUS(rules_session_new(program, &older, &made), RULES_OK);
  CHECK_STATUS(rules_session_free(made), RULES_OK);

  const rules_result* result = NULL;
  rules_call_options options = {.size = 3};
  CHECK_STATUS(rules_session_call(session, RULES_STR("check"), kArgument, 1, &options, &result),
               RULES_EINVAL);
  options = (rules_call_options){.size = sizeof options, .default_reply = "250 fine"};
  CHECK_STATUS(rules_session_call(session, RULES_STR("check"), kArgument, 1, &options, &result),
               RULES_EINVAL);
  options = (rules_call_options){.size = sizeof options, .tempfail_reply = "550 5.7.1 never"};
  CHECK_STATUS(rules_session_call(session, RULES_STR("check"), kArgument, 1, &options, &result),
               RULES_EINVAL);
  CHECK_STATUS(rules_session_call(session, RULES_STR("check"), kArgument, 1, NULL, &result),
               RULES_OK);
  rules_verdict verdict = {.size = 0};
  CHECK_STATUS(rules_result_verdict(result, &verdict), RULES_EINVAL);
  CHECK_STATUS(rules_result_verdict(result, NULL), RULES_EINVAL);
  verdict.size = offsetof(rules_verdict, code);
  verdict.code = 4711;
  CHECK_STATUS(rules_result_verdict(result, &verdict), RULES_OK);
  CHECK(verdict.decision == RULES_ACCEPT);
  CHECK(verdict.code == 4711);
  CHECK(verdict.size == offsetof(rules_verdict, code));
  rules_lookup lookup = {.size = 1};
  CHECK_STATUS(rules_result_lookup(result, 0, &lookup), RULES_EINVAL);
  lookup.size = sizeof lookup;
  CHECK_STATUS(rules_result_lookup(result, 0, &lookup), RULES_OK);
  CHECK_STATUS(rules_result_lookup(result, 1, &lookup), RULES_ENOENT);
  rules_triple triple = {.size = 2};
  CHECK_STATUS(rules_result_triple(result, &triple), RULES_EINVAL);
}

static void check_load_options(void) {
  rules_program* made = NULL;
  rules_load_options options = {.size = sizeof options, .setting_count = 1};
  CHECK_STATUS(rules_program_load_memory("x.cf", RULES_STR("V10\n"), &options, &made, NULL),
               RULES_EINVAL);
  rules_setting setting = {(rules_setting_kind)9, {"X", 1}, {"v", 1}};
  options.settings = &setting;
  CHECK_STATUS(rules_program_load_memory("x.cf", RULES_STR("V10\n"), &options, &made, NULL),
               RULES_EINVAL);
  int destroyed = 0;
  rules_map_class classes[2] = {{.size = sizeof classes[0],
                                 .name = "own",
                                 .lookup = look_up,
                                 .user = &destroyed,
                                 .destroy = count_call},
                                {.size = sizeof classes[0],
                                 .name = "no-name",
                                 .lookup = look_up,
                                 .user = &destroyed,
                                 .destroy = count_call}};
  options =
      (rules_load_options){.size = sizeof options, .map_classes = classes, .map_class_count = 2};
  CHECK_STATUS(rules_program_load_memory("x.cf", RULES_STR("V10\n"), &options, &made, NULL),
               RULES_EINVAL);
  CHECK(destroyed == 0);
  classes[1].name = "OWN";
  CHECK_STATUS(rules_program_load_memory("x.cf", RULES_STR("V10\n"), &options, &made, NULL),
               RULES_EINVAL);
  classes[1].name = "other";
  classes[1].lookup = NULL;
  CHECK_STATUS(rules_program_load_memory("x.cf", RULES_STR("V10\n"), &options, &made, NULL),
               RULES_EINVAL);
  CHECK(destroyed == 0);
  CHECK(made == NULL);
  classes[1].lookup = look_up;
  CHECK_STATUS(rules_program_load_memory("x.cf", RULES_STR("V10\n"), &options, &made, NULL),
               RULES_OK);
  rules_session* session = open_or_exit(made, NULL);
  CHECK_STATUS(rules_program_free(made), RULES_OK);
  CHECK(destroyed == 0);
  CHECK_STATUS(rules_session_free(session), RULES_OK);
  CHECK(destroyed == 2);
}

static void check_load_failures(void) {
  rules_program* made = (rules_program*)kConfig;
  rules_diagnostics* notes = NULL;
  rules_diagnostic note = {.size = sizeof note};
  CHECK_STATUS(rules_program_load_file("/nonexistent/x.cf", NULL, &made, &notes), RULES_ENOENT);
  CHECK(made == NULL);
  CHECK(rules_diagnostics_count(notes) == 1);
  CHECK_STATUS(rules_diagnostics_get(notes, 0, &note), RULES_OK);
  CHECK(note.severity == RULES_ERROR);
  CHECK(strcmp(note.file, "/nonexistent/x.cf") == 0);
  CHECK(strcmp(note.text, "cannot open: No such file or directory") == 0);
  CHECK_STATUS(rules_diagnostics_get(notes, 1, &note), RULES_ENOENT);
  CHECK_STATUS(rules_diagnostics_free(notes), RULES_OK);
  CHECK_STATUS(rules_program_load_file("/", NULL, &made, &notes), RULES_EIO);
  CHECK_STATUS(rules_diagnostics_free(notes), RULES_OK);
  CHECK_STATUS(
      rules_program_load_memory("x.cf", RULES_STR("V10\nO EightBitMode=z\n"), NULL, &made, &notes),
      RULES_ECONFIG);
  CHECK_STATUS(rules_diagnostics_get(notes, 0, &note), RULES_OK);
  CHECK(note.line == 2 && note.severity == RULES_ERROR);
  CHECK(strcmp(note.text, "Unknown 8-bit mode z") == 0);
  CHECK_STATUS(rules_diagnostics_free(notes), RULES_OK);
  CHECK_STATUS(
      rules_program_load_memory("x.cf", RULES_STR("V10\n\nKx nosuch\n"), NULL, &made, &notes),
      RULES_OK);
  CHECK_STATUS(rules_diagnostics_get(notes, 0, &note), RULES_OK);
  CHECK(note.line == 3 && note.severity == RULES_WARNING && strcmp(note.file, "x.cf") == 0);
  CHECK(strcmp(note.text, "readcf: map x: class nosuch not available") == 0);
  CHECK_STATUS(rules_diagnostics_free(notes), RULES_OK);
  CHECK_STATUS(rules_program_free(made), RULES_OK);
}

/* A session that is at work, or waits, can be used for nothing else. */
static void check_busy(rules_program* program, busy* state) {
  rules_session* session = open_or_exit(program, NULL);
  const rules_result* result = NULL;
  state->calls = 0;
  CHECK_STATUS(rules_session_call(session, RULES_STR("check"), kArgument, 1, NULL, &result),
               RULES_OK);
  CHECK(state->calls == 1);
  state->pending = 1;
  CHECK_STATUS(rules_session_call(session, RULES_STR("check"), kArgument, 1, NULL, &result),
               RULES_PENDING);
  CHECK(result == NULL);
  check_no_session(session, RULES_EBUSY);
  CHECK_STATUS(rules_session_resume(session, RULES_LOOKUP_LATER, NULL, 0, &result), RULES_EINVAL);
  CHECK_STATUS(rules_session_resume(session, RULES_LOOKUP_FOUND, NULL, 1, &result), RULES_EINVAL);
  CHECK_STATUS(rules_session_resume(session, RULES_LOOKUP_FOUND, "a\0b", 3, &result), RULES_EDATA);
  CHECK_STATUS(rules_session_resume(session, RULES_LOOKUP_FOUND, "v", 1, NULL), RULES_EINVAL);
  CHECK_STATUS(rules_session_free(session), RULES_OK);
  state->pending = 0;
}

#if !defined(SANITIZED)
static atomic_int stop;

static void* open_and_free(void* program) {
  while (!stop) {
    rules_session* sessions[300]; /* more than a chunk of handles */
    for (int i = 0; i < 300; i++) sessions[i] = open_or_exit(program, NULL);
    for (int i = 0; i < 300; i++) rules_session_free(sessions[i]);
  }
  return NULL;
}

/* A child opens sessions of its own, whatever another thread of its parent was about to do. (Not
 * under a sanitizer: what its allocator had locked stays locked in the child.) */
static void check_fork(rules_program* program) {
  pthread_t thread;
  CHECK(pthread_create(&thread, NULL, open_and_free, program) == 0);
  for (int i = 0; i < 200; i++) {
    const pid_t child = fork();
    if (child == 0) {
      alarm(60);
      _exit(rules_session_free(open_or_exit(program, NULL)) == RULES_OK ? 0 : 1);
    }
    int ended = -1;
    waitpid(child, &ended, 0);
    CHECK(ended == 0);
  }
  stop = 1;
  pthread_join(thread, NULL);
}
#else
static void check_fork(rules_program* program) { (void)program; }
#endif

int main(void) {
  busy state = {0, 0};
  rules_map_class host;
  rules_load_options options = options_with(&host, &state);
  rules_program* program = load_or_exit(kConfig, &options);
  rules_session* session = open_or_exit(program, NULL);

  CHECK(rules_version() ==
        RULES_VERSION_MAJOR * 10000 + RULES_VERSION_MINOR * 100 + RULES_VERSION_PATCH);
  for (int status = -1; status < 20; status++) {
    CHECK(strlen(rules_status_text((rules_status)status)) > 5);
  }
  CHECK_STATUS(rules_program_has_ruleset(program, RULES_STR("check")), RULES_OK);
  CHECK_STATUS(rules_program_has_ruleset(program, RULES_STR("empty")), RULES_ENOENT);
  CHECK_STATUS(rules_program_has_ruleset(program, RULES_STR("nosuch")), RULES_ENOENT);
  CHECK_STATUS(rules_program_has_ruleset(program, RULES_STR("7")), RULES_ENOENT);
  CHECK_STATUS(rules_program_has_ruleset(program, RULES_STR("-!")), RULES_ENOENT);
  CHECK_STATUS(rules_program_has_ruleset(program, NULL, 0), RULES_ENOENT);

  check_handles(program);
  check_null_arguments(program, session);
  check_names(session);
  check_sizes(program, session);
  check_load_options();
  check_load_failures();
  check_busy(program, &state);
  check_fork(program);

  CHECK_STATUS(rules_session_free(session), RULES_OK);
  CHECK_STATUS(rules_program_free(program), RULES_OK);
  if (failures > 0) {
    printf("%d checks failed\n", failures);
  }
  return failures > 0;
}
