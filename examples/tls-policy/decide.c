/* decide - what a sendmail.cf makes of a list of connections, as a table.
 *
 *   decide [--no-file-safety] FILE.cf CONNECTIONS
 *
 * An example of a host: it knows the rulesets tls_client and tls_server and the macros that they
 * read, and nothing but rules.h of the engine. For each line of CONNECTIONS (described in the head
 * of the file `connections') it does what a mail server does for each connection: opens a session,
 * sets the macros, calls the ruleset, and takes the verdict.
 *
 * --no-file-safety  reads databases from folders that others may write to as well, /tmp say. Not
 *                   for a server: whoever can replace the database decides.
 *
 * Exit status: 0 every connection was decided by the rules, 1 something was wrong and is told on
 * standard error; the table is then missing, or has temporary refusals for what could not be told.
 *
 * Tested by tests/quickstart/.
 */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <rules/rules.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { kColumns = 5 };
static const char* const kTitles[kColumns] = {"connection", "TLS", "entry that decided", "verdict",
                                              "rule that decided"};

/* One line of the table. Each cell is allocated. */
typedef struct row {
  char* cell[kColumns];
} row;

typedef struct table {
  row* rows;
  size_t count;
} table;

/* What the callbacks of a session need to say where they are. */
typedef struct place {
  const char* file;
  unsigned line;
  int complaints;
} place;

static int complain(const place* where, const char* format, ...)
    __attribute__((format(printf, 2, 3)));

/* "FILE:LINE: words" on standard error; always 0, for `return complain(...)`. */
static int complain(const place* where, const char* format, ...) {
  va_list words;
  va_start(words, format);
  if (where->line > 0) {
    fprintf(stderr, "%s:%u: ", where->file, where->line);
  } else {
    fprintf(stderr, "%s: ", where->file);
  }
  vfprintf(stderr, format, words);
  fputc('\n', stderr);
  va_end(words);
  return 0;
}

static char* make_text(const char* format, ...) __attribute__((format(printf, 1, 2)));

/* printf into memory of the right size. */
static char* make_text(const char* format, ...) {
  va_list words;
  va_list again;
  va_start(words, format);
  va_copy(again, words);
  const int length = vsnprintf(NULL, 0, format, words);
  char* text = length < 0 ? NULL : malloc((size_t)length + 1);
  if (text == NULL) {
    fputs("decide: no memory\n", stderr);
    exit(1);
  }
  vsnprintf(text, (size_t)length + 1, format, again);
  va_end(again);
  va_end(words);
  return text;
}

/* ---- The engine ------------------------------------------------------------------------- */

static const char* severity_name(rules_severity severity) {
  switch (severity) {
    case RULES_NOTE:
      return "note";
    case RULES_WARNING:
      return "warning";
    case RULES_ERROR:
      return "error";
  }
  return "error";
}

/* Loads the cf and tells all that there is to say about it. NULL: it cannot be used. sendmail goes
 * on after a line that it does not understand; where the line might have refused somebody, this
 * host does not. What is not about a line is what sendmail misses, such as a local mailer. */
static rules_program* load(const char* path, int no_file_safety) {
  rules_load_options options = {.size = sizeof options};
  options.skip_file_safety = no_file_safety;
  rules_program* program = NULL;
  rules_diagnostics* notes = NULL;
  const rules_status status = rules_program_load_file(path, &options, &program, &notes);
  const size_t count = rules_diagnostics_count(notes);
  int usable = status == RULES_OK;
  for (size_t i = 0; i < count; i++) {
    rules_diagnostic note = {.size = sizeof note};
    if (rules_diagnostics_get(notes, i, &note) != RULES_OK) {
      continue;
    }
    const place where = {note.file != NULL ? note.file : path, note.line, 0};
    complain(&where, "%s: %s", severity_name(note.severity), note.text);
    usable = usable && (note.severity == RULES_NOTE || note.line == 0);
  }
  rules_diagnostics_free(notes);
  if (status != RULES_OK && count == 0) {
    const place where = {path, 0, 0};
    complain(&where, "error: %s", rules_status_text(status));
  }
  if (!usable) {
    rules_program_free(program);
  }
  return usable ? program : NULL;
}

/* The engine's own complaints, such as a database that is missing. */
static void on_trace(void* user, const rules_trace_event* event) {
  place* where = user;
  if (event->kind == RULES_TRACE_MESSAGE) {
    complain(where, "%s", event->text.data);
    where->complaints++;
  }
}

static rules_status set_macro(rules_session* session, const char* name, const char* value) {
  char* braced = make_text("{%s}", name);
  const rules_status status = rules_session_set_macro(session, RULES_CONNECTION, braced,
                                                      strlen(braced), value, strlen(value));
  free(braced);
  return status;
}

