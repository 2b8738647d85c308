// The C interface: adapters from OpenSSL's objects and a host's facts to a Handshake.
//
// Tested by tests/tls/handshake_test.cc, tests/tls/next_handshake_test.cc.

#include "rules/tls.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>

#include "capi/boundary.h"
#include "handshake.h"
#include "xtext.h"

namespace rules::tls {

namespace {

using capi::number_of;
using capi::read_struct;

constexpr size_t kMaxDerBytes = 1 << 20;

struct FreeX509 {
  void operator()(X509* certificate) const { X509_free(certificate); }
};

std::string_view view(const rules_text& text) {
  return text.data == nullptr ? std::string_view() : std::string_view(text.data, text.length);
}

bool is_text(const rules_text& text) { return text.data != nullptr || text.length == 0; }

bool is_role(const rules_tls_role& role) {
  const int number = number_of(role);
  return number == RULES_TLS_SERVER || number == RULES_TLS_CLIENT;
}

bool is_digest(const char* name) {
  if (name == nullptr) return true;
  EVP_MD* method = EVP_MD_fetch(nullptr, name, nullptr);
  EVP_MD_free(method);
  return method != nullptr;
}

bool read_options(const rules_tls_options* from, rules_tls_options& to) {
  return read_struct(from, to) && is_text(to.peer_name) && is_text(to.peer_addr) &&
         is_digest(to.fingerprint);
}

// What OpenSSL left in the thread's queue of errors on our account is nobody else's business.
class ErrorMark {
 public:
  ErrorMark() { ERR_set_mark(); }
  ErrorMark(const ErrorMark&) = delete;
  ErrorMark& operator=(const ErrorMark&) = delete;
  ~ErrorMark() { ERR_pop_to_mark(); }
};

// As every function of the C interface, with OpenSSL's errors left as they were.
template <typename Work>
rules_status guarded(Work&& work) noexcept {
  return capi::guarded([&] {
    const ErrorMark mark;
    return work();
  });
}

void set_encryption(const char* version, const char* cipher, int bits, int alg_bits,
                    Handshake& handshake) {
  handshake.version = version == nullptr ? "UNKNOWN" : version;
  handshake.cipher = cipher == nullptr ? "UNKNOWN" : cipher;
  handshake.cipher_bits = std::to_string(bits);
  handshake.alg_bits = std::to_string(alg_bits);
}

// The certificates above the other side's, if the chain was verified.
void read_chain(SSL* ssl, Handshake& handshake) {
  STACK_OF(X509)* chain = SSL_get0_verified_chain(ssl);
  if (chain == nullptr || handshake.verify != "OK") return;
  const int count = sk_X509_num(chain);
  handshake.chain_depth = std::to_string(count > 0 ? count - 1 : 0);
  for (int i = 1; i < count; ++i) {
    handshake.chain_subjects.push_back(
        distinguished_name(X509_get_subject_name(sk_X509_value(chain, i))));
  }
}

// OpenSSL's judgement. A resumed session brings that of its first handshake along, although the
// certificate may have expired since. Without a certificate it is of nothing: a session that began
// with a key that both sides had has "unspecified", an SSL may still have an earlier one's.
long verify_error(SSL* ssl, const X509* certificate) {
  if (certificate == nullptr) return X509_V_OK;
  const long error = SSL_get_verify_result(ssl);
  if (error != X509_V_OK || SSL_session_reused(ssl) == 0) return error;
  const ASN1_TIME* end = X509_get0_notAfter(certificate);
  const bool valid = end != nullptr && X509_cmp_current_time(end) > 0;
  return valid ? X509_V_OK : X509_V_ERR_CERT_HAS_EXPIRED;
}

Handshake handshake_of(SSL* ssl, const rules_tls_options& options) {
  Handshake handshake;
  const SSL_CIPHER* cipher = SSL_get_current_cipher(ssl);
  int alg_bits = 0;
  const int bits = cipher == nullptr ? 0 : SSL_CIPHER_get_bits(cipher, &alg_bits);
  set_encryption(SSL_get_version(ssl), cipher == nullptr ? nullptr : SSL_CIPHER_get_name(cipher),
                 bits, alg_bits, handshake);
  const std::unique_ptr<X509, FreeX509> certificate(SSL_get1_peer_certificate(ssl));
  judge({certificate != nullptr, SSL_get_verify_mode(ssl) != SSL_VERIFY_NONE,
         verify_error(ssl, certificate.get())},
        handshake);
  if (certificate == nullptr) return handshake;
  read_certificate(certificate.get(), options, handshake);
  if (handshake.status == RULES_OK) read_chain(ssl, handshake);
  return handshake;
}

std::optional<rules_tls_name_kind> kind_of(const rules_tls_name& name) {
  const int number = number_of(name.kind);
  if (number < RULES_TLS_DNS || number > RULES_TLS_URI) return std::nullopt;
  return static_cast<rules_tls_name_kind>(number);
}

bool facts_are_usable(const rules_tls_facts& facts) {
  for (const rules_text* text :
       {&facts.verify, &facts.version, &facts.cipher, &facts.certificate_der, &facts.subject,
        &facts.issuer, &facts.subject_cn, &facts.issuer_cn}) {
    if (!is_text(*text)) return false;
  }
  if (facts.names == nullptr && facts.name_count > 0) return false;
  for (size_t i = 0; i < facts.name_count; ++i) {
    if (!is_text(facts.names[i].text) || !kind_of(facts.names[i])) return false;
  }
  return true;
}

void read_parts(const rules_tls_facts& facts, const rules_tls_options& options,
                Handshake& handshake) {
  handshake.subject = xtext(view(facts.subject));
  handshake.issuer = xtext(view(facts.issuer));
  const auto name_of = [](const rules_text& text) {
    return text.length == 0 ? std::string("BadCertificateUnknown") : common_name(view(text));
  };
  handshake.subject_cn = name_of(facts.subject_cn);
  handshake.issuer_cn = name_of(facts.issuer_cn);
  if (facts.name_count > most_names(options)) {
    return refuse("too_many_names", RULES_ELIMIT, handshake);
  }
  for (size_t i = 0; i < facts.name_count; ++i) {
    const auto text = view(facts.names[i].text);
    if (!is_alt_name(text)) continue;
    handshake.subject_names.push_back({*kind_of(facts.names[i]), xtext(text)});
  }
  count_names(handshake);
}

Handshake handshake_of(const rules_tls_facts& facts, const rules_tls_options& options) {
  Handshake handshake;
  if (facts.version.length > 0 || facts.cipher.length > 0) {
    const std::string version(view(facts.version)), cipher(view(facts.cipher));
    set_encryption(version.empty() ? nullptr : version.c_str(),
                   cipher.empty() ? nullptr : cipher.c_str(), facts.cipher_bits, facts.alg_bits,
                   handshake);
  }
  std::unique_ptr<X509, FreeX509> made;
  X509* certificate = facts.certificate;
  const bool is_der = certificate == nullptr && facts.certificate_der.length > 0;
  if (is_der && facts.certificate_der.length <= kMaxDerBytes) {
    const auto* at = reinterpret_cast<const unsigned char*>(facts.certificate_der.data);
    const auto* end = at + facts.certificate_der.length;
    made.reset(d2i_X509(nullptr, &at, static_cast<long>(facts.certificate_der.length)));
    certificate = at == end ? made.get() : nullptr;  // with what behind it?
  }
  const bool has_parts = facts.subject.length > 0 || facts.subject_cn.length > 0;
  judge({certificate != nullptr || has_parts, facts.asked != 0, facts.verify_error}, handshake);
  if (facts.verify.length > 0) handshake.verify = view(facts.verify);
  if (facts.chain_depth > 0) handshake.chain_depth = std::to_string(facts.chain_depth);
  if (is_der && certificate == nullptr) {
    refuse("bad_certificate", RULES_EDATA, handshake);
  } else if (certificate != nullptr) {
    read_certificate(certificate, options, handshake);
  } else if (has_parts) {
    read_parts(facts, options, handshake);
  }
  return handshake;
}

// Which thing was wrong first, in one run through a chain.
int first_error_index() {
  static const int index = X509_STORE_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

}  // namespace

}  // namespace rules::tls

using namespace rules::tls;

// The SSL's own result is of no use here: it may be an earlier handshake's.
int rules_tls_verify_callback(int good, struct x509_store_ctx_st* store) {
  const auto first =
      reinterpret_cast<std::intptr_t>(X509_STORE_CTX_get_ex_data(store, first_error_index()));
  if (first != X509_V_OK) {
    X509_STORE_CTX_set_error(store, static_cast<int>(first));
  } else if (good == 0) {
    const std::intptr_t error = X509_STORE_CTX_get_error(store);
    X509_STORE_CTX_set_ex_data(store, first_error_index(), reinterpret_cast<void*>(error));
  }
  return 1;
}

// Both of these forget first: whatever is wrong with what they are given, nothing of an earlier
// handshake is left for the rules to believe.
rules_status rules_tls_set_macros(rules_session* session, struct ssl_st* ssl, rules_tls_role role,
                                  const rules_tls_options* options) {
  return guarded([&] {
    const rules_status forgotten = forget(session);
    if (forgotten != RULES_OK) return forgotten;
    rules_tls_options read;
    // Within a handshake there may be a certificate, and no proof yet of whose it is.
    if (ssl == nullptr || SSL_is_init_finished(ssl) == 0 || !is_role(role) ||
        !read_options(options, read)) {
      return RULES_EINVAL;
    }
    return publish(session, role, handshake_of(ssl, read), read);
  });
}

rules_status rules_tls_set_facts(rules_session* session, rules_tls_role role,
                                 const rules_tls_facts* facts, const rules_tls_options* options) {
  return guarded([&] {
    const rules_status forgotten = forget(session);
    if (forgotten != RULES_OK) return forgotten;
    rules_tls_options read;
    rules_tls_facts known;
    if (facts == nullptr || !is_role(role) || !read_options(options, read) ||
        !read_struct(facts, known) || !facts_are_usable(known)) {
      return RULES_EINVAL;
    }
    return publish(session, role, handshake_of(known, read), read);
  });
}

rules_status rules_tls_clear(rules_session* session) {
  return guarded([&] { return forget(session); });
}

rules_status rules_tls_xtext(const char* text, size_t length, char* out, size_t room,
                             size_t* written) {
  return guarded([&] {
    if ((text == nullptr && length > 0) || out == nullptr || written == nullptr) {
      return RULES_EINVAL;
    }
    const std::string made = xtext(text == nullptr ? "" : std::string_view(text, length));
    *written = made.size();
    if (made.size() + 1 > room) return RULES_ELIMIT;
    std::memcpy(out, made.c_str(), made.size() + 1);
    return RULES_OK;
  });
}
