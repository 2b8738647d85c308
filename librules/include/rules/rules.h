/* rules.h - the sendmail.cf ruleset engine as a library: C interface.
 *
 * A host (an MTA, a filter, a policy server) loads a sendmail.cf once, opens a session for each
 * connection, sets macros, and calls rulesets (check_mail, tls_client, parse ...). It gets back the
 * rewritten workspace, the delivery triple, or a verdict that it can send as an SMTP reply.
 *
 *   rules_program *program;
 *   rules_session *session;
 *   const rules_result *result;
 *   rules_verdict verdict = {.size = sizeof verdict};
 *
 *   rules_program_load_file("sendmail.cf", NULL, &program, NULL);
 *   rules_session_new(program, NULL, &session);
 *   rules_session_set_macro(session, RULES_CONNECTION, RULES_STR("{verify}"), RULES_STR("NO"));
 *   rules_text args[2] = {{RULES_STR("NO")}, {RULES_STR("MAIL")}};
 *   rules_session_call(session, RULES_STR("tls_client"), args, 2, NULL, &result);
 *   rules_result_verdict(result, &verdict);
 *
 * Conventions
 *  1. Text is (pointer, length) in bytes, any encoding; it needs no final NUL and may not hold one
 *     (RULES_EDATA). A (NULL, 0) text is the empty text. Text that comes back is followed by a NUL
 *     that its length does not count.
 *  2. Every function returns a rules_status unless it cannot fail. Out-parameters are written only
 *     when the function says so; on failure they are set to NULL or left as they were.
 *  3. Handles are checked: NULL, a handle of another kind and one that was freed give RULES_EINVAL,
 *     never a crash. A handle is not an address: do not look behind it.
 *  4. Who makes frees: rules_x_new / rules_x_load... with rules_x_free. Results and the texts they
 *     give belong to their session, and last until its next call, reset, resume or free.
 *  5. Structs that grow begin with `size`: set it to sizeof the struct, and the rest to zero. A
 *     library that is newer than the host takes what is missing as zero; one that is older takes a
 *     longer struct if it is zero beyond what it knows, and refuses it (RULES_EINVAL) otherwise.
 *  6. Threads: a rules_program is immutable and shared by any number of threads; a session belongs
 *     to one thread at a time; only rules_session_cancel may be called from another one. A second
 *     call into a session that is at work (from a callback, or from another thread) gives
 *     RULES_EBUSY.
 *  7. Callbacks get the `user` pointer that they were registered with; `destroy`, if not NULL, is
 *     called with it once, when the library lets go of it. A registration that is refused
 *     (RULES_EINVAL, RULES_EBUSY, RULES_ENOMEM) takes nothing: it is not called then. No callback
 *     may throw or longjmp.
 *  8. Data is data: no byte of an argument, a macro value, a class word or a map's answer turns
 *     into an operator of the ruleset language.
 */
#ifndef RULES_RULES_H
#define RULES_RULES_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define RULES_API __attribute__((visibility("default")))
#else
#define RULES_API
#endif

#define RULES_VERSION_MAJOR 0
#define RULES_VERSION_MINOR 1
#define RULES_VERSION_PATCH 0

/* A string literal as (pointer, length). */
#define RULES_STR(literal) ("" literal), (sizeof(literal) - 1)

typedef struct rules_program rules_program;
typedef struct rules_session rules_session;
typedef struct rules_result rules_result;
typedef struct rules_diagnostics rules_diagnostics;

typedef enum rules_status {
  RULES_OK = 0,
  RULES_PENDING = 1,    /* a callback answered "later": rules_session_resume goes on */
  RULES_EINVAL = 2,     /* NULL, a wrong or freed handle, a value out of range */
  RULES_ENOMEM = 3,     /* no memory, or no room for more names */
  RULES_EBUSY = 4,      /* the session is at work already, or waits for rules_session_resume */
  RULES_ENOENT = 5,     /* no such file, ruleset, macro, or element */
  RULES_EIO = 6,        /* a file could not be read; errno text is in the diagnostics */
  RULES_ECONFIG = 7,    /* the cf cannot be used at all; see the diagnostics */
  RULES_EDATA = 8,      /* an argument cannot be tokenised, holds a NUL, or is too long */
  RULES_ELIMIT = 9,     /* a limit of the session was passed: the verdict is tempfail */
  RULES_ECANCELED = 10, /* rules_session_cancel ended the call: the verdict is tempfail */
} rules_status;

