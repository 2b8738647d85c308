// What a certificate becomes: names byte for byte, alternative names, fingerprints.

#include "certificate.h"

#include <catch2/catch.hpp>

#include "certificates.h"
#include "xtext.h"

using namespace rules::tls;
using namespace rules::tls::test;

namespace {

Certificate with(const CertificateWish& wish) {
  static const Key key = make_key();
  return make_certificate(wish, key.get());
}

std::string cn_of(std::string cn, int type = V_ASN1_UTF8STRING) {
  CertificateWish wish;
  wish.subject = {{NID_commonName, std::move(cn), type}};
  return common_name(X509_get_subject_name(with(wish).get()));
}

std::vector<AltName> names_of(const CertificateWish& wish, size_t most = 100) {
  std::vector<AltName> names;
  CHECK(read_alt_names(with(wish).get(), NID_subject_alt_name, most, names) ==
        AltNamesStatus::read);
  return names;
}

}  // namespace

TEST_CASE("xtext: every byte is itself or + and two upper-case digits") {
  CHECK(xtext("Darth Mail (Cert)\"q\"") == "Darth+20Mail+20+28Cert+29+22q+22");
  CHECK(xtext("a,b=c/d;e@f.g:h") == "a,b=c/d;e@f.g:h");
  CHECK(xtext("<admin>@x (y) \"z\" +") == "+3Cadmin+3E@x+20+28y+29+20+22z+22+20+2B");
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    const std::string text = xtext({&c, 1});
    const bool itself = byte > ' ' && byte < 0x7f && std::string("+\\()<>\"").find(c) > 7;
    CHECK(text.size() == (itself ? 1 : 3));
    CHECK((itself ? text[0] == c : std::stoi(text.substr(1), nullptr, 16) == byte));
  }
}

TEST_CASE("common name: what is no name says so") {
  CHECK(cn_of("good.example.com") == "good.example.com");
  CHECK(cn_of(std::string("good.example.com\0.evil.org", 26)) == "BadCertificateContainsNUL");
  CHECK(cn_of(std::string(254, 'a')) == std::string(254, 'a'));
  CHECK(cn_of(std::string(255, 'a')) == "BadCertificateTooLong");
  CHECK(cn_of(std::string(65536, 'a')) == "BadCertificateTooLong");
  CHECK(cn_of("a $| RELAY") == "a+20$|+20RELAY");
  CHECK(cn_of("\xc3\xa9") == "+C3+A9");
  CHECK(cn_of("\xff\xfe", V_ASN1_BMPSTRING) == "+FF+FE");
  CertificateWish none;
  none.subject = {{NID_organizationName, "Org"}};
  CHECK(common_name(X509_get_subject_name(with(none).get())) == "BadCertificateUnknown");
}

TEST_CASE("common name: the first one counts") {
  CertificateWish wish;
  wish.subject = {{NID_countryName, "US"}, {NID_commonName, "a"}, {NID_commonName, "relay.ok"}};
  const Certificate certificate = with(wish);
  CHECK(common_name(X509_get_subject_name(certificate.get())) == "a");
  CHECK(distinguished_name(X509_get_subject_name(certificate.get())) == "/C=US/CN=a/CN=relay.ok");
}

TEST_CASE("DN: escaped by OpenSSL first, then xtext; cut at whole attributes") {
  CertificateWish wish;
  wish.subject = {{NID_organizationName, "Test Org"}, {NID_commonName, "\xc3\xa9"}};
  CHECK(distinguished_name(X509_get_subject_name(with(wish).get())) ==
        "/O=Test+20Org/CN=+5CxC3+5CxA9");
  wish.subject = {{NID_organizationName, std::string(200, 'o')},
                  {NID_commonName, std::string(100, 'c')}};
  CHECK(distinguished_name(X509_get_subject_name(with(wish).get())) ==
        "/O=" + std::string(200, 'o'));
}

TEST_CASE("alternative names: four kinds, the others and the unprintable are passed over") {
  CertificateWish wish;
  wish.names = {{GEN_DNS, "a.example"},
                {GEN_DNS, std::string("good.example\0.evil", 18)},
                {GEN_DNS, ""},
                {GEN_EMAIL, "b@c.example"},
                {GEN_URI, "sip:<x>"},
                {GEN_IPADD, std::string("\xc0\x00\x02\x01", 4)},
                {GEN_IPADD, std::string("\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1", 16)},
                {GEN_IPADD, "abc"},
                {GEN_DNS, "caf\xe9.example"}};
  const auto names = names_of(wish);
  REQUIRE(names.size() == 5);
  CHECK(names[0].text == "a.example");
  CHECK(names[1].text == "b@c.example");
  CHECK(names[1].kind == RULES_TLS_EMAIL);
  CHECK(names[2].text == "sip:+3Cx+3E");
  CHECK(names[3].text == "192.0.2.1");
  CHECK(names[4].text == "IPv6:2001:db8:0:0:0:0:0:1");
}

TEST_CASE("alternative names: none, too many, unreadable") {
  CHECK(names_of(named("a")).empty());
  CertificateWish wish;
  for (int i = 0; i < 101; ++i) wish.names.push_back({GEN_DNS, "n" + std::to_string(i)});
  std::vector<AltName> names;
  CHECK(read_alt_names(with(wish).get(), NID_subject_alt_name, 100, names) ==
        AltNamesStatus::too_many);
  CHECK(names.empty());
  for (const char* der : {"\x30\x05", "\x04\x01x", "\x30\x84\xff\xff\xff\xff", "junk"}) {
    CertificateWish broken;
    broken.raw_names = der;
    CHECK(read_alt_names(with(broken).get(), NID_subject_alt_name, 100, names) ==
          AltNamesStatus::unreadable);
  }
}

TEST_CASE("fingerprints and dates") {
  const Certificate certificate = with(named("a"));
  CHECK(fingerprint(certificate.get(), "MD5").size() == 16 * 3 - 1);
  CHECK(fingerprint(certificate.get(), "SHA256").size() == 32 * 3 - 1);
  CHECK(fingerprint(certificate.get(), "SHA256").find_first_not_of("0123456789ABCDEF:") ==
        std::string::npos);
  CHECK(fingerprint(certificate.get(), "nosuch").empty());
  const std::string end = not_after(certificate.get());
  REQUIRE(end.size() == 15);
  CHECK(end.substr(0, 2) == "20");
  CHECK(end.back() == 'Z');
}
