/* What a host gets from the engine through rules.h. */
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "check.h"

/* Line numbers below are those of this text. */
static const char kConfig[] =
    "V10/Berkeley\n"                                                 /*  1 */
    "O OperatorChars=.:\n"                                           /*  2 */
    "DXfrom the cf\n"                                                /*  3 */
    "C{Known}one two.three\n"                                        /*  4 */
    "Kset macro\n"                                                   /*  5 */
    "Kdb own -a. -T<TMP> some file\n"                                /*  6 */
    "Kplain own -t\n"                                                /*  7 */
    "Kboth sequence db plain\n"                                      /*  8 */
    "Scheck_relay\n"                                                 /*  9 */
    "Rbad.example $| $*\t$#error $@ 5.7.1 $: \"550 no \" $1\n"       /* 10 */
    "Rslow.example $| $*\t$#error $@ 4.7.1 $: \"450 4.7.2 later\"\n" /* 11 */
    "Rmute.example $| $*\t$#error $: words\n"                        /* 12 */
    "Rgone.example $| $*\t$#discard $: discard\n"                    /* 13 */
    "Rheld.example $| $*\t$#error $@ quarantine $: \"odd thing\"\n"  /* 14 */
    "Rmail.example $| $*\t$#esmtp $@ [ $1 ] $: user @ $1\n"          /* 15 */
    "Rlost.example $| $*\t$: $>nosuch x\n"                           /* 16 */
    "R$- $| $-\t$@ two $1 and $2\n"                                  /* 17 */
    "R$- $| $- $| $-\t$@ three\n"                                    /* 18 */
    "Sread\n"                                                        /* 19 */
    "R$*\t$: $&{Asked} $| $&X $| $&{Asked} $| $1\n"                  /* 20 */
    "Sset\n"                                                         /* 21 */
    "R$*\t$: $(set {Asked} $@ a rule $| $) $&{Asked}\n"              /* 22 */
    "R$*\t$: $1 $&{Asked}\n"                                         /* 23 */
    "Sknown\n"                                                       /* 24 */
    "R$={Known}\t$@ yes\n"                                           /* 25 */
    "R$*\t$@ no\n"                                                   /* 26 */
    "Sdb\n"                                                          /* 27 */
    "R$+\t$: $(db $1 $@ $| x $@ y $: none $) end\n"                  /* 28 */
    "Splain\n"                                                       /* 29 */
    "R$+\t$: $(plain $1 $: none $)\n"                                /* 30 */
    "Sboth\n"                                                        /* 31 */
    "R$+\t$: $(both $1 $: none $) $(db $1 $: none $)\n"              /* 32 */
    "Sname\n"                                                        /* 33 */
    "R$+\t$: $[ $1 $]\n"                                             /* 34 */
    "Sdoubles\n"                                                     /* 35 */
    "R$*\t$: $>doubles2 $1 $1\n"                                     /* 36 */
    "Sdoubles2\n"                                                    /* 37 */
    "R$*\t$: $>doubles3 $1\n"                                        /* 38 */
    "R$*\t$: $>doubles3 $1\n"                                        /* 39 */
    "Sdoubles3\n"                                                    /* 40 */
    "R$* $* $* $* z\t$@ z\n"                                         /* 41 */
    "R$*\t$: $(db $1 $)\n"                                           /* 42 */
    "Sendless\n"                                                     /* 43 */
    "R$*\t$: $>endless $1\n"                                         /* 44 */
    "R$*\t$: $>endless $1\n"                                         /* 45 */
    "Spass\n"                                                        /* 46 */
    "R$* @ $*\t$@ $1 @ $2\n"                                         /* 47 */
    "Mlocal, P=/bin/true, A=true\n";                                 /* 48 */

#define NAME(literal) ("" literal), (sizeof(literal) - 1)

/* The answers of the maps of class "own" and "host", and what they were asked. */
typedef struct answers {
  rules_lookup_status status;
  const char* value;
  int count;
  char asked[256]; /* MAP(KEY|ARG...) [DEFINITION] */
  rules_session* cancel;
} answers;

static rules_lookup_status answer(void* user, rules_session* session, const rules_map_query* query,
                                  rules_text* value) {
  answers* from = user;
  size_t at =
      (size_t)snprintf(from->asked, sizeof from->asked, "%s(%s", query->map.data, query->key.data);
  for (size_t i = 0; i < query->arg_count; i++) {
    at += (size_t)snprintf(from->asked + at, sizeof from->asked - at, "|%s", query->args[i].data);
  }
  snprintf(from->asked + at, sizeof from->asked - at, ") [%s]", query->definition.data);
  from->count++;
  if (from->cancel != NULL) {
    CHECK_STATUS(rules_session_cancel(session), RULES_OK);
  }
  value->data = from->value;
  value->length = from->value == NULL ? 0 : strlen(from->value);
  return from->status;
}