/* A text argument: `length` bytes at `data`. */
typedef struct rules_text {
  const char* data;
  size_t length;
} rules_text;

/* The version of the library that is loaded: major * 10000 + minor * 100 + patch. Any thread. */
RULES_API uint32_t rules_version(void);

/* What a status means, in English, without a final stop. Never NULL; static. Any thread. */
RULES_API const char* rules_status_text(rules_status status);

/* ---- Loading ---------------------------------------------------------------------------- */

/* One thing to set before the first line of the cf is read, and that wins over it: as -M, -O and
 * -C of the command line. */
typedef enum rules_setting_kind {
  RULES_SET_MACRO = 1,      /* name: "j" or "{name}"; value: text (cf: Dname) */
  RULES_SET_CLASS_WORD = 2, /* name: "w" or "{name}"; value: one word (cf: Cname word) */
  RULES_SET_OPTION = 3,     /* name: long option name; value: its text (cf: O name=value) */
} rules_setting_kind;

typedef struct rules_setting {
  rules_setting_kind kind;
  rules_text name;
  rules_text value;
} rules_setting;

/* What a map of a host's own class is asked. All texts last for the time of the call. */
typedef struct rules_map_query {
  size_t size;
  rules_text map;        /* the map's name, as on the K line */
  rules_text definition; /* what follows the class on the K line */
  rules_text key;        /* after quotes and backslashes are removed */
  const rules_text* args;
  size_t arg_count; /* the $@ arguments; %1 is args[0] */
} rules_map_query;

typedef enum rules_lookup_status {
  RULES_LOOKUP_FOUND = 0,
  RULES_LOOKUP_NOT_FOUND = 1,
  RULES_LOOKUP_TEMPFAIL = 2, /* cannot be told now: $: default is used, the call's status is 75 */
  RULES_LOOKUP_ERROR = 3,    /* broken configuration: not found, the call's status is 78 */
  RULES_LOOKUP_LATER = 4,    /* the answer comes by rules_session_resume */
} rules_lookup_status;

/* Answers a query. FOUND: sets *value to text that stays valid until the callback is called again
 * or the session is freed (the library copies it before, up to a NUL). Text of over 64 KiB is not
 * taken: the look-up is a TEMPFAIL then, and the verdict's reason says so. `session` is the session
 * that asks, only to tell sessions apart and for rules_session_resume: calling into it gives
 * RULES_EBUSY (but for rules_session_cancel).
 *
 * The library does what these flags of the K line say: -a -m -q -S -t -T. Everything else is left
 * to the callback, also replacing %1 in values. A map of a sequence may answer LATER too: the maps
 * of the sequence before it are then asked once more after rules_session_resume, but for those that
 * answered LATER themselves. */
typedef rules_lookup_status (*rules_map_callback)(void* user, rules_session* session,
                                                  const rules_map_query* query, rules_text* value);

/* A whole map class by callback: `Kname class definition` in the cf then makes a map of it. A
 * callback class replaces a class of the library with the same name (a host that has its own
 * resolver names one "host", which $[name$] asks too, or "dns"). name: letters and digits. The
 * callback may come from any thread that calls into a session of the program. `destroy` is called
 * when the program and its last session are gone. */
typedef struct rules_map_class {
  size_t size;
  const char* name;
  rules_map_callback lookup;
  void* user;
  void (*destroy)(void* user);
} rules_map_class;

