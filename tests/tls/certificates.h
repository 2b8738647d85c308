// Certificates for tests, made in memory: any name, any bytes.
#ifndef TESTS_TLS_CERTIFICATES_H
#define TESTS_TLS_CERTIFICATES_H

#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rules::tls::test {

struct FreeCertificate {
  void operator()(X509* x) const { X509_free(x); }
};
struct FreeKey {
  void operator()(EVP_PKEY* x) const { EVP_PKEY_free(x); }
};
using Certificate = std::unique_ptr<X509, FreeCertificate>;
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

// One attribute of a DN: its NID, its ASN.1 type, its bytes.
struct Attribute {
  int nid;
  std::string bytes;
  int type = V_ASN1_UTF8STRING;
};

// One alternative name: GEN_DNS and so on, and its bytes.
struct Name {
  int type;
  std::string bytes;
};

struct CertificateWish {
  std::vector<Attribute> subject;
  std::vector<Name> names;
  std::vector<Name> issuer_names;
  std::string raw_names;         // DER of subjectAltName, whatever it is
  long from = -3600, to = 3600;  // seconds from now
  bool ca = false;
  const char* usage = nullptr;  // extendedKeyUsage in OpenSSL's words: "serverAuth"
};

Key make_key();

// Signs with the issuer's key; no issuer: with its own.
Certificate make_certificate(const CertificateWish& wish, EVP_PKEY* key,
                             const X509* issuer = nullptr, EVP_PKEY* issuer_key = nullptr);

struct FreeCrl {
  void operator()(X509_CRL* x) const { X509_CRL_free(x); }
};
using Crl = std::unique_ptr<X509_CRL, FreeCrl>;

// The issuer's list of what it revoked: that one certificate.
Crl make_crl(const X509* revoked, const X509* issuer, EVP_PKEY* issuer_key);

inline CertificateWish named(std::string cn) {
  CertificateWish wish;
  wish.subject = {
      {NID_countryName, "GB"}, {NID_organizationName, "Test Org"}, {NID_commonName, std::move(cn)}};
  return wish;
}

}  // namespace rules::tls::test

#endif