static rules_program* load_with(answers* from) {
  const rules_map_class classes[2] = {
      {.size = sizeof classes[0], .name = "own", .lookup = answer, .user = from},
      {.size = sizeof classes[0], .name = "host", .lookup = answer, .user = from}};
  const rules_setting settings[3] = {
      {RULES_SET_MACRO, {NAME("{Given}")}, {NAME("by the host")}},
      {RULES_SET_CLASS_WORD, {NAME("{Known}")}, {NAME("four")}},
      {RULES_SET_OPTION, {NAME("OperatorChars")}, {NAME(".:%@!^/[]+")}}};
  const rules_load_options options = {.size = sizeof options,
                                      .host_name = "test.example.com",
                                      .user_name = "tester",
                                      .settings = settings,
                                      .setting_count = 3,
                                      .map_classes = classes,
                                      .map_class_count = 2};
  return load_or_exit(kConfig, &options);
}

static const rules_result* call(rules_session* session, const char* ruleset, size_t length,
                                const rules_text* args, size_t count) {
  const rules_result* result = NULL;
  CHECK_STATUS(rules_session_call(session, ruleset, length, args, count, NULL, &result), RULES_OK);
  return result;
}

static rules_text tokens_of(const rules_result* result) {
  rules_text text = {NULL, 0};
  CHECK_STATUS(rules_result_tokens(result, &text), RULES_OK);
  return text;
}

/* The workspace that a ruleset makes of one argument. */
static rules_text rewrite(rules_session* session, const char* ruleset, const char* argument) {
  const rules_text args[1] = {{argument, strlen(argument)}};
  return tokens_of(call(session, ruleset, strlen(ruleset), args, 1));
}

static rules_verdict verdict_of(const rules_result* result) {
  rules_verdict verdict = {.size = sizeof verdict};
  CHECK_STATUS(rules_result_verdict(result, &verdict), RULES_OK);
  return verdict;
}

static const rules_result* relay(rules_session* session, const char* host) {
  const rules_text args[2] = {{host, strlen(host)}, {NAME("192.0.2.1")}};
  return call(session, NAME("check_relay"), args, 2);
}

/* ---- Verdicts --------------------------------------------------------------------------- */

static void check_verdict(rules_session* session, const char* host, rules_decision decision,
                          int code, const char* enhanced, const char* text, unsigned line) {
  const rules_verdict verdict = verdict_of(relay(session, host));
  CHECK(verdict.decision == decision);
  CHECK(verdict.code == code);
  CHECK_TEXT(verdict.enhanced, enhanced);
  CHECK_TEXT(verdict.text, text);
  CHECK(verdict.line == line);
  CHECK(verdict.status == 0);
  CHECK_TEXT(verdict.reason, "");
  CHECK_TEXT(verdict.ruleset, "check_relay");
  CHECK(verdict.file != NULL && strcmp(verdict.file, "test.cf") == 0);
}

static void check_verdicts(rules_session* session) {
  check_verdict(session, "bad.example", RULES_REJECT, 550, "5.7.1", "no 192.0.2.1", 10);
  check_verdict(session, "slow.example", RULES_TEMPFAIL, 450, "4.7.2", "later", 11);
  check_verdict(session, "mute.example", RULES_REJECT, 553, "5.3.0", "words", 12);
  check_verdict(session, "gone.example", RULES_DISCARD, 0, "", "", 13);
  check_verdict(session, "held.example", RULES_QUARANTINE, 0, "", "odd thing", 14);
  check_verdict(session, "mail.example", RULES_ACCEPT, 0, "", "", 15);
  const rules_text args[2] = {{NAME("a")}, {NAME("b")}};
  const rules_verdict last = verdict_of(call(session, NAME("check_relay"), args, 2));
  CHECK(last.decision == RULES_ACCEPT && last.line == 17);
}

static void check_no_rule(rules_session* session) {
  const rules_verdict none = verdict_of(relay(session, "other.example"));
  CHECK(none.decision == RULES_ACCEPT);
  CHECK(none.file == NULL && none.line == 0);
  CHECK_TEXT(none.ruleset, "");
}

/* What no rule decided is a temporary failure, never an accept. */
static void check_status(rules_session* session) {
  const rules_result* result = relay(session, "lost.example");
  int status = 0;
  CHECK_STATUS(rules_result_status(result, &status), RULES_OK);
  CHECK(status == 78);
  const rules_verdict verdict = verdict_of(result);
  CHECK(verdict.decision == RULES_TEMPFAIL && verdict.code == 451 && verdict.status == 78);
  CHECK_TEXT(verdict.enhanced, "4.3.0");
  CHECK_TEXT(verdict.text, "Temporary failure");
  CHECK_TEXT(verdict.reason, "call of an unknown ruleset");
  CHECK(verdict.file == NULL && verdict.line == 0);
}