typedef struct rules_load_options {
  size_t size;
  const char* host_name; /* $j, $w and $=w begin with it; NULL: the kernel's name (no DNS) */
  const char* user_name; /* the user in $_ ; NULL: the calling process's */
  int allow_exec;        /* 1: F|command and program maps may start programs. Default: not */
  int skip_file_safety;  /* 1: no checks of owner and modes of files, as DontBlameSendmail could
                            switch off one by one. Default: the reference's checks */
  int probe_interfaces;  /* 1: $=w gets the addresses of the network interfaces: [192.0.2.1] */
  const rules_setting* settings;
  size_t setting_count;
  const rules_map_class* map_classes;
  size_t map_class_count;
  int ask_name_servers; /* 1: $[name$] and maps of the classes host, dns and bestmx ask the system's
                           name servers, and wait for them. Default: only hosts files are read, and
                           what only DNS can tell is a temporary failure. A callback class "host"
                           or "dns" is asked instead in either case */
  rules_text zone;      /* DNS answers instead of name servers': the text of a zone file, for tests
                           and simulations (lines NAME TYPE DATA; types A AAAA MX PTR CNAME TXT ...,
                           FAIL for what cannot be told). A line that cannot be read is an error:
                           nothing is loaded. Empty: none */
  const char* cache_file; /* what was read is kept in this file, and used as long as
                             the cf, its class files, these options and the library are the same; a
                             file that is not ours (or root's) alone to write, or damaged, is not
                             used. Pays when classes have many words. NULL: none */
} rules_load_options;

typedef enum rules_severity {
  RULES_NOTE = 1,    /* the reference prints it and goes on; exit status unchanged */
  RULES_WARNING = 2, /* an error that the reference survives: the line has no or another effect */
  RULES_ERROR = 3,   /* nothing was loaded */
} rules_severity;

typedef struct rules_diagnostic {
  size_t size;
  rules_severity severity;
  const char* file; /* NULL: not about a line of a file */
  uint32_t line;    /* 1..; the last physical line of a continued one; 0: none */
  const char* text; /* in the reference's words where it has some; no newline */
} rules_diagnostic;

/* Reads and compiles a sendmail.cf (source: the whole cf language, Operation Guide chapter 5).
 *
 * path     the file. load_memory: `name` is what diagnostics call the text.
 * options  NULL: defaults.
 * program  set to a new program on RULES_OK, else to NULL. Free it with rules_program_free.
 * notes    may be NULL. Set to a new list of all diagnostics, also on RULES_OK (a line with an
 *          error is reported and skipped as the reference does) and on failure; to NULL only on
 *          RULES_EINVAL and RULES_ENOMEM. Free it with rules_diagnostics_free.
 *
 * RULES_OK, RULES_EINVAL, RULES_ENOENT (no such file), RULES_EIO (cannot be read, not a plain
 * file), RULES_ECONFIG (an error that the reference does not survive either), RULES_ENOMEM.
 * Any thread. Opens no map: that happens at the first look-up.
 *
 * Reload: load a new program, open new sessions on it; sessions of the old one go on undisturbed.
 */
RULES_API rules_status rules_program_load_file(const char* path, const rules_load_options* options,
                                               rules_program** program, rules_diagnostics** notes);
RULES_API rules_status rules_program_load_memory(const char* name, const char* text, size_t length,
                                                 const rules_load_options* options,
                                                 rules_program** program,
                                                 rules_diagnostics** notes);

/* Lets go of a program. Sessions that use it keep what they need: it goes with the last of them.
 * RULES_OK, RULES_EINVAL. */
RULES_API rules_status rules_program_free(rules_program* program);

/* Is there a ruleset of this name or number with at least one rule? RULES_OK, RULES_ENOENT,
 * RULES_EINVAL. Any thread. */
RULES_API rules_status rules_program_has_ruleset(rules_program* program, const char* name,
                                                 size_t length);

/* How many diagnostics, 0 for a bad handle; and diagnostic `index` (0..count-1), whose texts last
 * until the list is freed. RULES_OK, RULES_EINVAL, RULES_ENOENT (no such index). */
RULES_API size_t rules_diagnostics_count(rules_diagnostics* notes);
RULES_API rules_status rules_diagnostics_get(rules_diagnostics* notes, size_t index,
                                             rules_diagnostic* diagnostic);