/* A macro of the connection, "" if nobody set it. The caller frees it. */
static char* get_macro(rules_session* session, const char* braced) {
  rules_text value;
  if (rules_session_get_macro(session, braced, strlen(braced), &value) != RULES_OK) {
    return make_text("%s", "");
  }
  return make_text("%.*s", (int)value.length, value.data);
}

/* ---- The table -------------------------------------------------------------------------- */

/* The entry of the access map that the rules found: the last look-up in it with an answer. */
static char* deciding_entry(const rules_result* result) {
  for (size_t i = rules_result_lookup_count(result); i-- > 0;) {
    rules_lookup lookup = {.size = sizeof lookup};
    if (rules_result_lookup(result, i, &lookup) == RULES_OK &&
        strcmp(lookup.map.data, "access") == 0 && lookup.status == RULES_LOOKUP_FOUND) {
      return make_text("%s %s", lookup.key.data, lookup.value.data);
    }
  }
  return make_text("none");
}

/* "accept", or the SMTP reply. */
static char* verdict_text(const rules_verdict* verdict) {
  switch (verdict->decision) {
    case RULES_ACCEPT:
      return make_text("accept");
    case RULES_DISCARD:
      return make_text("discard");
    case RULES_QUARANTINE:
      return make_text("quarantine: %s", verdict->text.data);
    case RULES_REJECT:
    case RULES_TEMPFAIL:
      break;
  }
  return make_text("%d %s %s", verdict->code, verdict->enhanced.data, verdict->text.data);
}

/* "FILE:LINE" of the rule, without the folders of the file. */
static char* deciding_rule(const rules_verdict* verdict) {
  if (verdict->file == NULL) {
    return make_text("none");
  }
  const char* slash = strrchr(verdict->file, '/');
  return make_text("%s:%u", slash != NULL ? slash + 1 : verdict->file, (unsigned)verdict->line);
}

/* "OK 256+128": {verify}, bits of TLS, and of AUTH when there are some. */
static char* tls_text(rules_session* session) {
  char* verify = get_macro(session, "{verify}");
  char* bits = get_macro(session, "{cipher_bits}");
  char* ssf = get_macro(session, "{auth_ssf}");
  char* text = make_text("%s%s%s%s%s", verify[0] != '\0' ? verify : "-", bits[0] != '\0' ? " " : "",
                         bits, ssf[0] != '\0' ? "+" : "", ssf);
  free(verify);
  free(bits);
  free(ssf);
  return text;
}

static void add_row(table* out, const row* line) {
  row* grown = realloc(out->rows, (out->count + 1) * sizeof *grown);
  if (grown == NULL) {
    fputs("decide: no memory\n", stderr);
    exit(1);
  }
  out->rows = grown;
  out->rows[out->count++] = *line;
}

static void print_line(const char* number, const char* const cells[kColumns],
                       const size_t width[kColumns]) {
  printf("%3s", number);
  for (int i = 0; i < kColumns; i++) {
    const int last = i + 1 == kColumns;
    printf("  %-*s", last ? 0 : (int)width[i], cells[i]);
  }
  putchar('\n');
}

static void print_table(const table* out) {
  size_t width[kColumns];
  for (int i = 0; i < kColumns; i++) {
    width[i] = strlen(kTitles[i]);
    for (size_t r = 0; r < out->count; r++) {
      const size_t length = strlen(out->rows[r].cell[i]);
      width[i] = length > width[i] ? length : width[i];
    }
  }
  print_line("no", kTitles, width);
  for (size_t r = 0; r < out->count; r++) {
    char number[24];
    snprintf(number, sizeof number, "%zu", r + 1);
    print_line(number, (const char* const*)out->rows[r].cell, width);
  }
}

static void free_table(table* out) {
  for (size_t r = 0; r < out->count; r++) {
    for (int i = 0; i < kColumns; i++) {
      free(out->rows[r].cell[i]);
    }
  }
  free(out->rows);
}

/* ---- Connections ------------------------------------------------------------------------ */

/* Sets name, address and the name=value words that follow in `rest`. */
static int set_connection(rules_session* session, const place* where, const char* role,
                          const char* name, const char* address, char** rest) {
  char* name_macro = make_text("%s_name", role);
  char* address_macro = make_text("%s_addr", role);
  rules_status status = set_macro(session, name_macro, name);
  status = status == RULES_OK ? set_macro(session, address_macro, address) : status;
  free(name_macro);
  free(address_macro);
  for (char* word = strtok_r(NULL, " \t", rest); status == RULES_OK && word != NULL;
       word = strtok_r(NULL, " \t", rest)) {
    char* equals = strchr(word, '=');
    if (equals == NULL || equals == word) {
      return complain(where, "error: `%s' is not name=value", word);
    }
    *equals = '\0';
    status = set_macro(session, word, equals + 1);
  }
  return status == RULES_OK || complain(where, "error: macro: %s", rules_status_text(status));
}