static void check_replies(rules_session* session) {
  const rules_text mute[2] = {{NAME("mute.example")}, {NAME("a")}};
  const rules_text lost[2] = {{NAME("lost.example")}, {NAME("a")}};
  const rules_call_options options = {.size = sizeof options,
                                      .default_reply = "403 4.7.0",
                                      .tempfail_reply = "421 4.3.2 come again"};
  const rules_result* result = NULL;
  CHECK_STATUS(rules_session_call(session, NAME("check_relay"), mute, 2, &options, &result),
               RULES_OK);
  rules_verdict verdict = verdict_of(result);
  CHECK(verdict.decision == RULES_TEMPFAIL && verdict.code == 403);
  CHECK_TEXT(verdict.enhanced, "4.7.0");
  CHECK_TEXT(verdict.text, "words");
  CHECK_STATUS(rules_session_call(session, NAME("check_relay"), lost, 2, &options, &result),
               RULES_OK);
  verdict = verdict_of(result);
  CHECK(verdict.code == 421);
  CHECK_TEXT(verdict.text, "come again");
  /* They hold for one call. */
  CHECK(verdict_of(relay(session, "mute.example")).code == 553);
}

static void check_workspace(rules_session* session) {
  const rules_result* result = relay(session, "mail.example");
  rules_text text;
  rules_triple triple = {.size = sizeof triple};
  CHECK_STATUS(rules_result_workspace(result, &text), RULES_OK);
  CHECK_TEXT(text, "$#esmtp $@ [192.0.2.1] $: user@192.0.2.1");
  CHECK_TEXT(tokens_of(result), "$# esmtp $@ [ 192 . 0 . 2 . 1 ] $: user @ 192 . 0 . 2 . 1");
  CHECK_STATUS(rules_result_triple(result, &triple), RULES_OK);
  CHECK_TEXT(triple.mailer, "esmtp");
  CHECK_TEXT(triple.host, "[192.0.2.1]");
  CHECK_TEXT(triple.user, "user@192.0.2.1");
  const rules_text args[2] = {{NAME("a")}, {NAME("b")}};
  result = call(session, NAME("check_relay"), args, 2);
  CHECK_STATUS(rules_result_triple(result, &triple), RULES_ENOENT);
  CHECK_STATUS(rules_result_workspace(result, &text), RULES_OK);
  CHECK_TEXT(text, "two a and b");
}

/* ---- Arguments -------------------------------------------------------------------------- */

/* No argument splits, whatever it holds. */
static void check_arguments(rules_session* session) {
  const rules_text sneaky[2] = {{NAME("a$|b")}, {NAME("c")}};
  CHECK_TEXT(tokens_of(call(session, NAME("check_relay"), sneaky, 2)), "two a$|b and c");
  const rules_text byte[2] = {{NAME("a\x9b"
                                    "b")},
                              {NAME("c")}};
  CHECK_TEXT(tokens_of(call(session, NAME("check_relay"), byte, 2)), "two aM-b and c");
  const rules_text three[3] = {{NAME("a")}, {NAME("b")}, {NAME("c")}};
  CHECK_TEXT(tokens_of(call(session, NAME("check_relay"), three, 3)), "three");
  const rules_text empty[2] = {{NULL, 0}, {NAME("")}};
  CHECK_TEXT(tokens_of(call(session, NAME("check_relay"), empty, 2)), "$|");
  CHECK_TEXT(tokens_of(call(session, NAME("known"), NULL, 0)), "no");
  /* As the reference's server reads an address: comments go, what is not balanced is mended. */
  CHECK_TEXT(rewrite(session, "pass", "<a(b)c@d"), "< a c @ d >");
  CHECK_TEXT(rewrite(session, "pass", "a>b@d"), "ab @ d");
  CHECK_TEXT(rewrite(session, "pass", "\"a b\\@\"@d"), "\"a b\\@\" @ d");
}

static void check_bad_arguments(rules_session* session) {
  const rules_result* result = NULL;
  const rules_text nul[1] = {{"a\0b", 3}};
  CHECK_STATUS(rules_session_call(session, NAME("pass"), nul, 1, NULL, &result), RULES_EDATA);
  static char many[4000];
  memset(many, '@', sizeof many);
  rules_text args[2] = {{many, 1001}, {many, 600}};
  CHECK_STATUS(rules_session_call(session, NAME("pass"), args, 1, NULL, &result), RULES_EDATA);
  CHECK(result == NULL);
  args[0].length = 600; /* a token counts one byte more of 1256 */
  CHECK_STATUS(rules_session_call(session, NAME("pass"), args, 1, NULL, &result), RULES_OK);
  CHECK_STATUS(rules_session_call(session, NAME("pass"), args, 2, NULL, &result), RULES_EDATA);
  memset(many, 'a', sizeof many);
  args[0].length = 300;
  CHECK_STATUS(rules_session_call(session, NAME("pass"), args, 1, NULL, &result), RULES_EDATA);
  args[0].length = sizeof many;
  CHECK_STATUS(rules_session_call(session, NAME("pass"), args, 1, NULL, &result), RULES_EDATA);
  CHECK_STATUS(rules_session_call(session, NAME("nosuch"), NULL, 0, NULL, &result), RULES_ENOENT);
  CHECK_STATUS(rules_session_call(session, NAME("12"), NULL, 0, NULL, &result), RULES_ENOENT);
  /* The session is none the worse for it. */
  CHECK_TEXT(rewrite(session, "pass", "a@d"), "a @ d");
}

