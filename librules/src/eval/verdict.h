// What a host does with the result of a check_* or tls_* ruleset: accept, refuse, and the reply.
//
// As the reference's SMTP server reads the workspace:
//   $#error $@ 5.7.1 $: "550 no"        550 5.7.1 no
//   $#error $: "550 5.7.2 no"           550 5.7.2 no: a code in the text wins
//   $#error $@ nouser $: "550 no"       550 5.0.0 no: other words after $@ tell the reply nothing
//   $#error $@ 4.7.1 $: "no"            the default reply, 553 5.3.0: without a code in the text,
//                                       $@ does not count
//   $#error                             554 5.3.5 buildaddr: no user
//   $#error $@ quarantine $: reason     accept and hold
//   $#discard                           accept and throw away
//   any other mailer, or none           accept
// Words are joined by blanks, whatever BlankSub says.
// Two things differ, for a refusal must stay one: a code that is no refusal (2xx, 3xx ...) is
// replaced by the default reply's, where the reference tells the client "250"; and $#ERROR is
// $#error, which the reference knows only when it resolves addresses.
//
// Tested by tests/unit/verdict_test.cc.
#ifndef LIBRULES_EVAL_VERDICT_H
#define LIBRULES_EVAL_VERDICT_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "text/token.h"

namespace rules {

// An SMTP reply: "550 5.7.1 text", the enhanced code and the text may be missing.
struct Reply {
  int code = 0;
  std::string_view enhanced;
  std::string_view text;
};

inline constexpr Reply kDefaultReply = {553, "5.3.0", {}};
inline constexpr Reply kTempfailReply = {451, "4.3.0", "Temporary failure"};

// nullopt: not a reply of the kind 4xx or 5xx in printable ASCII. The views are into `text`.
std::optional<Reply> parse_reply(std::string_view text);

// Takes the code and the blank after it from the front of `text`. 0: none, or it is 000.
int take_reply_code(std::string_view& text);
// The length of the enhanced status code that `text` begins with; 0: none.
size_t enhanced_code_size(std::string_view text);

// The delivery triple. Parts that are missing are empty.
struct Triple {
  Tokens mailer;  // one token
  Tokens host;
  Tokens user;  // all that follows the $:
  bool has_user = false;
};

// nullopt: the workspace does not begin with $# and a mailer.
std::optional<Triple> find_triple(Tokens workspace);

enum class Decision : uint8_t { accept, reject, tempfail, discard, quarantine };

struct VerdictInput {
  Tokens workspace;
  int status = 0;            // of the call
  bool stopped = false;      // by a limit or by the host: there is no workspace to read
  std::string_view ruleset;  // that was called: the reason of a quarantine without one
  Reply default_reply = kDefaultReply;
  Reply tempfail_reply = kTempfailReply;
};

struct Verdict {
  Decision decision = Decision::accept;
  bool by_rule = true;   // false: a limit, or a status without a $#, made it
  int code = 0;          // 0: none
  std::string enhanced;  // empty: none
  std::string text;      // printable ASCII
};

// Fills `verdict`, whose strings keep their storage.
void decide(const VerdictInput& input, Verdict& verdict);

}  // namespace rules

#endif
