// What a session begins with. Tested by tests/host/ (reload, claims S1, S2, C1, C9).
#include "setup.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <rules/tls.h>

#include <system_error>

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

// Reads the certificate and the CAs; the setting that cannot be used, or "".
std::string read_files(const Settings& settings, SSL_CTX* context) {
  const std::string& certificate = settings.certificate;
  if (!certificate.empty() &&
      (SSL_CTX_use_certificate_chain_file(context, certificate.c_str()) != 1 ||
       SSL_CTX_use_PrivateKey_file(context, settings.key.c_str(), SSL_FILETYPE_PEM) != 1 ||
       SSL_CTX_check_private_key(context) != 1)) {
    return "certificate " + certificate + ", key " + settings.key;
  }
  const std::string& authorities = settings.authorities;
  if (authorities.empty()) return "";
  if (SSL_CTX_load_verify_locations(context, authorities.c_str(), nullptr) != 1) {
    return "authorities " + authorities;
  }
  // What a server tells a client that it asks for a certificate; a client has no use for it.
  SSL_CTX_set_client_CA_list(context, SSL_load_client_CA_file(authorities.c_str()));
  const bool good = settings.revoked.empty() || use_revoked(settings.revoked, context);
  return good ? "" : "revoked " + settings.revoked;
}

// A server asks for a certificate and takes any; what it is worth is for the rulesets. nullptr: a
// file cannot be used; `complaint` says which and why.
TlsContext make_tls_context(const Settings& settings, const SSL_METHOD* method,
                            std::string& complaint) {
  TlsContext context(SSL_CTX_new(method), SSL_CTX_free);
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
  // A key with a pass phrase cannot be used: there is nobody to ask at a reload.
  SSL_CTX_set_default_passwd_cb(context.get(), [](char*, int, int, void*) { return -1; });
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, rules_tls_verify_callback);
  const std::string wrong = read_files(settings, context.get());
  if (wrong.empty()) return context;
  complaint = wrong + ": " + tls_error();
  return nullptr;
}

}  // namespace

std::string tls_error() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  if (ERR_SYSTEM_ERROR(code)) return std::system_category().message(ERR_GET_REASON(code));
  const char* reason = code != 0 ? ERR_reason_error_string(code) : nullptr;
  return reason != nullptr ? reason : "connection closed";
}

bool Setups::load() {
  std::string complaint;
  auto names = Names::read(settings_, complaint);
  auto program = names ? load_program(settings_, *names) : nullptr;
  auto client = make_tls_context(settings_, TLS_client_method(), complaint);
  auto server = make_tls_context(settings_, TLS_server_method(), complaint);
  if (!names || !program || !client || !server) {
    if (!complaint.empty()) log_line("setup", complaint);
    return false;
  }
  if (settings_.certificate.empty()) server = nullptr;
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
