// What a session begins with. Tested by tests/host/ (reload, claims S1, S2, C1, C9).
#include "setup.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <rules/tls.h>

#include "log.h"

namespace host {

namespace {

// Every certificate must then be in nobody's list; a CA without one is a reason to fail, too.
bool use_revoked(const std::string& file, SSL_CTX* context) {
  X509_STORE* store = SSL_CTX_get_cert_store(context);
  X509_LOOKUP* lookup = X509_STORE_add_lookup(store, X509_LOOKUP_file());
  return lookup != nullptr && X509_load_crl_file(lookup, file.c_str(), X509_FILETYPE_PEM) > 0 &&
         X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK) == 1;
}

// A context with the certificate and the CAs of the settings. A server asks for a certificate and
// takes any; what it is worth is for the rulesets. nullptr: a file cannot be used; `complaint` says
// which and why.
TlsContext make_tls_context(const Settings& settings, bool server, std::string& complaint) {
  TlsContext context(SSL_CTX_new(server ? TLS_server_method() : TLS_client_method()));
  if (!context) {
    complaint = "TLS: " + tls_error();
    return nullptr;
  }
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_AUTO_RETRY);
  // Each connection shows its certificate: a resumed one would not.
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_num_tickets(context.get(), 0);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, rules_tls_verify_callback);
  const char* certificate = settings.certificate.c_str();
  if (!settings.certificate.empty() &&
      (SSL_CTX_use_certificate_chain_file(context.get(), certificate) != 1 ||
       SSL_CTX_use_PrivateKey_file(context.get(), settings.key.c_str(), SSL_FILETYPE_PEM) != 1 ||
       SSL_CTX_check_private_key(context.get()) != 1)) {
    complaint =
        "certificate " + settings.certificate + ", key " + settings.key + ": " + tls_error();
    return nullptr;
  }
  const char* authorities = settings.authorities.c_str();
  if (!settings.authorities.empty()) {
    if (SSL_CTX_load_verify_locations(context.get(), authorities, nullptr) != 1) {
      complaint = "authorities " + settings.authorities + ": " + tls_error();
      return nullptr;
    }
    if (!settings.revoked.empty() && !use_revoked(settings.revoked, context.get())) {
      complaint = "revoked " + settings.revoked + ": " + tls_error();
      return nullptr;
    }
    if (server) SSL_CTX_set_client_CA_list(context.get(), SSL_load_client_CA_file(authorities));
  }
  return context;
}

}  // namespace

std::string tls_error() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* reason = code != 0 ? ERR_reason_error_string(code) : nullptr;
  return reason != nullptr ? reason : "connection closed";
}

bool Setups::load() {
  std::string complaint;
  auto names = Names::read(settings_, complaint);
  auto program = names ? Program::load(settings_, *names) : nullptr;
  auto client = make_tls_context(settings_, false, complaint);
  TlsContext server;
  if (!settings_.certificate.empty()) server = make_tls_context(settings_, true, complaint);
  const bool server_good = settings_.certificate.empty() || server != nullptr;
  if (!names || !program || !client || !server_good) {
    if (!complaint.empty()) log_line("setup", complaint);
    return false;
  }
  const auto made = std::make_shared<const Setup>(Setup{
      settings_, *std::move(names), std::move(program), std::move(server), std::move(client)});
  const std::lock_guard<std::mutex> held(lock_);
  current_ = made;
  return true;
}

std::shared_ptr<const Setup> Setups::current() const {
  const std::lock_guard<std::mutex> held(lock_);
  return current_;
}

}  // namespace host
