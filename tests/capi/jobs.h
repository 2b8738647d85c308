/* Evaluations from a file: one a line, tab separated:
 *
 *   group  rulesets (comma separated, applied in turn)  arguments ($| between them)  macro=value
 * ...
 */
#ifndef TESTS_CAPI_JOBS_H
#define TESTS_CAPI_JOBS_H

#include <rules/rules.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { kMaxParts = 64, kMaxArgs = 8, kMaxRulesets = 4 };

typedef struct job {
  char* line; /* all that follows points into it */
  const char* group;
  rules_text rulesets[kMaxRulesets];
  size_t ruleset_count;
  rules_text args[kMaxArgs];
  size_t arg_count;
  rules_text names[kMaxParts];
  rules_text values[kMaxParts];
  size_t macro_count;
} job;

typedef struct jobs {
  job* all;
  size_t count;
} jobs;

/* Cuts `text` at each `separator`, up to `most` parts. */
static size_t split(char* text, const char* separator, rules_text* parts, size_t most) {
  size_t count = 0;
  for (char* next = text; next != NULL && count < most; count++) {
    char* const part = next;
    next = strstr(part, separator);
    if (next != NULL) {
      *next = '\0';
      next += strlen(separator);
    }
    parts[count] = (rules_text){part, strlen(part)};
  }
  return count;
}

static void read_job(char* line, job* to) {
  rules_text parts[kMaxParts];
  const size_t count = split(line, "\t", parts, kMaxParts);
  memset(to, 0, sizeof *to);
  to->line = line;
  if (count < 3) {
    fprintf(stderr, "not a job: %s\n", line);
    exit(1);
  }
  to->group = parts[0].data;
  to->ruleset_count = split((char*)parts[1].data, ",", to->rulesets, kMaxRulesets);
  to->arg_count = split((char*)parts[2].data, "$|", to->args, kMaxArgs);
  for (size_t i = 3; i < count; i++) {
    char* equals = strchr(parts[i].data, '=');
    if (equals == NULL) {
      continue;
    }
    *equals = '\0';
    to->names[to->macro_count] = (rules_text){parts[i].data, strlen(parts[i].data)};
    to->values[to->macro_count++] = (rules_text){equals + 1, strlen(equals + 1)};
  }
}

static void read_jobs(const char* path, jobs* to) {
  FILE* in = fopen(path, "r");
  if (in == NULL) {
    perror(path);
    exit(1);
  }
  char* line = NULL;
  size_t capacity = 0;
  while (getline(&line, &capacity, in) != -1) {
    line[strcspn(line, "\n")] = '\0';
    to->all = realloc(to->all, (to->count + 1) * sizeof *to->all);
    read_job(line, &to->all[to->count++]);
    line = NULL;
    capacity = 0;
  }
  free(line);
  fclose(in);
}

static void free_jobs(jobs* from) {
  for (size_t i = 0; i < from->count; i++) {
    free(from->all[i].line);
  }
  free(from->all);
}

static rules_status set_macros(rules_session* session, const job* of) {
  rules_status status = RULES_OK;
  for (size_t i = 0; i < of->macro_count && status == RULES_OK; i++) {
    status = rules_session_set_macro(session, RULES_CONNECTION, of->names[i].data,
                                     of->names[i].length, of->values[i].data, of->values[i].length);
  }
  return status;
}

/* The rulesets of a job, one after the other; the last one's verdict and workspace. */
static rules_status run_job(rules_session* session, const job* of, rules_verdict* verdict,
                            rules_text* workspace) {
  const rules_result* result = NULL;
  char text[4096];
  rules_text again = {text, 0};
  rules_status status = RULES_OK;
  for (size_t i = 0; i < of->ruleset_count && status == RULES_OK; i++) {
    status =
        rules_session_call(session, of->rulesets[i].data, of->rulesets[i].length,
                           i == 0 ? of->args : &again, i == 0 ? of->arg_count : 1, NULL, &result);
    if (status == RULES_OK) {
      status = rules_result_workspace(result, workspace);
    }
    if (status == RULES_OK && workspace->length < sizeof text) {
      memcpy(text, workspace->data, workspace->length);
      again.length = workspace->length;
    }
  }
  return status == RULES_OK ? rules_result_verdict(result, verdict) : status;
}

#endif