/* ---- Macros and classes ----------------------------------------------------------------- */

typedef struct macros {
  int asked;
  int destroyed;
  char names[64];
} macros;

static int tell_macro(void* user, rules_session* session, rules_text name, rules_text* value) {
  macros* from = user;
  (void)session;
  from->asked++;
  strncat(from->names, name.data, sizeof from->names - strlen(from->names) - 1);
  if (strcmp(name.data, "{Asked}") != 0) {
    return 0;
  }
  *value = (rules_text){NAME("told")};
  return 1;
}

static void macros_gone(void* user) { ((macros*)user)->destroyed++; }

static void check_macro_callback(rules_session* session) {
  macros from = {0, 0, ""};
  CHECK_STATUS(rules_session_on_macro(session, tell_macro, &from, macros_gone), RULES_OK);
  CHECK_TEXT(rewrite(session, "read", "x"), "told $| from the cf $| told $| x");
  CHECK(from.asked == 2);
  CHECK(strcmp(from.names, "{Asked}X") == 0);
  CHECK_TEXT(rewrite(session, "read", "x"), "told $| from the cf $| told $| x");
  CHECK(from.asked == 4);
  /* What is set is not asked for. */
  CHECK_STATUS(rules_session_set_macro(session, RULES_CONNECTION, NAME("{Asked}"), NAME("set")),
               RULES_OK);
  CHECK_STATUS(rules_session_unset_macro(session, RULES_CONNECTION, NAME("X")), RULES_OK);
  CHECK_TEXT(rewrite(session, "read", "x"), "set $| $| set $| x");
  CHECK(from.asked == 4);
  CHECK(from.destroyed == 0);
  CHECK_STATUS(rules_session_on_macro(session, NULL, NULL, NULL), RULES_OK);
  CHECK(from.destroyed == 1);
}

static rules_text get(rules_session* session, const char* name) {
  rules_text value;
  CHECK_STATUS(rules_session_get_macro(session, name, strlen(name), &value), RULES_OK);
  return value;
}

/* A rule's macro is told from the host's next call on, and goes with the transaction. */
static void check_macro_scopes(rules_session* session) {
  macros from = {0, 0, ""};
  rules_text value;
  CHECK_TEXT(get(session, "X"), "from the cf");
  CHECK_STATUS(rules_session_get_macro(session, NAME("{Asked}"), &value), RULES_ENOENT);
  CHECK_STATUS(rules_session_on_macro(session, tell_macro, &from, macros_gone), RULES_OK);
  CHECK_TEXT(rewrite(session, "set", "x"), "told a rule$|");
  CHECK_TEXT(get(session, "{Asked}"), "a rule$|");
  CHECK_STATUS(rules_session_on_macro(session, NULL, NULL, NULL), RULES_OK);
  CHECK_STATUS(rules_session_set_macro(session, RULES_CONNECTION, NAME("{Asked}"), NAME("mine")),
               RULES_OK);
  CHECK_TEXT(get(session, "{Asked}"), "a rule$|");
  CHECK_STATUS(rules_session_reset_transaction(session), RULES_OK);
  CHECK_TEXT(get(session, "{Asked}"), "mine");
  CHECK_STATUS(rules_session_unset_macro(session, RULES_TRANSACTION, NAME("{Asked}")), RULES_OK);
  CHECK_STATUS(rules_session_get_macro(session, NAME("{Asked}"), &value), RULES_ENOENT);
  CHECK_STATUS(rules_session_forget_macro(session, RULES_TRANSACTION, NAME("{Asked}")), RULES_OK);
  CHECK_TEXT(get(session, "{Asked}"), "mine");
  CHECK_STATUS(rules_session_forget_macro(session, RULES_TRANSACTION, NAME("{NoRule}")), RULES_OK);
  /* A value is data, whatever it looks like. */
  CHECK_STATUS(
      rules_session_set_macro(session, RULES_TRANSACTION, NAME("{Asked}"), NAME("$#error $X \x96")),
      RULES_OK);
  CHECK_TEXT(get(session, "{Asked}"), "$#error $X \x96");
  CHECK(verdict_of(call(session, NAME("read"), NULL, 0)).decision == RULES_ACCEPT);
  CHECK_STATUS(rules_session_get_macro(session, NAME("{Given}"), &value), RULES_OK);
  CHECK_TEXT(value, "by the host");
}

