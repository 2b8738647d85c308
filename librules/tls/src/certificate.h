// What a certificate says, as text that rules can read.
//
// Everything in a certificate is its sender's: names are taken byte by byte, and written as xtext.
//
// Tested by tests/tls/certificate_test.cc, tests/tls/fuzz_certificate.cc.
#ifndef LIBRULES_TLS_CERTIFICATE_H
#define LIBRULES_TLS_CERTIFICATE_H

#include <openssl/x509.h>

#include <string>
#include <string_view>
#include <vector>

#include "rules/tls.h"

namespace rules::tls {

struct AltName {
  rules_tls_name_kind kind;
  std::string text;  // xtext
};

enum class AltNamesStatus { read, too_many, unreadable };

// The names of an extension (NID_subject_alt_name, NID_issuer_alt_name). Names of other kinds, and
// DNS, e-mail and URI names that are not printable ASCII or hold a NUL, are passed over: they could
// match nothing.
AltNamesStatus read_alt_names(const X509* certificate, int nid, size_t most,
                              std::vector<AltName>& names);

// Can `text` be a name? Printable ASCII, and not empty.
bool is_alt_name(std::string_view text);

// A DN as /C=GB/O=..., cut at an attribute that ends beyond 255 bytes, xtext.
std::string distinguished_name(const X509_NAME* name);
// The first common name, xtext, or one of the words that sendmail has for what is none.
std::string common_name(const X509_NAME* name);
// The same judgement on text that a host gives.
std::string common_name(std::string_view text);

// C7:7C:...; empty: no such digest.
std::string fingerprint(const X509* certificate, const char* digest);
// 20270131235959Z
std::string not_after(const X509* certificate);

}  // namespace rules::tls

#endif