RULES_API rules_status rules_diagnostics_free(rules_diagnostics* notes);

/* ---- Sessions --------------------------------------------------------------------------- */

/* How much one call may do, and how long it may wait for nothing. 0: the default. Past one of
 * them the call ends with RULES_ELIMIT and the verdict tempfail. The reference's own limits (100
 * applications of one rule, recursion depth 50, 1000 tokens) hold besides. */
typedef struct rules_limits {
  size_t size;
  uint64_t rules;   /* rules tried (default 1,000,000) */
  uint64_t tokens;  /* tokens produced (default 10,000,000) */
  uint64_t lookups; /* map look-ups (default 10,000) */
  uint64_t steps;   /* steps of the matcher (default 100,000,000) */
} rules_limits;

/* Opens a session on a program. RULES_OK, RULES_EINVAL, RULES_ENOMEM. *session is set to the new
 * session on RULES_OK, else to NULL. limits: NULL for the defaults; copied. */
RULES_API rules_status rules_session_new(rules_program* program, const rules_limits* limits,
                                         rules_session** session);

/* Ends a session; a call that is pending is dropped. RULES_OK, RULES_EINVAL, RULES_EBUSY. */
RULES_API rules_status rules_session_free(rules_session* session);

/* How long what is set lives: until the session ends, or until the next
 * rules_session_reset_transaction (at MAIL, RSET, end of DATA). A transaction's value hides the
 * connection's. */
typedef enum rules_scope { RULES_CONNECTION = 1, RULES_TRANSACTION = 2 } rules_scope;

/* Sets a macro (cf: Dname, seen by $&name and, in macro values, $name). Rules are compiled with
 * the values that the cf gave: a plain $name in a rule does not change. name: "f" or
 * "{client_addr}". value: data, never expanded. An empty value makes $?name false. A macro that a
 * rule sets (macro map) is a transaction's. RULES_OK, RULES_EINVAL (bad name, scope), RULES_EDATA
 * (holds a NUL, over 64 KiB), RULES_ENOMEM (also: over 1000 names that the cf does not know),
 * RULES_EBUSY. */
RULES_API rules_status rules_session_set_macro(rules_session* session, rules_scope scope,
                                               const char* name, size_t name_length,
                                               const char* value, size_t value_length);

/* Makes a macro undefined, whatever the cf says, in that scope. Statuses as above. */
RULES_API rules_status rules_session_unset_macro(rules_session* session, rules_scope scope,
                                                 const char* name, size_t name_length);

/* Takes back what set_macro, unset_macro or a rule did to the macro in that scope: what the wider
 * scope says shows again, or else the cf. RULES_OK (also if there was nothing), RULES_EINVAL,
 * RULES_EBUSY. */
RULES_API rules_status rules_session_forget_macro(rules_session* session, rules_scope scope,
                                                  const char* name, size_t name_length);

/* The macro's value as a rule would see it, with operators written as in a cf ($* $| ...); lasts
 * until the session's next function. Macros that rules set are read back so. RULES_OK,
 * RULES_ENOENT (undefined), RULES_EINVAL, RULES_EBUSY. */
RULES_API rules_status rules_session_get_macro(rules_session* session, const char* name,
                                               size_t name_length, rules_text* value);

/* Asked when a rule reads a macro that nobody has set in the session, at most once for each macro
 * in a call; the answer holds until the call ends or a rule sets the macro. Return 1 and set
 * *value (copied), or 0: then the cf's value, if any, is used. A value of over 64 KiB is not taken:
 * the call ends with RULES_ENOMEM. */
typedef int (*rules_macro_callback)(void* user, rules_session* session, rules_text name,
                                    rules_text* value);
RULES_API rules_status rules_session_on_macro(rules_session* session, rules_macro_callback callback,
                                              void* user, void (*destroy)(void* user));

/* Adds a word to a class for this session only (cf: Cname word); the word may be a phrase of
 * several tokens. RULES_OK, RULES_EINVAL, RULES_EDATA, RULES_ENOMEM, RULES_EBUSY.
 * clear: takes away the words that this session added in that scope (both: the cf's words stay). */
