/* What the tests of the C interface share. */
#ifndef TESTS_CAPI_CHECK_H
#define TESTS_CAPI_CHECK_H

#include <rules/rules.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;

/* Tells where a condition does not hold, and goes on. */
#define CHECK(condition)                                             \
  do {                                                               \
    if (!(condition)) {                                              \
      printf("%s:%d: failed: %s\n", __FILE__, __LINE__, #condition); \
      failures++;                                                    \
    }                                                                \
  } while (0)

#define CHECK_STATUS(call, wanted)                                                             \
  do {                                                                                         \
    const rules_status got = (call);                                                           \
    if (got != (wanted)) {                                                                     \
      printf("%s:%d: %s: \"%s\", not %s\n", __FILE__, __LINE__, #call, rules_status_text(got), \
             #wanted);                                                                         \
      failures++;                                                                              \
    }                                                                                          \
  } while (0)

#define CHECK_TEXT(text, wanted)                                                             \
  do {                                                                                       \
    const rules_text got = (text);                                                           \
    if (got.data == NULL || got.length != strlen(wanted) || strcmp(got.data, wanted) != 0) { \
      printf("%s:%d: %s: \"%s\", not \"%s\"\n", __FILE__, __LINE__, #text,                   \
             got.data == NULL ? "(null)" : got.data, wanted);                                \
      failures++;                                                                            \
    }                                                                                        \
  } while (0)

/* A configuration that may have notes, but no errors, or the end of the test. */
static rules_program* load_or_exit(const char* cf, const rules_load_options* options) {
  rules_program* program = NULL;
  rules_diagnostics* notes = NULL;
  const rules_status status =
      rules_program_load_memory("test.cf", cf, strlen(cf), options, &program, &notes);
  for (size_t i = 0; i < rules_diagnostics_count(notes); i++) {
    rules_diagnostic note = {.size = sizeof note};
    rules_diagnostics_get(notes, i, &note);
    if (note.severity != RULES_NOTE) {
      printf("test.cf:%u: %s\n", note.line, note.text);
      failures++;
    }
  }
  rules_diagnostics_free(notes);
  if (status != RULES_OK) {
    printf("test.cf: %s\n", rules_status_text(status));
    exit(1);
  }
  return program;
}

static rules_session* open_or_exit(rules_program* program, const rules_limits* limits) {
  rules_session* session = NULL;
  if (rules_session_new(program, limits, &session) != RULES_OK) {
    puts("no session");
    exit(1);
  }
  return session;
}

#endif
