// Makes the certificates of the tests of examples/host: good ones, and each kind of bad.
//
//   make_certificates FOLDER
//
// FOLDER/NAME.pem and NAME.key for each, ca.pem for the CA that the hosts trust.

#include <openssl/pem.h>

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "certificates.h"

using namespace rules::tls::test;

namespace {

constexpr long kDay = 86400;

struct Authority {
  Key key = make_key();
  Certificate certificate;

  explicit Authority(const std::string& name, const Authority* above = nullptr, bool ca = true) {
    CertificateWish wish = named(name);
    wish.ca = ca;
    wish.to = 30 * kDay;
    certificate = make_certificate(wish, key.get(), above ? above->certificate.get() : nullptr,
                                   above ? above->key.get() : nullptr);
  }
};

class Folder {
 public:
  explicit Folder(std::string path) : path_(std::move(path)) {}

  bool write(const std::string& name, X509* certificate, EVP_PKEY* key) {
    FILE* out = std::fopen((path_ + "/" + name + ".pem").c_str(), "w");
    const bool wrote = out != nullptr && PEM_write_X509(out, certificate) == 1;
    if (out != nullptr) std::fclose(out);
    if (!wrote || key == nullptr) return wrote;
    FILE* secret = std::fopen((path_ + "/" + name + ".key").c_str(), "w");
    const bool kept = secret != nullptr &&
                      PEM_write_PrivateKey(secret, key, nullptr, nullptr, 0, nullptr, nullptr) == 1;
    if (secret != nullptr) std::fclose(secret);
    return kept;
  }

  bool issue(const std::string& name, const CertificateWish& wish, const Authority& authority) {
    const Key key = make_key();
    const Certificate made =
        make_certificate(wish, key.get(), authority.certificate.get(), authority.key.get());
    return made && write(name, made.get(), key.get());
  }

  // A certificate, and the CA's list that has it.
  bool revoke(const std::string& name, const CertificateWish& wish, const Authority& authority) {
    const Key key = make_key();
    const Certificate made =
        make_certificate(wish, key.get(), authority.certificate.get(), authority.key.get());
    const Crl crl = make_crl(made.get(), authority.certificate.get(), authority.key.get());
    FILE* out = std::fopen((path_ + "/crl.pem").c_str(), "w");
    const bool wrote = out != nullptr && PEM_write_X509_CRL(out, crl.get()) == 1;
    if (out != nullptr) std::fclose(out);
    return wrote && write(name, made.get(), key.get());
  }

  // Appends a certificate to the file of another.
  bool append(const std::string& name, X509* certificate) {
    FILE* out = std::fopen((path_ + "/" + name + ".pem").c_str(), "a");
    const bool wrote = out != nullptr && PEM_write_X509(out, certificate) == 1;
    if (out != nullptr) std::fclose(out);
    return wrote;
  }