RULES_API rules_status rules_session_add_class_word(rules_session* session, rules_scope scope,
                                                    const char* name, size_t name_length,
                                                    const char* word, size_t word_length);
RULES_API rules_status rules_session_clear_class(rules_session* session, rules_scope scope,
                                                 const char* name, size_t name_length);

/* Forgets what was set in the transaction's scope. RULES_OK, RULES_EINVAL, RULES_EBUSY. */
RULES_API rules_status rules_session_reset_transaction(rules_session* session);

/* ---- Trace ------------------------------------------------------------------------------ */

typedef enum rules_trace_kind {
  RULES_TRACE_INPUT = 1,   /* a ruleset begins: the workspace */
  RULES_TRACE_RETURNS = 2, /* a ruleset ends: the workspace */
  RULES_TRACE_RULE = 3,    /* a rule is tried, matches, or fails; the rewritten workspace */
  RULES_TRACE_LOOKUP = 4,  /* a map look-up and its answer */
  RULES_TRACE_MESSAGE = 5, /* a complaint of the engine: "map x not found" ... */
} rules_trace_kind;

typedef struct rules_trace_event {
  size_t size;
  rules_trace_kind kind;
  rules_text ruleset; /* name or number; empty: none */
  uint32_t line;      /* of the rule in the cf; 0: none */
  rules_text text;    /* as -bt prints it with the debug levels asked for, without newline */
} rules_trace_event;

typedef void (*rules_trace_callback)(void* user, const rules_trace_event* event);

/* Reports what evaluations do. debug: what to report, as after -d of the reference ("21.12,60.1");
 * NULL or "": input, returns and messages only. callback NULL: no trace; it costs nothing then.
 * RULES_OK, RULES_EINVAL, RULES_EBUSY. */
RULES_API rules_status rules_session_on_trace(rules_session* session, const char* debug,
                                              rules_trace_callback callback, void* user,
                                              void (*destroy)(void* user));

/* ---- Calls ------------------------------------------------------------------------------ */

typedef struct rules_call_options {
  size_t size;
  const char* default_reply;  /* for a $#error whose text has no SMTP code, or one that refuses
                                 nothing: "550 5.7.1" (default "553 5.3.0", as the reference's; a
                                 temporary one, such as "403 4.7.0", is allowed) */
  const char* tempfail_reply; /* for a call that ends with a status other than 0 and no $#, past a
                                 limit, or canceled: 4xx, default "451 4.3.0 Temporary failure" */
} rules_call_options;

/* Calls a ruleset. The arguments are tokenised each by itself and joined by the $| metasymbol, so
 * that no argument can bring a $| of its own: check_relay gets (name, address), tls_client
 * (verify, "MAIL"). They are read as the reference's server reads an address: comments in
 * parentheses vanish, a missing ", ) or > is supplied and a stray one dropped (a trace tells so; a
 * server refuses such addresses before it asks). One argument may be at most 1000 tokens, all
 * together as well, a token 255 bytes, an argument 1256 bytes with one more for each token. No
 * arguments: an empty workspace; an argument of no tokens is legal.
 *
 * ruleset  name or number, as after $> in a rule.
 * result   set on RULES_OK, RULES_ELIMIT and RULES_ECANCELED; NULL otherwise.
 *
 * The session's earlier result ends here, whatever comes.
 *
 * RULES_OK (whatever the verdict), RULES_PENDING (a callback answered later), RULES_ENOENT (no
 * such ruleset: it has no rules, and the reference would skip the call), RULES_EDATA (an argument
 * cannot be tokenised: refuse it, do not accept it), RULES_ELIMIT, RULES_ECANCELED, RULES_EBUSY,
 * RULES_EINVAL, RULES_ENOMEM. */
RULES_API rules_status rules_session_call(rules_session* session, const char* ruleset,
                                          size_t ruleset_length, const rules_text* args,
                                          size_t arg_count, const rules_call_options* options,
                                          const rules_result** result);

