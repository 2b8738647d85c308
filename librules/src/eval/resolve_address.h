// Addresses through the rulesets that the reference itself calls: to a mailer, a host and a user,
// and into the form that a mailer wants.
//
// As each other call these may be refused by a limit: see Session::run(). Maps that answer later
// are not waited for here: a host that has such calls the rulesets itself.
//
// Tested by tests/unit/resolve_address_test.cc, tests/cases/bt/parse_*, try_forms.
#ifndef LIBRULES_EVAL_RESOLVE_ADDRESS_H
#define LIBRULES_EVAL_RESOLVE_ADDRESS_H

#include <cstdint>
#include <string>
#include <string_view>

#include "cf/config.h"
#include "eval/session.h"

namespace rules {

// Whose address it is, and where it stands.
struct AddressKind {
  bool sender = false;
  bool header = false;
  int trace_flags = 0;  // what the reference's trace calls it
};

enum class AddressProblem : uint8_t {
  none,
  stopped,         // by a limit, or by the host
  no_mailer,       // the workspace does not begin with $#
  no_user,         // it has no $:
  no_host,         // only mailers with the flag l need none
  unknown_mailer,  // text: its name
  refused,         // $#error: code, text
};

enum class UserFlaw : uint8_t { none, too_long, operators, unbalanced_quote };

struct ResolvedAddress {
  AddressProblem problem = AddressProblem::none;
  const ConfigMailer* mailer = nullptr;  // NULL: there is a problem
  std::string host;                      // marked text, as `user`
  std::string user;
  UserFlaw flaw = UserFlaw::none;  // of the user
  bool not_remote = false;         // its leading @ was dropped for the mailer's flag @
  bool tempfail = false;           // 3 or 0 had a temporary failure
  std::string text;
  int code = 0;         // of a refusal; 553 if it has none
  int exit_status = 0;  // sysexits.h: what $@ makes of a refusal
};

// What no rule is asked about: more bytes than an address may have, or some that the reference
// keeps for its operators.
enum class AddressForm : uint8_t { fit, too_long, operator_bytes };
AddressForm address_form(std::string_view text);

// Rewrites the workspace by 3 and 0, and the user part then by 2, the R= of the mailer and 4.
[[nodiscard]] ResolvedAddress resolve_address(Session& session, const AddressKind& kind);

// Can it be delivered, now or later, to somebody and not to a list?
bool is_queued(const ResolvedAddress& address);

// What the reference does with the user of an envelope's recipient then: the ruleset queuegroup is
// called, of which only a trace shows anything.
void choose_queue_group(Session& session, std::string_view user);

// Does the workspace refuse something (`$#error`)? Else the problem is none.
[[nodiscard]] ResolvedAddress refusal_of(Session& session);

struct RewrittenAddress {
  bool stopped = false;
  bool tempfail = false;
  std::string text;  // marked
};

// Rewrites the workspace for a mailer: by 3, by 1 or 2, by its S= or R=, and by 4.
[[nodiscard]] RewrittenAddress rewrite_for_mailer(Session& session, const ConfigMailer& mailer,
                                                  const AddressKind& kind);

// By name, without case; NULL: no such mailer.
const ConfigMailer* find_mailer(const Config& config, std::string_view name);

// What the $@ part of $#error stands for, as an exit status of sysexits.h: a word (nouser), a
// number, or an enhanced status code. 75 is a temporary failure.
int exit_status_of_host(std::string_view host);

}  // namespace rules

#endif