static void check_classes(rules_session* session) {
  CHECK_TEXT(rewrite(session, "known", "TWO.three"), "yes");
  CHECK_TEXT(rewrite(session, "known", "four"), "yes");
  CHECK_TEXT(rewrite(session, "known", "five.six"), "no");
  CHECK_STATUS(
      rules_session_add_class_word(session, RULES_CONNECTION, NAME("{Known}"), NAME("five.six")),
      RULES_OK);
  CHECK_STATUS(
      rules_session_add_class_word(session, RULES_TRANSACTION, NAME("{Known}"), NAME("seven")),
      RULES_OK);
  CHECK_TEXT(rewrite(session, "known", "Five.Six"), "yes");
  CHECK_TEXT(rewrite(session, "known", "seven"), "yes");
  CHECK_STATUS(rules_session_reset_transaction(session), RULES_OK);
  CHECK_TEXT(rewrite(session, "known", "seven"), "no");
  CHECK_TEXT(rewrite(session, "known", "five.six"), "yes");
  CHECK_STATUS(rules_session_clear_class(session, RULES_CONNECTION, NAME("{Known}")), RULES_OK);
  CHECK_TEXT(rewrite(session, "known", "five.six"), "no");
  CHECK_TEXT(rewrite(session, "known", "one"), "yes");
}

/* ---- Look-ups --------------------------------------------------------------------------- */

static void check_lookup(const rules_result* result, size_t index, const char* map, const char* key,
                         const char* value, rules_lookup_status status, unsigned line) {
  rules_lookup lookup = {.size = sizeof lookup};
  CHECK_STATUS(rules_result_lookup(result, index, &lookup), RULES_OK);
  CHECK_TEXT(lookup.map, map);
  CHECK_TEXT(lookup.key, key);
  CHECK_TEXT(lookup.value, value);
  CHECK(lookup.status == status);
  CHECK(lookup.line == line);
}

static void check_map_callback(rules_session* session, answers* from) {
  const rules_text key[1] = {{NAME("k\\@ey \"quoted\"")}};
  *from = (answers){.status = RULES_LOOKUP_FOUND, .value = "va lue"};
  const rules_result* result = call(session, NAME("db"), key, 1);
  CHECK(strcmp(from->asked, "db(k@eyquoted|$|x|y) [-a. -T<TMP> some file]") == 0);
  CHECK_TEXT(tokens_of(result), "va lue . end");
  CHECK(rules_result_lookup_count(result) == 1);
  check_lookup(result, 0, "db", "k@eyquoted", "va lue.", RULES_LOOKUP_FOUND, 28);
  from->status = RULES_LOOKUP_NOT_FOUND;
  result = call(session, NAME("db"), key, 1);
  CHECK_TEXT(tokens_of(result), "none end");
  check_lookup(result, 0, "db", "k@eyquoted", "", RULES_LOOKUP_NOT_FOUND, 28);
  /* An answer is data. */
  *from = (answers){.status = RULES_LOOKUP_FOUND, .value = "$#error \x96 $: x"};
  CHECK(verdict_of(call(session, NAME("plain"), key, 1)).decision == RULES_ACCEPT);
  /* A class of the library, replaced by name; there is no K line for it. */
  *from = (answers){.status = RULES_LOOKUP_FOUND, .value = "canonical.example"};
  CHECK_TEXT(rewrite(session, "name", "short"), "canonical . example .");
  CHECK(strncmp(from->asked, "host(short)", 11) == 0);
}

static void check_failing_map(rules_session* session, answers* from) {
  const rules_text key[1] = {{NAME("key")}};
  *from = (answers){.status = RULES_LOOKUP_TEMPFAIL};
  const rules_result* result = call(session, NAME("db"), key, 1);
  CHECK_TEXT(tokens_of(result), "key < TMP > end");
  rules_verdict verdict = verdict_of(result);
  CHECK(verdict.decision == RULES_TEMPFAIL && verdict.status == 75);
  CHECK_TEXT(verdict.reason, "temporary failure of map db");
  verdict = verdict_of(call(session, NAME("plain"), key, 1)); /* -t */
  CHECK(verdict.decision == RULES_ACCEPT && verdict.status == 0);
  *from = (answers){.status = RULES_LOOKUP_ERROR};
  verdict = verdict_of(call(session, NAME("db"), key, 1));
  CHECK(verdict.decision == RULES_TEMPFAIL && verdict.status == 78);
  CHECK_TEXT(verdict.reason, "error in map db");
  *from = (answers){.status = (rules_lookup_status)42};
  CHECK(verdict_of(call(session, NAME("db"), key, 1)).decision == RULES_TEMPFAIL);
}

