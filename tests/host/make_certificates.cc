// Makes the certificates of the tests of examples/host: good ones, and each kind of bad.
//
//   make_certificates FOLDER
//
// FOLDER/NAME.pem and NAME.key for each, ca.pem for the CA that the hosts trust.

#include <openssl/pem.h>

#include <cstdio>
#include <string>

#include "certificates.h"

using namespace rules::tls::test;

namespace {

constexpr long kDay = 86400;

struct Authority {
  Key key = make_key();
  Certificate certificate;

  explicit Authority(const std::string& name) {
    CertificateWish wish = named(name);
    wish.ca = true;
    wish.to = 30 * kDay;
    certificate = make_certificate(wish, key.get());
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

 private:
  std::string path_;
};

CertificateWish host(const std::string& name) {
  CertificateWish wish = named(name);
  wish.names = {{GEN_DNS, name}};
  wish.to = 20 * kDay;
  return wish;
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
         folder.write("self", self.get(), own.get());
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
