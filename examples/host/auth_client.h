// The client's side of AUTH: what ruleset authinfo tells us to say, and the mechanisms.
//
// Tested by tests/host/ (auth_client, sendmail_server), reader_test.cc and fuzz_smtp.cc.
#ifndef EXAMPLES_HOST_AUTH_CLIENT_H
#define EXAMPLES_HOST_AUTH_CLIENT_H

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth.h"

namespace host {

struct Credentials {
  std::string user;      // U: for whom we act
  std::string identity;  // I: who we are; of the two, one stands for the other
  std::string password;  // P:
  std::string realm;     // R: empty: the server's
  std::string mechanisms = "DIGEST-MD5 PLAIN";  // M: those that may be used
};

// Reads the words of an AuthInfo: entry, "U:user" "P:password" "M:PLAIN"; T=value is T:value in
// base64. Nothing: a word that is none of these, no user, or no password: there is no AUTH then.
std::optional<Credentials> read_authinfo(std::string_view words);

// The mechanism's side of the client: step("") gives what goes out with AUTH, step(challenge) the
// response. kDone: nothing more is to come but the server's 235. nullptr: it is none of ours, or
// must not be used now: PLAIN tells the password, so it needs TLS.
std::unique_ptr<AuthExchange> begin_client_auth(const std::string& mechanism,
                                                const Credentials& credentials,
                                                const std::string& server, bool is_tls);

// Of auth_sasl.cc. with_layer: one is wanted, for there is no TLS.
std::unique_ptr<AuthExchange> begin_digest_md5_client(const Credentials& credentials,
                                                      const std::string& server, bool with_layer);

}  // namespace host

#endif
