// The mechanisms of AUTH, both sides, each an exchange of responses and challenges; who may
// authenticate; what ruleset authinfo tells the client to say.
//
// Tested by tests/host/ (auth, auth_client, S9, S15, C5, sendmail_server), reader_test.cc and
// fuzz_smtp.cc.
#ifndef EXAMPLES_HOST_AUTH_H
#define EXAMPLES_HOST_AUTH_H

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "channel.h"

namespace host {

// Base64 as AUTH has it: in one piece, padded.
std::optional<std::string> base64_decode(std::string_view text);
std::string base64_encode(std::string_view bytes);

struct AuthStep {
  enum class Kind { kChallenge, kDone, kFailed, kLater };  // kLater: who it is cannot be told now
  Kind kind = Kind::kFailed;
  std::string text = {};  // to the other side: of kChallenge; of kDone: a last word
  std::string user = {};  // who it is
  int strength = 0;       // {auth_ssf}: bits of the security layer
  Layer layer = {};       // if there are any: put it over the connection once that was told
};

// What comes next, after what the other side said.
using AuthExchange = std::function<AuthStep(const std::string& said)>;

// What is known of the connection when AUTH is asked for.
struct AuthSituation {
  std::string users;  // the file of users; empty: none
  std::string host;   // our name
  bool is_tls = false;
  std::string subject;  // {cert_subject}, if {verify} is OK; empty: it is not
};

// The mechanisms that may be used now, for EHLO: "PLAIN EXTERNAL". PLAIN only over TLS, for it
// tells the password; EXTERNAL only with a certificate that was verified.
std::string auth_mechanisms(const AuthSituation& situation);

// nullptr: there is no such mechanism now.
AuthExchange begin_auth(const std::string& mechanism, const AuthSituation& situation);

// ---- The client's side

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

// The client's side of a mechanism: of "" it gives what goes out with AUTH, of a challenge the
// response. kDone: nothing more is to come but the server's 235. nullptr: it is none of ours, or
// must not be used now: PLAIN tells the password, so it needs TLS.
AuthExchange begin_client_auth(const std::string& mechanism, const Credentials& credentials,
                               const std::string& server, bool is_tls);

// ---- Who may authenticate

// A file of `name secret` lines, which only its owner may read; it is read at each AUTH. A secret
// that begins with $ is a crypt(3) hash (`openssl passwd -6`); any other is the password, which
// DIGEST-MD5 needs.
//
// The secret of a user, "" if there is no such user. Nothing: the file cannot be read, or others
// can read it too; the log says which.
std::optional<std::string> secret_of(const std::string& users, const std::string& user);

// ---- DIGEST-MD5 of libsasl2, if the host was built with it (auth_sasl.cc)

bool has_digest_md5();
AuthExchange begin_digest_md5(const AuthSituation& situation);
// with_layer: one is wanted, for there is no TLS.
AuthExchange begin_digest_md5_client(const Credentials& credentials, const std::string& server,
                                     bool with_layer);

}  // namespace host

#endif
