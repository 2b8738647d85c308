/* adversity - what a host's process may do to the library: run out of memory at any point, be
 * interrupted by signals without end, and fork with sessions open.
 *
 * The answers stay the same, or an error code comes back and the next call works.
 */
#include <errno.h>
#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

static const char kConfig[] =
    "V10/Berkeley\n"
    "O OperatorChars=.:%@!^/[]+\n"
    "CNone two.three\n"
    "Kst macro\n"
    "Krx regex -s1 ^([a-z]+)\n"
    "Kt text -z: -k0 -v6 /etc/passwd\n"
    "Ks sequence rx t\n"
    "Mlocal, P=/bin/false, F=lsDFM, S=0, R=0, A=false\n"
    "Scheck\n"
    "R$* @ $*\t$: $1 $| $2 $(st {Seen} $@ $1 $)\n"
    "R$* $| $*\t$: $(s $1 $: none $) $&{Seen} $>inner $2\n"
    "R$+\t$#error $@ 5.7.1 $: \"550 no \" $1\n"
    "Sinner\n"
    "R$* $=N $*\t$@ in $1 $3\n";

/* ---- malloc, which fails when its time has come ---------------------------------------------- */

extern void* __libc_malloc(size_t size);
extern void* __libc_calloc(size_t count, size_t size);
extern void* __libc_realloc(void* at, size_t size);

static long fails_at; /* counted down; 0: never */

static int fails_now(void) { return fails_at > 0 && --fails_at == 0; }

#pragma GCC visibility push(default)

void* malloc(size_t size) {
  if (!fails_now()) return __libc_malloc(size);
  errno = ENOMEM;
  return NULL;
}

void* calloc(size_t count, size_t size) {
  if (!fails_now()) return __libc_calloc(count, size);
  errno = ENOMEM;
  return NULL;
}

void* realloc(void* at, size_t size) {
  if (!fails_now()) return __libc_realloc(at, size);
  errno = ENOMEM;
  return NULL;
}

#pragma GCC visibility pop

/* ---- The work -------------------------------------------------------------------------------- */

static rules_program* loaded(rules_status* status) {
  rules_program* program = NULL;
  *status = rules_program_load_memory("test.cf", kConfig, strlen(kConfig), NULL, &program, NULL);
  return program;
}

static rules_status called(rules_session* session, char* answer, size_t size) {
  const char address[] = "one@two.three";
  const rules_text argument = {address, sizeof address - 1};
  const rules_result* result = NULL;
  rules_text text = {NULL, 0};
  rules_status status = rules_session_call(session, "check", 5, &argument, 1, NULL, &result);
  if (status == RULES_OK) status = rules_result_workspace(result, &text);
  snprintf(answer, size, "%s", text.data == NULL ? "" : text.data);
  return status;
}

/* Load, open, call, and free whatever there is. The first error; RULES_OK: `answer` is there. */
static rules_status work(char* answer, size_t size) {
  rules_status status = RULES_OK;
  rules_session* session = NULL;
  rules_program* program = loaded(&status);
  answer[0] = '\0';
  if (status == RULES_OK) status = rules_session_new(program, NULL, &session);
  if (status == RULES_OK) status = called(session, answer, size);
  if (session != NULL) rules_session_free(session);
  if (program != NULL) rules_program_free(program);
  return status;
}

static char right[256]; /* the answer without any of it */

/* Allocation number k fails, for every k: the work ends with RULES_ENOMEM, or is as right as ever
 * (what could be done without), and works the next time. */
static void test_no_memory(void) {
  char answer[sizeof right];
  long failed = 0;
  for (long k = 1; k < 1000000; k++) {
    fails_at = k;
    const rules_status status = work(answer, sizeof answer);
    const int passed = fails_at > 0; /* fewer allocations than k */
    fails_at = 0;
    if (status == RULES_OK) {
      CHECK(passed ? strcmp(answer, right) == 0 : answer[0] != '\0');
    } else {
      CHECK_STATUS(status, RULES_ENOMEM);
      failed++;
    }
    if (passed) break;
    if (k % 64 == 0) {
      CHECK_STATUS(work(answer, sizeof answer), RULES_OK);
      CHECK(strcmp(answer, right) == 0);
    }
  }
  printf("memory: %ld failures, each with an error code\n", failed);
  CHECK(failed > 100);
}

static void on_alarm(int number) { (void)number; }

/* Signals at every system call, without SA_RESTART. */
static void test_signals(void) {
  struct sigaction action = {.sa_handler = on_alarm};
  const struct itimerval often = {{0, 50}, {0, 50}};
  const struct itimerval never = {{0, 0}, {0, 0}};
  char answer[sizeof right];
  sigaction(SIGALRM, &action, NULL);
  setitimer(ITIMER_REAL, &often, NULL);
  for (int i = 0; i < 200; i++) {
    CHECK_STATUS(work(answer, sizeof answer), RULES_OK);
    CHECK(strcmp(answer, right) == 0);
  }
  setitimer(ITIMER_REAL, &never, NULL);
}

/* A child of a process with sessions open: they answer in both. */
static void test_fork(void) {
  rules_program* program = load_or_exit(kConfig, NULL);
  rules_session* session = open_or_exit(program, NULL);
  char answer[sizeof right];
  CHECK_STATUS(called(session, answer, sizeof answer), RULES_OK);
  const pid_t child = fork();
  if (child == 0) {
    alarm(60);
    const int same = called(session, answer, sizeof answer) == RULES_OK &&
                     strcmp(answer, right) == 0 && work(answer, sizeof answer) == RULES_OK;
    _exit(same ? 0 : 1);
  }
  int ended = -1;
  waitpid(child, &ended, 0);
  CHECK(ended == 0);
  CHECK_STATUS(called(session, answer, sizeof answer), RULES_OK);
  CHECK(strcmp(answer, right) == 0);
  rules_session_free(session);
  rules_program_free(program);
}

int main(void) {
  CHECK_STATUS(work(right, sizeof right), RULES_OK);
  printf("%s\n", right);
  test_signals();
  test_fork();
  test_no_memory();
  return failures == 0 ? 0 : 1;
}