 private:
  std::string path_;
};

CertificateWish host(const std::string& name) {
  CertificateWish wish = named(name);
  wish.names = {{GEN_DNS, name}};
  wish.to = 20 * kDay;
  return wish;
}

// Names that an attacker has had signed; each would be client.example.com for who reads carelessly.
bool make_hostile(Folder& folder, const Authority& ca) {
  const std::string good = "client.example.com";
  const std::vector<std::pair<std::string, Attribute>> names = {
      {"newline", {NID_commonName, good + "\r\n250 ok"}},
      {"angle", {NID_commonName, good + "> $| OK <"}},
      {"operators",
       {NID_commonName, "\x80\x81\x82\x83\x87\x88\x8a\x8d\x91\x9f" + good, V_ASN1_T61STRING}},
      {"quotes", {NID_commonName, "\"" + good + "\" $: $@ $# RELAY (x)"}},
      {"blank", {NID_commonName, " " + good + " "}},
      {"huge", {NID_commonName, good + std::string(60000, 'x')}},
      {"bmp", {NID_commonName, std::string("\0c\0l\0i", 6), V_ASN1_BMPSTRING}},
      {"t61", {NID_commonName, good + "\xe9", V_ASN1_T61STRING}},
      {"utf8", {NID_commonName, "client.ex\xd0\xb0mple.com", V_ASN1_UTF8STRING}},
      {"slash", {NID_organizationName, "x/CN=" + good}},
      {"star", {NID_commonName, "*.com"}}};
  bool made = true;
  for (const auto& [name, attribute] : names) {
    CertificateWish wish;
    wish.subject = {attribute};
    wish.to = 20 * kDay;
    made = made && folder.issue(name, wish, ca);
  }
  CertificateWish empty;
  empty.to = 20 * kDay;
  CertificateWish two = empty;
  two.names = {{GEN_DNS, good + std::string("\0.evil", 6)}, {GEN_DNS, "evil.example"}};
  two.subject = {{NID_commonName, good}};
  return made && folder.issue("empty", empty, ca) && folder.issue("hidden", two, ca);
}

// Alternative names whose DER is damaged, signed all the same; the common name is good.
bool make_broken(Folder& folder, const Authority& ca) {
  const std::string dns =
      "\x82\x12"
      "client.example.com";  // [2], 18 bytes
  const std::vector<std::string> damaged = {
      std::string("\x30\x7f", 2) + dns,                         // longer than it is
      std::string("\x30\x14", 2) + dns.substr(0, 10),           // cut off
      std::string("\x30\x14", 2) + "\x82\x40" + dns.substr(2),  // a name that is longer
      std::string("\x30\x16", 2) + dns + "\x30\x05",            // a second one, cut off
      std::string("\x31\x14", 2) + dns,                         // a set
      std::string("\x30\x84\xff\xff\xff\xff", 6) + dns,         // four gigabytes
      std::string("\x30\x80", 2) + dns,                         // no end
      std::string("\x30\x16", 2) + dns + "\xbf\xff",            // a tag without end
      dns,
      "no DER at all",
      std::string(3, '\0')};
  bool made = true;
  for (std::size_t i = 0; i < damaged.size(); i++) {
    CertificateWish wish = named("client.example.com");
    wish.raw_names = damaged[i];
    wish.to = 20 * kDay;
    made = made && folder.issue("broken" + std::to_string(i), wish, ca);
  }
  return made;
}

// What OpenSSL finds wrong.
bool make_unverifiable(Folder& folder, const Authority& ca) {
  CertificateWish early = host("client.example.com");
  early.from = kDay;
  CertificateWish server_only = host("client.example.com");
  server_only.usage = "serverAuth";
  CertificateWish client_only = host("mx.far.example");
  client_only.usage = "clientAuth";
  const Authority middle("Intermediate", &ca);
  const Authority no_ca("No CA", &ca, false);
  return folder.issue("early", early, ca) && folder.issue("server_only", server_only, ca) &&
         folder.issue("client_only", client_only, ca) &&
         folder.issue("partial", host("client.example.com"), middle) &&
         folder.issue("whole", host("client.example.com"), middle) &&
         folder.append("whole", middle.certificate.get()) &&
         folder.issue("no_ca", host("client.example.com"), no_ca) &&
         folder.append("no_ca", no_ca.certificate.get()) &&
         folder.revoke("revoked", host("client.example.com"), ca);
}

bool make_all(Folder& folder) {
  const Authority ca("Test Root (CA)");
  const Authority other("Other Root");
  CertificateWish expired = host("client.example.com");
  expired.from = -3 * kDay;
  expired.to = -kDay;
  CertificateWish nul = named(std::string("client.example.com\0.evil.example", 32));
  nul.to = 20 * kDay;
  CertificateWish wildcard = host("*.example.com");
  CertificateWish many = host("client.example.com");
  for (int i = 0; i < 5000; i++) {
    many.names.push_back({GEN_DNS, "n" + std::to_string(i) + ".example.net"});
  }
  const Key own = make_key();
  const Certificate self = make_certificate(host("client.example.com"), own.get());
  return folder.write("ca", ca.certificate.get(), nullptr) &&
         folder.issue("server", host("mx.here.example"), ca) &&
         folder.issue("far", host("mx.far.example"), ca) &&
         folder.issue("good", host("client.example.com"), ca) &&
         folder.issue("expired", expired, ca) && folder.issue("nul", nul, ca) &&
         folder.issue("wildcard", wildcard, ca) && folder.issue("many", many, ca) &&
         folder.issue("wrong", host("client.example.com"), other) &&
         folder.write("self", self.get(), own.get()) && make_hostile(folder, ca) &&
         make_broken(folder, ca) && make_unverifiable(folder, ca);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: make_certificates FOLDER\n", stderr);
    return 2;
  }
  Folder folder(argv[1]);
  if (make_all(folder)) return 0;
  std::fprintf(stderr, "make_certificates: cannot write to %s\n", argv[1]);
  return 1;
}
