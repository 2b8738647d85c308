/* threads CF JOBS... - eight threads, one program, a session each: do they agree?
 *
 * All threads evaluate all jobs of the files (jobs.h), each beginning at another one, while one
 * more thread loads the configuration again and again, opens and frees sessions, and cancels what
 * is at rest. Every answer is compared with that of a run before. Made for the thread sanitizer.
 */
#include <pthread.h>
#include <stdatomic.h>

#include "jobs.h"

enum { kThreads = 8, kRounds = 4 };

typedef struct shared {
  const char* cf;
  rules_program* program;
  jobs work;
  char** expected; /* "code workspace" of each job */
  atomic_int failures;
  atomic_int running;
} shared;

typedef struct worker {
  pthread_t thread;
  shared* all;
  size_t first;
} worker;

static rules_status load(const char* path, rules_program** program) {
  const rules_load_options options = {
      .size = sizeof options, .host_name = "test.example.com", .skip_file_safety = 1};
  return rules_program_load_file(path, &options, program, NULL);
}

static void answer(rules_session* session, const job* one, char* text, size_t size) {
  rules_verdict verdict = {.size = sizeof verdict};
  rules_text workspace = {"", 0};
  rules_status status = set_macros(session, one);
  if (status == RULES_OK) {
    status = run_job(session, one, &verdict, &workspace);
  }
  snprintf(text, size, "%d %d %s", (int)status, verdict.code, workspace.data);
}

static char** expect(rules_program* program, const jobs* work) {
  rules_session* session = NULL;
  char** all = calloc(work->count, sizeof *all);
  if (all == NULL || rules_session_new(program, NULL, &session) != RULES_OK) {
    exit(1);
  }
  for (size_t i = 0; i < work->count; i++) {
    char text[4096];
    answer(session, &work->all[i], text, sizeof text);
    all[i] = strdup(text);
  }
  rules_session_free(session);
  return all;
}

static void* evaluate(void* argument) {
  worker* self = argument;
  shared* all = self->all;
  for (int round = 0; round < kRounds; round++) {
    rules_session* session = NULL;
    if (rules_session_new(all->program, NULL, &session) != RULES_OK) {
      atomic_fetch_add(&all->failures, 1);
      continue;
    }
    for (size_t i = 0; i < all->work.count; i++) {
      const size_t at = (i + self->first) % all->work.count;
      char text[4096];
      answer(session, &all->work.all[at], text, sizeof text);
      if (strcmp(text, all->expected[at]) != 0) {
        printf("%s: \"%s\", not \"%s\"\n", all->work.all[at].group, text, all->expected[at]);
        atomic_fetch_add(&all->failures, 1);
      }
    }
    if (rules_session_free(session) != RULES_OK) {
      atomic_fetch_add(&all->failures, 1);
    }
  }
  atomic_fetch_sub(&all->running, 1);
  return NULL;
}

/* Handles come and go, their slots are used again; the old ones name nothing any more. */
static void come_and_go(shared* all) {
  rules_session* session = NULL;
  rules_program* program = NULL;
  if (load(all->cf, &program) != RULES_OK ||
      rules_session_new(program, NULL, &session) != RULES_OK ||
      rules_session_cancel(session) != RULES_OK || rules_program_free(program) != RULES_OK ||
      rules_session_free(session) != RULES_OK || rules_session_free(session) != RULES_EINVAL ||
      rules_session_cancel(session) != RULES_EINVAL ||
      rules_program_has_ruleset(program, "parse", 5) != RULES_EINVAL) {
    printf("a handle is not what it should be\n");
    atomic_fetch_add(&all->failures, 1);
  }
}

int main(int argc, char** argv) {
  shared all = {0};
  if (argc < 3) {
    fputs("usage: threads CF JOBS...\n", stderr);
    return 2;
  }
  all.cf = argv[1];
  for (int i = 2; i < argc; i++) {
    read_jobs(argv[i], &all.work);
  }
  if (load(all.cf, &all.program) != RULES_OK) {
    printf("%s cannot be loaded\n", all.cf);
    return 1;
  }
  all.expected = expect(all.program, &all.work);
  /* The maps are opened by whichever thread comes first: a program that nobody has used yet. */
  rules_program_free(all.program);
  if (load(all.cf, &all.program) != RULES_OK) {
    return 1;
  }
  worker workers[kThreads];
  atomic_store(&all.running, kThreads);
  for (int i = 0; i < kThreads; i++) {
    workers[i] = (worker){.all = &all, .first = (size_t)i * all.work.count / kThreads};
    if (pthread_create(&workers[i].thread, NULL, evaluate, &workers[i]) != 0) {
      return 1;
    }
  }
  int loads = 0;
  while (atomic_load(&all.running) > 0) {
    come_and_go(&all);
    loads++;
  }
  for (int i = 0; i < kThreads; i++) {
    pthread_join(workers[i].thread, NULL);
  }
  printf("%d threads, %zu evaluations each, %d reloads meanwhile, %d failures\n", kThreads,
         kRounds * all.work.count, loads, atomic_load(&all.failures));
  rules_program_free(all.program);
  for (size_t i = 0; i < all.work.count; i++) {
    free(all.expected[i]);
  }
  free(all.expected);
  free_jobs(&all.work);
  return atomic_load(&all.failures) > 0 || all.work.count == 0;
}
