// Any bytes as the DER of a certificate, or as the DER of subjectAltName in a good one.
//
// Whatever comes, no name may hold a byte that xtext does not, and nothing may be OK that is no
// certificate.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "certificates.h"
#include "handshake.h"

using namespace rules::tls;

namespace {

void check_xtext(const std::string& text) {
  for (const char c : text) {
    if (c < '!' || c > '~' || c == '(' || c == ')' || c == '<' || c == '>' || c == '"') abort();
  }
}

void check(X509* certificate) {
  Handshake handshake;
  judge({true, true, X509_V_OK}, handshake);
  rules_tls_options options = {};
  options.size = sizeof options;
  options.max_names = 1000;
  read_certificate(certificate, options, handshake);
  for (const std::string* text : {&handshake.subject, &handshake.issuer, &handshake.subject_cn,
                                  &handshake.issuer_cn, &handshake.not_after}) {
    check_xtext(*text);
  }
  for (const AltName& name : handshake.subject_names) check_xtext(name.text);
  for (const AltName& name : handshake.issuer_names) check_xtext(name.text);
  if (handshake.status != RULES_OK && handshake.verify != "FAIL") abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  if (data[0] % 2 == 0) {
    const unsigned char* at = data + 1;
    X509* certificate = d2i_X509(nullptr, &at, static_cast<long>(size - 1));
    if (certificate != nullptr) check(certificate);
    X509_free(certificate);
    return 0;
  }
  static const test::Key key = test::make_key();
  test::CertificateWish wish = test::named("fuzz");
  wish.raw_names.assign(reinterpret_cast<const char*>(data) + 1, size - 1);
  check(test::make_certificate(wish, key.get()).get());
  return 0;
}
