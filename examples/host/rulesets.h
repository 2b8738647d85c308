// The bridge to the engine: a session's macros, and what its rulesets say.
//
// It fails closed: a macro that cannot be set, an argument that cannot be read, a limit, a map that
// cannot be read is a refusal, never an acceptance.
//
// Tested by tests/host/.
#ifndef EXAMPLES_HOST_RULESETS_H
#define EXAMPLES_HOST_RULESETS_H

#include <rules/rules.h>
#include <rules/tls.h>

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "channel.h"
#include "names.h"
#include "settings.h"

namespace host {

// A cf that is loaded; shared by all sessions that began with it.
using Program = std::shared_ptr<rules_program>;

// nullptr: it cannot be used; why was logged. A line that the engine does not understand is such a
// reason too: it might have been one that refuses. The rules' own look-ups of hosts are answered by
// DNS, without it (setting: dns) from `names`.
Program load_program(const Settings& settings, const Names& names);

struct Verdict {
  rules_decision decision = RULES_ACCEPT;
  std::string reply;  // "403 4.7.0 not authenticated" if it refuses; the reason of a quarantine

  bool refuses() const { return decision == RULES_REJECT || decision == RULES_TEMPFAIL; }
};

// Thrown: what ends a command of a client, or a delivery: the reply that says why.
struct Refused {
  std::string reply;
};

// Where mail for an address goes.
struct Delivery {
  std::string mailer;
  std::string host;
  std::string user;
};

class Rulesets {
 public:
  // `who` is what the log calls the session.
  Rulesets(Program program, std::string who);

  // Macros of the connection, and of the message. name: "s" or "{client_name}".
  void set(std::string_view name, std::string_view value, rules_scope scope = RULES_CONNECTION);
  void set_for_message(std::string_view name, std::string_view value) {
    set(name, value, RULES_TRANSACTION);
  }
  void forget(std::string_view name);
  void forget_message();
  std::string get(std::string_view name);  // "": undefined

  // After a handshake: {verify} and all that a certificate says.
  void set_tls(SSL* tls, rules_tls_role role);

  bool has(const std::string& ruleset) const;

  // What the ruleset says. A ruleset that the cf does not have accepts. `fallback` is the reply for
  // a $#error that has no SMTP code: "503 5.7.0 Authentication required."
  Verdict ask(const std::string& ruleset, std::initializer_list<std::string_view> args,
              const std::string& fallback = "553 5.3.0 Refused");

  // The letters that srv_features and its kin answer ("$# S V"), without blanks; "temp": they
  // cannot tell now.
  std::string features(const std::string& ruleset, std::string_view arg);

  // What stands behind the $# of a ruleset's answer, such as authinfo's; "": there is none.
  // Nothing: it cannot tell now. Not logged: it may be a password.
  std::optional<std::string> action(const std::string& ruleset,
                                    std::initializer_list<std::string_view> args);

  // Rulesets canonify and parse. The mailer "error" with a reply for `user` if there is no way.
  Delivery resolve(const std::string& address);

 private:
  const rules_result* call(const std::string& ruleset, std::initializer_list<std::string_view> args,
                           rules_status& status);
  void log_verdict(const std::string& ruleset, std::initializer_list<std::string_view> args,
                   const rules_result* result, const Verdict& verdict);

  rules_session* session() const { return session_.get(); }

  const Program program_;
  const std::string who_;
  std::shared_ptr<rules_session> session_;
  bool broken_ = false;  // something could not be set: nothing is accepted any more
};

}  // namespace host

#endif
