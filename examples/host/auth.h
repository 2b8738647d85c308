// The mechanisms of AUTH: each is an exchange of responses and challenges.
//
// Tested by tests/host/ (auth, S9, S15).
#ifndef EXAMPLES_HOST_AUTH_H
#define EXAMPLES_HOST_AUTH_H

#include <memory>
#include <string>

#include "channel.h"

namespace host {

struct AuthStep {
  enum class Kind { kChallenge, kDone, kFailed, kLater };  // kLater: who it is cannot be told now
  Kind kind = Kind::kFailed;
  std::string challenge = {};              // of kChallenge; of kDone: a last word to the client
  std::string user = {};                   // who it is
  int strength = 0;                        // {auth_ssf}: bits of the security layer
  std::unique_ptr<Layer> layer = nullptr;  // put it over the connection once the client was told
};

class AuthExchange {
 public:
  virtual ~AuthExchange() = default;
  virtual AuthStep step(const std::string& response) = 0;
};

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
std::unique_ptr<AuthExchange> begin_auth(const std::string& mechanism,
                                         const AuthSituation& situation);

// DIGEST-MD5 of libsasl2, if the host was built with it (auth_sasl.cc).
bool has_digest_md5();
std::unique_ptr<AuthExchange> begin_digest_md5(const AuthSituation& situation);

}  // namespace host

#endif