/* Goes on after RULES_PENDING with the answer to the look-up that was put off. answer: not LATER.
 * value: with FOUND; copied. Statuses and result as of rules_session_call. RULES_EINVAL if nothing
 * is pending or the answer is none; RULES_EDATA for a value with a NUL or over 64 KiB: the call is
 * still pending then. */
RULES_API rules_status rules_session_resume(rules_session* session, rules_lookup_status answer,
                                            const char* value, size_t value_length,
                                            const rules_result** result);

/* Makes the session's running or pending call end soon with RULES_ECANCELED; no effect on a
 * session at rest. Any thread, also a signal handler's. RULES_OK, RULES_EINVAL. */
RULES_API rules_status rules_session_cancel(rules_session* session);

/* ---- Results ---------------------------------------------------------------------------- */

/* The status that the reference gives the call: 0, 65 (data), 75 (temporary), 78 (configuration).
 */
RULES_API rules_status rules_result_status(const rules_result* result, int* status);

/* The rewritten workspace, tokens joined as the reference joins an address; operators as in a cf
 * ("$#error $@ 5.7.1 $: \"550 no\""). rules_result_tokens: the same, one blank between tokens, as
 * -bt prints it. */
RULES_API rules_status rules_result_workspace(const rules_result* result, rules_text* text);
RULES_API rules_status rules_result_tokens(const rules_result* result, rules_text* text);

/* The delivery triple: $#mailer $@host $:user. Parts that are missing are empty. RULES_ENOENT:
 * the workspace does not begin with $#. */
typedef struct rules_triple {
  size_t size;
  rules_text mailer;
  rules_text host;
  rules_text user;
} rules_triple;
RULES_API rules_status rules_result_triple(const rules_result* result, rules_triple* triple);

typedef enum rules_decision {
  RULES_ACCEPT = 1,     /* no $#, or a mailer that is not an error: see the workspace */
  RULES_REJECT = 2,     /* $#error (in any case of letters) with a 5xx code */
  RULES_TEMPFAIL = 3,   /* $#error with a 4xx code; a status other than 0 without $#; a limit */
  RULES_DISCARD = 4,    /* $#discard: say yes and throw away */
  RULES_QUARANTINE = 5, /* $#error $@ quarantine $: text: accept and hold; text is the reason */
} rules_decision;

/* The verdict of a check_* or tls_* ruleset, as the reference's server reads one: the code at the
 * front of the text counts, then an enhanced code after it, or else the one after $@; words after
 * $@ (nouser, tempfail ...) change no reply. $#error without a text is 554 5.3.5. One thing
 * differs: a code such as 250 does not tell the client that all is well, the default reply's is
 * used. */
typedef struct rules_verdict {
  size_t size;
  rules_decision decision;
  int code;            /* SMTP reply code: 421, 450, 550 ...; 0: none (accept, discard) */
  rules_text enhanced; /* enhanced status code "5.7.1" (RFC 3463); empty: none */
  rules_text text;    /* reply text without the codes, quotes removed; printable ASCII, no CR, LF */
  int status;         /* as rules_result_status */
  rules_text reason;  /* why, when no rule said so: a limit, an unusable map; may be empty */
  const char* file;   /* the cf of the rule that decided; NULL: none did (no rule matched) */
  uint32_t line;      /* its line */
  rules_text ruleset; /* the ruleset it stands in */
} rules_verdict;
RULES_API rules_status rules_result_verdict(const rules_result* result, rules_verdict* verdict);

/* The look-ups that the call made, in order: how many (0 for a bad handle), and number `index`. */
typedef struct rules_lookup {
  size_t size;
  rules_text map;
  rules_text key;
  rules_text value; /* empty unless found */
  rules_lookup_status status;
  uint32_t line; /* of the rule that asked */
} rules_lookup;
RULES_API size_t rules_result_lookup_count(const rules_result* result);
RULES_API rules_status rules_result_lookup(const rules_result* result, size_t index,
                                           rules_lookup* lookup);

#ifdef __cplusplus
}
#endif

#endif
