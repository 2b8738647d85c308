// OpenSSL contexts for both sides.
//
// Tested by tests/host/ (claims S1, S2, C1, C9).
#ifndef EXAMPLES_HOST_TLS_H
#define EXAMPLES_HOST_TLS_H

#include <openssl/ssl.h>

#include <memory>
#include <string>

#include "settings.h"

namespace host {

struct FreeContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using TlsContext = std::unique_ptr<SSL_CTX, FreeContext>;

// A context with the certificate and the CAs of the settings. A server asks for a certificate and
// takes any; what it is worth is for the rulesets. nullptr: a file cannot be used; `complaint` says
// which and why.
TlsContext make_tls_context(const Settings& settings, bool server, std::string& complaint);

// What is at the front of OpenSSL's queue of errors, which is emptied; "connection closed" if
// nothing is.
std::string tls_error();

}  // namespace host

#endif
