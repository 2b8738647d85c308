// See certificates.h.

#include "certificates.h"

#include <openssl/ec.h>

#include <stdexcept>

namespace rules::tls::test {

namespace {

void must(bool done, const char* what) {
  if (!done) throw std::runtime_error(what);
}

const unsigned char* bytes_of(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

void set_subject(const CertificateWish& wish, X509* certificate) {
  X509_NAME* name = X509_get_subject_name(certificate);
  for (const Attribute& attribute : wish.subject) {
    // Not X509_NAME_add_entry_by_NID, which would refuse what only an attacker writes.
    const std::unique_ptr<X509_NAME_ENTRY, decltype(&X509_NAME_ENTRY_free)> entry(
        X509_NAME_ENTRY_new(), X509_NAME_ENTRY_free);
    must(X509_NAME_ENTRY_set_object(entry.get(), OBJ_nid2obj(attribute.nid)) == 1, "attribute");
    ASN1_STRING* data = X509_NAME_ENTRY_get_data(entry.get());
    must(ASN1_STRING_set(data, bytes_of(attribute.bytes),
                         static_cast<int>(attribute.bytes.size())) == 1,
         "attribute's bytes");
    data->type = attribute.type;
    must(X509_NAME_add_entry(name, entry.get(), -1, 0) == 1, "attribute added");
  }
}

GENERAL_NAME* general_name(const Name& wished) {
  GENERAL_NAME* name = GENERAL_NAME_new();
  const int type = wished.type == GEN_IPADD ? V_ASN1_OCTET_STRING : V_ASN1_IA5STRING;
  ASN1_STRING* text = ASN1_STRING_type_new(type);
  ASN1_STRING_set(text, bytes_of(wished.bytes), static_cast<int>(wished.bytes.size()));
  GENERAL_NAME_set0_value(name, wished.type, text);
  return name;
}

void add_names(const std::vector<Name>& wished, int nid, X509* certificate) {
  if (wished.empty()) return;
  GENERAL_NAMES* names = sk_GENERAL_NAME_new_null();
  for (const Name& name : wished) sk_GENERAL_NAME_push(names, general_name(name));
  must(X509_add1_ext_i2d(certificate, nid, names, 0, X509V3_ADD_DEFAULT) == 1, "names");
  sk_GENERAL_NAME_pop_free(names, GENERAL_NAME_free);
}

void add_raw_names(const std::string& der, X509* certificate) {
  if (der.empty()) return;
  const std::unique_ptr<ASN1_OCTET_STRING, decltype(&ASN1_OCTET_STRING_free)> data(
      ASN1_OCTET_STRING_new(), ASN1_OCTET_STRING_free);
  ASN1_OCTET_STRING_set(data.get(), bytes_of(der), static_cast<int>(der.size()));
  const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
      X509_EXTENSION_create_by_NID(nullptr, NID_subject_alt_name, 0, data.get()),
      X509_EXTENSION_free);
  must(X509_add_ext(certificate, extension.get(), -1) == 1, "raw names");
}

void mark_ca(X509* certificate) {
  const std::unique_ptr<BASIC_CONSTRAINTS, decltype(&BASIC_CONSTRAINTS_free)> constraints(
      BASIC_CONSTRAINTS_new(), BASIC_CONSTRAINTS_free);
  constraints->ca = 0xff;
  must(X509_add1_ext_i2d(certificate, NID_basic_constraints, constraints.get(), 1,
                         X509V3_ADD_DEFAULT) == 1,
       "CA");
}

void add_usage(const char* usage, X509* certificate) {
  if (usage == nullptr) return;
  const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_ext_key_usage, usage), X509_EXTENSION_free);
  must(X509_add_ext(certificate, extension.get(), -1) == 1, "usage");
}

}  // namespace

Key make_key() { return Key(EVP_EC_gen("P-256")); }

Certificate make_certificate(const CertificateWish& wish, EVP_PKEY* key, const X509* issuer,
                             EVP_PKEY* issuer_key) {
  static long serial = 0;
  Certificate certificate(X509_new());
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), wish.from);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), wish.to);
  set_subject(wish, certificate.get());
  X509_set_issuer_name(certificate.get(),
                       X509_get_subject_name(issuer == nullptr ? certificate.get() : issuer));
  X509_set_pubkey(certificate.get(), key);
  if (wish.ca) mark_ca(certificate.get());
  add_usage(wish.usage, certificate.get());
  add_names(wish.names, NID_subject_alt_name, certificate.get());
  add_names(wish.issuer_names, NID_issuer_alt_name, certificate.get());
  add_raw_names(wish.raw_names, certificate.get());
  must(X509_sign(certificate.get(), issuer_key == nullptr ? key : issuer_key, EVP_sha256()) != 0,
       "signature");
  return certificate;
}

Crl make_crl(const X509* revoked, const X509* issuer, EVP_PKEY* issuer_key) {
  Crl crl(X509_CRL_new());
  X509_CRL_set_version(crl.get(), 1);
  X509_CRL_set_issuer_name(crl.get(), X509_get_subject_name(issuer));
  const std::unique_ptr<ASN1_TIME, decltype(&ASN1_TIME_free)> begin(X509_gmtime_adj(nullptr, -3600),
                                                                    ASN1_TIME_free);
  const std::unique_ptr<ASN1_TIME, decltype(&ASN1_TIME_free)> end(
      X509_gmtime_adj(nullptr, 30L * 86400), ASN1_TIME_free);
  X509_CRL_set1_lastUpdate(crl.get(), begin.get());
  X509_CRL_set1_nextUpdate(crl.get(), end.get());
  X509_REVOKED* one = X509_REVOKED_new();
  X509_REVOKED_set_serialNumber(one, const_cast<ASN1_INTEGER*>(X509_get0_serialNumber(revoked)));
  X509_REVOKED_set_revocationDate(one, begin.get());
  must(X509_CRL_add0_revoked(crl.get(), one) == 1, "revoked");
  must(X509_CRL_sign(crl.get(), issuer_key, EVP_sha256()) != 0, "signature of the CRL");
  return crl;
}

}  // namespace rules::tls::test
