/* allocations CF JOBS... - does an evaluation take memory from the heap?
 *
 * Runs all evaluations of the job files (jobs.h) once to warm up, then once more, in which each
 * call of malloc and its kin is counted. Tells the groups that made any; exit status 1 if there are
 * some. Then the first evaluation of another session: what it works in is the first session's, so
 * only its macros, and what stands for itself and its result, may take memory.
 */
#include <errno.h>

#include "jobs.h"

/* ---- malloc, counted; the names with two underscores are the C library's own ---------------- */

extern void* __libc_malloc(size_t size);
extern void* __libc_calloc(size_t count, size_t size);
extern void* __libc_realloc(void* at, size_t size);
extern void* __libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void* at);

static unsigned long taken;

/* The whole process must take these, whatever the build hides by default. */
#pragma GCC visibility push(default)

void* malloc(size_t size) {
  taken++;
  return __libc_malloc(size);
}

void* calloc(size_t count, size_t size) {
  taken++;
  return __libc_calloc(count, size);
}

void* realloc(void* at, size_t size) {
  taken++;
  return __libc_realloc(at, size);
}

void* aligned_alloc(size_t alignment, size_t size) {
  taken++;
  return __libc_memalign(alignment, size);
}

void* memalign(size_t alignment, size_t size) {
  taken++;
  return __libc_memalign(alignment, size);
}

int posix_memalign(void** to, size_t alignment, size_t size) {
  taken++;
  *to = __libc_memalign(alignment, size);
  return *to == NULL ? ENOMEM : 0;
}

void free(void* at) { __libc_free(at); }

#pragma GCC visibility pop

/* ---- The runs ------------------------------------------------------------------------------- */

static rules_program* load(const char* path) {
  const rules_load_options options = {
      .size = sizeof options, .host_name = "test.example.com", .skip_file_safety = 1};
  rules_program* program = NULL;
  rules_diagnostics* notes = NULL;
  const rules_status status = rules_program_load_file(path, &options, &program, &notes);
  for (size_t i = 0; i < rules_diagnostics_count(notes); i++) {
    rules_diagnostic note = {.size = sizeof note};
    rules_diagnostics_get(notes, i, &note);
    printf("%s:%u: %s\n", path, note.line, note.text);
  }
  rules_diagnostics_free(notes);
  if (status != RULES_OK) {
    printf("%s: %s\n", path, rules_status_text(status));
    exit(1);
  }
  return program;
}

static void run(rules_session* session, const job* one) {
  rules_verdict verdict = {.size = sizeof verdict};
  rules_text workspace;
  rules_status status = set_macros(session, one);
  if (status == RULES_OK) {
    status = run_job(session, one, &verdict, &workspace);
  }
  if (status != RULES_OK) {
    printf("%s: %s\n", one->group, rules_status_text(status));
    exit(1);
  }
}

enum { kMostOfASession = 30 };

static unsigned long of_another_session(rules_program* program, const job* one) {
  const unsigned long start = taken;
  rules_session* session = NULL;
  if (rules_session_new(program, NULL, &session) != RULES_OK) {
    exit(1);
  }
  run(session, one);
  const unsigned long count = taken - start;
  printf("another session and its first evaluation: %lu allocations\n", count);
  rules_session_free(session);
  return count;
}

int main(int argc, char** argv) {
  jobs work = {NULL, 0};
  if (argc < 3) {
    fputs("usage: allocations CF JOBS...\n", stderr);
    return 2;
  }
  for (int i = 2; i < argc; i++) {
    read_jobs(argv[i], &work);
  }
  /* Loading needs memory: if none is counted, the library has another malloc. */
  const unsigned long at_first = taken;
  rules_program* program = load(argv[1]);
  if (taken - at_first < 100) {
    puts("the library's allocations are not counted");
    return 1;
  }
  rules_session* session = NULL;
  if (rules_session_new(program, NULL, &session) != RULES_OK) {
    return 1;
  }
  for (size_t i = 0; i < work.count; i++) {
    run(session, &work.all[i]);
  }
  unsigned long total = 0;
  unsigned long in_group = 0;
  for (size_t i = 0; i < work.count; i++) {
    const unsigned long start = taken;
    run(session, &work.all[i]);
    in_group += taken - start;
    total += taken - start;
    if (i + 1 < work.count && strcmp(work.all[i].group, work.all[i + 1].group) == 0) {
      continue;
    }
    if (in_group > 0) {
      printf("%s: %lu allocations\n", work.all[i].group, in_group);
    }
    in_group = 0;
  }
  printf("%zu evaluations, %lu allocations\n", work.count, total);
  rules_session_free(session);
  const unsigned long of_next = work.count > 0 ? of_another_session(program, &work.all[0]) : 0;
  rules_program_free(program);
  free_jobs(&work);
  return total > 0 || work.count == 0 || of_next > kMostOfASession;
}
