// What a session begins with and keeps to its end: rulesets, names, OpenSSL's contexts for both
// sides. A reload makes a new one for the sessions that come.
//
// Tested by tests/host/ (reload, claims S1, S2, C1, C9).
#ifndef EXAMPLES_HOST_SETUP_H
#define EXAMPLES_HOST_SETUP_H

#include <openssl/ssl.h>

#include <memory>
#include <mutex>
#include <string>

#include "names.h"
#include "rulesets.h"

namespace host {

using TlsContext = std::shared_ptr<SSL_CTX>;

struct Setup {
  Settings settings;
  Names names;
  Program program;
  TlsContext server_tls;  // nullptr: no certificate, STARTTLS is not offered
  TlsContext client_tls;
};

class Setups {
 public:
  explicit Setups(Settings settings) : settings_(std::move(settings)) {}

  // Reads cf, names and certificates. False: one of them cannot be used (the log says which), and
  // the setup stays what it was.
  bool load();
  std::shared_ptr<const Setup> current() const;

 private:
  const Settings settings_;
  mutable std::mutex lock_;
  std::shared_ptr<const Setup> current_;
};

// What is at the front of OpenSSL's queue of errors, which is emptied; "connection closed" if
// nothing is.
std::string tls_error();

}  // namespace host

#endif
