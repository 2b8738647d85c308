// What is known of a handshake, and how it becomes macros and classes of a session.
//
// Tested by tests/tls/handshake_test.cc, tests/tls/certificate_test.cc.
#ifndef LIBRULES_TLS_HANDSHAKE_H
#define LIBRULES_TLS_HANDSHAKE_H

#include <string>
#include <vector>

#include "certificate.h"
#include "rules/tls.h"

namespace rules::tls {

// Everything as it will stand in the macros: names are xtext.
struct Handshake {
  std::string verify, verify_reason;
  std::string version, cipher, cipher_bits, alg_bits;
  std::string subject, issuer, subject_cn, issuer_cn;
  std::string md5, fingerprint;
  std::string not_after, chain_depth;
  std::string dns_count;
  std::vector<AltName> subject_names, issuer_names;
  std::vector<std::string> chain_subjects;
  rules_status status = RULES_OK;  // RULES_ELIMIT, RULES_EDATA: a certificate that is refused
};

struct Judgement {
  bool has_certificate;
  bool asked;
  long error;  // X509_V_...
};

// The limit of alternative names.
size_t most_names(const rules_tls_options& options);
// {verify} and {verify_reason}, unless the host has said what it is.
void judge(const Judgement& judgement, Handshake& handshake);
// {subject_dns_count}, once the names are known.
void count_names(Handshake& handshake);
// A certificate that cannot be read as a whole is never a verified one.
void refuse(const char* reason, rules_status status, Handshake& handshake);
// Names, fingerprints and dates of the other side's certificate.
void read_certificate(X509* certificate, const rules_tls_options& options, Handshake& handshake);

// Forgets what an earlier handshake set.
rules_status forget(rules_session* session);
// REQUIRES: forget() was called.
rules_status publish(rules_session* session, rules_tls_role role, const Handshake& handshake,
                     const rules_tls_options& options);

}  // namespace rules::tls

#endif