static void check_pending(rules_session* session, answers* from) {
  const rules_text key[1] = {{NAME("key")}};
  const rules_result* result = NULL;
  *from = (answers){.status = RULES_LOOKUP_LATER};
  CHECK_STATUS(rules_session_call(session, NAME("db"), key, 1, NULL, &result), RULES_PENDING);
  CHECK(result == NULL);
  CHECK_STATUS(rules_session_resume(session, RULES_LOOKUP_FOUND, NAME("come"), &result), RULES_OK);
  CHECK_TEXT(tokens_of(result), "come . end");
  check_lookup(result, 0, "db", "key", "come.", RULES_LOOKUP_FOUND, 28);
  CHECK(from->count == 1);
  CHECK_STATUS(rules_session_call(session, NAME("db"), key, 1, NULL, &result), RULES_PENDING);
  CHECK_STATUS(rules_session_resume(session, RULES_LOOKUP_TEMPFAIL, NULL, 0, &result), RULES_OK);
  CHECK(verdict_of(result).status == 75);
  /* Two maps in a sequence, and a second look-up after it: each is put off once. */
  from->count = 0;
  CHECK_STATUS(rules_session_call(session, NAME("both"), key, 1, NULL, &result), RULES_PENDING);
  CHECK(strncmp(from->asked, "db(key)", 7) == 0);
  CHECK_STATUS(rules_session_resume(session, RULES_LOOKUP_NOT_FOUND, NULL, 0, &result),
               RULES_PENDING);
  CHECK(strncmp(from->asked, "plain(key)", 10) == 0);
  CHECK_STATUS(rules_session_resume(session, RULES_LOOKUP_FOUND, NAME("second"), &result),
               RULES_PENDING);
  CHECK(strncmp(from->asked, "db(key)", 7) == 0);
  CHECK_STATUS(rules_session_resume(session, RULES_LOOKUP_FOUND, NAME("third"), &result), RULES_OK);
  CHECK_TEXT(tokens_of(result), "second third .");
  CHECK(from->count == 3);
  CHECK(rules_result_lookup_count(result) == 2);
  CHECK_STATUS(rules_session_resume(session, RULES_LOOKUP_FOUND, NAME("x"), &result), RULES_EINVAL);
}

/* ---- Limits and ends -------------------------------------------------------------------- */

static void check_limit(rules_program* program, const rules_limits* limits, const char* ruleset,
                        const char* argument, const char* reason) {
  rules_session* session = open_or_exit(program, limits);
  const rules_text args[1] = {{argument, strlen(argument)}};
  const rules_result* result = NULL;
  CHECK_STATUS(rules_session_call(session, ruleset, strlen(ruleset), args, 1, NULL, &result),
               RULES_ELIMIT);
  const rules_verdict verdict = verdict_of(result);
  CHECK(verdict.decision == RULES_TEMPFAIL && verdict.code == 451 && verdict.status == 75);
  CHECK(verdict.file == NULL);
  CHECK_TEXT(verdict.reason, reason);
  CHECK_TEXT(tokens_of(result), "");
  /* The session goes on. */
  CHECK_TEXT(rewrite(session, "known", "one"), "yes");
  CHECK_STATUS(rules_session_free(session), RULES_OK);
}

static void check_limits(rules_program* program, answers* from) {
  *from = (answers){.status = RULES_LOOKUP_NOT_FOUND};
  rules_limits limits = {.size = sizeof limits, .rules = 100};
  check_limit(program, &limits, "endless", "a b c", "limit of rules");
  limits = (rules_limits){.size = sizeof limits, .tokens = 100};
  check_limit(program, &limits, "endless", "a b c", "limit of tokens");
  limits = (rules_limits){.size = sizeof limits, .lookups = 1};
  check_limit(program, &limits, "doubles", "a b c", "limit of look-ups");
  limits = (rules_limits){.size = sizeof limits, .steps = 10};
  check_limit(program, &limits, "pass", "a b c d e f g h i j k l m n o p q r s t @ u",
              "limit of matching steps");
  /* Without limits of its own, what would run for ever ends. */
  check_limit(program, NULL, "endless", "a b c", "limit of rules");
}

static rules_session* volatile to_cancel;

static void cancel_on_signal(int number) {
  (void)number;
  rules_session_cancel(to_cancel);
}

static void* cancel_soon(void* handle) {
  usleep(20000);
  rules_session_cancel(handle);
  return NULL;
}

static void check_canceled(rules_status status, const rules_result* const* given) {
  CHECK_STATUS(status, RULES_ECANCELED);
  const rules_verdict verdict = verdict_of(*given);
  CHECK(verdict.decision == RULES_TEMPFAIL && verdict.status == 75);
  CHECK_TEXT(verdict.reason, "canceled");
}