/* Calls the ruleset that a mail server calls for such a connection. As a server it hands over
 * {verify} and the command at which it asks; as a client only {verify}. */
static rules_status call_ruleset(rules_session* session, int is_client,
                                 const rules_result** result) {
  char* verify = get_macro(session, "{verify}");
  const char* command = verify[0] != '\0' ? "STARTTLS" : "MAIL";
  const rules_text args[2] = {{verify, strlen(verify)}, {command, strlen(command)}};
  const rules_status status =
      is_client ? rules_session_call(session, RULES_STR("tls_client"), args, 2, NULL, result)
                : rules_session_call(session, RULES_STR("tls_server"), args, 1, NULL, result);
  free(verify);
  return status;
}

/* One connection in a session of its own: a line of the table, or 0 and a complaint. */
static int decide(rules_session* session, const place* where, const char* cf, char* line,
                  table* out) {
  char* rest = NULL;
  const char* role = strtok_r(line, " \t", &rest);
  const char* name = strtok_r(NULL, " \t", &rest);
  const char* address = strtok_r(NULL, " \t", &rest);
  if (address == NULL) {
    return complain(where, "error: needs role, name and address");
  }
  const int is_client = strcmp(role, "client") == 0;
  if (!is_client && strcmp(role, "server") != 0) {
    return complain(where, "error: the role is client or server, not `%s'", role);
  }
  if (!set_connection(session, where, role, name, address, &rest)) {
    return 0;
  }
  const rules_result* result = NULL;
  rules_status status = call_ruleset(session, is_client, &result);
  if (status == RULES_ENOENT) {
    return complain(where, "error: %s has no ruleset %s", cf,
                    is_client ? "tls_client" : "tls_server");
  }
  rules_verdict verdict = {.size = sizeof verdict};
  if (result == NULL || rules_result_verdict(result, &verdict) != RULES_OK) {
    return complain(where, "error: %s", rules_status_text(status));
  }
  /* The verdict's texts last until the session is asked something else: tls_text comes last. */
  row line_out = {{make_text("%s %s", role, name), NULL, deciding_entry(result),
                   verdict_text(&verdict), deciding_rule(&verdict)}};
  line_out.cell[1] = tls_text(session);
  add_row(out, &line_out);
  return 1;
}

/* All lines of the file. 0: something was wrong. */
static int decide_all(rules_program* program, const char* cf, const char* path, table* out) {
  place where = {path, 0, 0};
  FILE* in = fopen(path, "r");
  if (in == NULL) {
    return complain(&where, "error: %s", strerror(errno));
  }
  char* line = NULL;
  size_t capacity = 0;
  int ok = 1;
  while (ok && getline(&line, &capacity, in) != -1) {
    where.line++;
    line[strcspn(line, "\n")] = '\0';
    const size_t blanks = strspn(line, " \t");
    if (line[blanks] == '#' || line[blanks] == '\0') {
      continue;
    }
    rules_session* session = NULL;
    ok = rules_session_new(program, NULL, &session) == RULES_OK &&
         rules_session_on_trace(session, NULL, on_trace, &where, NULL) == RULES_OK;
    ok = ok ? decide(session, &where, cf, line, out) : complain(&where, "error: no session");
    rules_session_free(session);
  }
  if (ferror(in)) {
    where.line = 0;
    ok = complain(&where, "error: %s", strerror(errno));
  }
  free(line);
  fclose(in);
  if (ok) {
    print_table(out);
  }
  return ok && where.complaints == 0;
}

int main(int argc, char** argv) {
  const int no_file_safety = argc > 1 && strcmp(argv[1], "--no-file-safety") == 0;
  if (argc != 3 + no_file_safety) {
    fputs("usage: decide [--no-file-safety] FILE.cf CONNECTIONS\n", stderr);
    return 1;
  }
  const char* cf = argv[1 + no_file_safety];
  rules_program* program = load(cf, no_file_safety);
  if (program == NULL) {
    return 1;
  }
  table out = {NULL, 0};
  int ok = decide_all(program, cf, argv[2 + no_file_safety], &out);
  free_table(&out);
  rules_program_free(program);
  if (fflush(stdout) != 0 || ferror(stdout)) {
    perror("decide: standard output");
    ok = 0;
  }
  return ok ? 0 : 1;
}