static void check_cancel(rules_program* program, answers* from) {
  const rules_limits limits = {
      .size = sizeof limits, .rules = UINT64_MAX, .tokens = UINT64_MAX, .steps = UINT64_MAX};
  rules_session* session = open_or_exit(program, &limits);
  const rules_text args[1] = {{NAME("a b")}};
  const rules_result* result = NULL;
  pthread_t thread;
  CHECK(pthread_create(&thread, NULL, cancel_soon, session) == 0);
  check_canceled(rules_session_call(session, NAME("endless"), args, 1, NULL, &result), &result);
  pthread_join(thread, NULL);

  to_cancel = session;
  signal(SIGALRM, cancel_on_signal);
  ualarm(20000, 0);
  check_canceled(rules_session_call(session, NAME("endless"), args, 1, NULL, &result), &result);

  /* From a callback, and while a look-up is waited for. */
  *from = (answers){.status = RULES_LOOKUP_FOUND, .value = "v", .cancel = session};
  check_canceled(rules_session_call(session, NAME("db"), args, 1, NULL, &result), &result);
  *from = (answers){.status = RULES_LOOKUP_LATER};
  CHECK_STATUS(rules_session_call(session, NAME("db"), args, 1, NULL, &result), RULES_PENDING);
  CHECK_STATUS(rules_session_cancel(session), RULES_OK);
  check_canceled(rules_session_resume(session, RULES_LOOKUP_FOUND, NAME("v"), &result), &result);

  /* At rest it has no effect on the call that comes. */
  CHECK_STATUS(rules_session_cancel(session), RULES_OK);
  CHECK_TEXT(rewrite(session, "known", "one"), "yes");
  CHECK_STATUS(rules_session_free(session), RULES_OK);
}

/* ---- Trace and reload ------------------------------------------------------------------- */

typedef struct lines {
  char text[2048];
  int destroyed;
} lines;

static void write_line(void* user, const rules_trace_event* event) {
  lines* to = user;
  const size_t at = strlen(to->text);
  snprintf(to->text + at, sizeof to->text - at, "%d %s %u %s\n", (int)event->kind,
           event->ruleset.data, event->line, event->text.data);
}

static void lines_gone(void* user) { ((lines*)user)->destroyed++; }

static void check_trace(rules_session* session, answers* from) {
  *from = (answers){.status = RULES_LOOKUP_NOT_FOUND};
  lines to = {"", 0};
  CHECK_STATUS(rules_session_on_trace(session, NULL, write_line, &to, lines_gone), RULES_OK);
  rewrite(session, "known", "one");
  CHECK(strcmp(to.text,
               "1 known 0 known              input: one\n"
               "2 known 25 known            returns: yes\n") == 0);
  to.text[0] = '\0';
  rewrite(session, "pass", "<a@b");
  CHECK(strstr(to.text, "5  0 <a@b... Unbalanced '<'\n") != NULL);
  to.text[0] = '\0';
  CHECK_STATUS(rules_session_on_trace(session, "21.12", write_line, &to, lines_gone), RULES_OK);
  CHECK(to.destroyed == 1);
  rewrite(session, "known", "x");
  CHECK(strcmp(to.text,
               "1 known 0 known              input: x\n"
               "3 known 25 -----trying rule: $={Known}\n"
               "3 known 25 ----- rule fails\n"
               "3 known 26 -----trying rule: $*\n"
               "3 known 26 -----rule matches: $@ no\n"
               "3 known 26 rewritten as: no\n"
               "2 known 26 known            returns: no\n") == 0);
  to.text[0] = '\0';
  CHECK_STATUS(rules_session_on_trace(session, "60.1", write_line, &to, lines_gone), RULES_OK);
  rewrite(session, "plain", "k");
  CHECK(strstr(to.text, "4 plain 30 map_lookup(plain, k) => ") != NULL);
  to.text[0] = '\0';
  CHECK_STATUS(rules_session_on_trace(session, NULL, NULL, NULL, NULL), RULES_OK);
  CHECK(to.destroyed == 3);
  rewrite(session, "known", "x");
  CHECK(to.text[0] == '\0');
}

/* A new configuration: sessions of the old one go on undisturbed. */
static void check_reload(rules_session* old) {
  rules_program* program =
      load_or_exit("V10\nMlocal, P=/bin/true, A=true\nDXnew\nSknown\nR$*\t$@ new $&X\n", NULL);
  rules_session* session = open_or_exit(program, NULL);
  CHECK_STATUS(rules_program_free(program), RULES_OK);
  CHECK_TEXT(rewrite(session, "known", "one"), "new new");
  CHECK_TEXT(rewrite(old, "known", "one"), "yes");
  CHECK_STATUS(rules_session_free(session), RULES_OK);
  CHECK_TEXT(rewrite(old, "known", "one"), "yes");
}

/* Programs run only where the host allows it; files that others can write to are refused. */
static void check_load_permissions(void) {
  static const char kPrograms[] =
      "V10\nMlocal, P=/bin/true, A=true\nF{Words} \"|/bin/echo word\"\nSs\nR$={Words}\t$@ yes\n";
  rules_load_options options = {.size = sizeof options};
  rules_program* program = NULL;
  CHECK_STATUS(rules_program_load_memory("test.cf", kPrograms, sizeof kPrograms - 1, &options,
                                         &program, NULL),
               RULES_OK);
  rules_session* session = open_or_exit(program, NULL);
  CHECK_TEXT(rewrite(session, "s", "word"), "word");
  rules_session_free(session);
  rules_program_free(program);
  options.allow_exec = 1;
  program = load_or_exit(kPrograms, &options);
  session = open_or_exit(program, NULL);
  CHECK_TEXT(rewrite(session, "s", "word"), "yes");
  rules_session_free(session);
  rules_program_free(program);
}

/* What the library finds out by itself when the host does not say. */
static void check_defaults(void) {
  char name[256] = "";
  gethostname(name, sizeof name - 1);
  rules_load_options options = {.size = sizeof options, .probe_interfaces = 1};
  rules_program* program =
      load_or_exit("V10\nMlocal, P=/bin/true, A=true\nSlocal\nR$=w\t$@ yes\n", &options);
  rules_session* session = open_or_exit(program, NULL);
  CHECK_TEXT(get(session, "j"), name);
  CHECK(get(session, "_").length > strlen("@localhost"));
  CHECK_TEXT(rewrite(session, "local", "[127.0.0.1]"), "yes");
  CHECK_TEXT(rewrite(session, "local", "[192.0.2.255]"), "[ 192 . 0 . 2 . 255 ]");
  rules_session_free(session);
  rules_program_free(program);
}

/* DNS answers from a zone; one that cannot be read is an error with its line. */
static void check_zone(void) {
  static const char kCf[] =
      "V10\nMlocal, P=/bin/true, A=true\nKa dns -R A\nSask\nR$*\t$@ $(a $1 $: none $)\n";
  rules_load_options options = {.size = sizeof options, .host_name = "mx.here.example"};
  options.zone = (rules_text){RULES_STR("a.example A 192.0.2.1\nslow.example FAIL\n")};
  rules_program* program = load_or_exit(kCf, &options);
  rules_session* session = open_or_exit(program, NULL);
  CHECK_TEXT(rewrite(session, "ask", "a.example"), "192 . 0 . 2 . 1");
  CHECK_TEXT(rewrite(session, "ask", "b.example"), "none");
  const rules_text slow = {RULES_STR("slow.example")};
  CHECK(verdict_of(call(session, NAME("ask"), &slow, 1)).decision == RULES_TEMPFAIL);
  CHECK_STATUS(rules_session_free(session), RULES_OK);
  CHECK_STATUS(rules_program_free(program), RULES_OK);

  rules_diagnostics* notes = NULL;
  rules_diagnostic note = {.size = sizeof note};
  options.zone = (rules_text){RULES_STR("a.example A 192.0.2.1\nb.example A nonsense\n")};
  CHECK_STATUS(rules_program_load_memory("t", kCf, strlen(kCf), &options, &program, &notes),
               RULES_ECONFIG);
  CHECK(program == NULL);
  CHECK(rules_diagnostics_count(notes) == 1);
  CHECK_STATUS(rules_diagnostics_get(notes, 0, &note), RULES_OK);
  CHECK(strstr(note.text, "zone:2:") != NULL);
  CHECK_STATUS(rules_diagnostics_free(notes), RULES_OK);
  options.zone = (rules_text){NULL, 3};
  CHECK(rules_program_load_memory("t", kCf, strlen(kCf), &options, &program, NULL) != RULES_OK);
}

int main(void) {
  answers from = {.status = RULES_LOOKUP_NOT_FOUND};
  rules_program* program = load_with(&from);
  rules_session* session = open_or_exit(program, NULL);
  check_verdicts(session);
  check_no_rule(session);
  check_status(session);
  check_replies(session);
  check_workspace(session);
  check_arguments(session);
  check_bad_arguments(session);
  check_classes(session);
  check_map_callback(session, &from);
  check_failing_map(session, &from);
  check_pending(session, &from);
  check_trace(session, &from);
  check_reload(session);
  check_macro_scopes(session);
  CHECK_STATUS(rules_session_free(session), RULES_OK);
  session = open_or_exit(program, NULL);
  check_macro_callback(session);
  check_limits(program, &from);
  check_cancel(program, &from);
  check_load_permissions();
  check_defaults();
  check_zone();
  CHECK_STATUS(rules_session_free(session), RULES_OK);
  CHECK_STATUS(rules_program_free(program), RULES_OK);
  if (failures > 0) {
    printf("%d checks failed\n", failures);
  }
  return failures > 0;
}
