// Certificates with random names, shown to a running sendmail: its macros against ours.
//
//   names_against_sendmail PORT COUNT [SEED]
//
// The server on PORT of 127.0.0.1 answers `VRFY n` with `<macros>` after a handshake, and
// `VRFY dns:NAME` with <yes> if NAME is in $={cert_altnames}: see against_sendmail.sh.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <stdexcept>

#include "certificates.h"
#include "handshake.h"

using namespace rules::tls;
using namespace rules::tls::test;

namespace {

using Random = std::mt19937;

size_t pick(Random& random, size_t below) { return random() % below; }

std::string random_text(Random& random) {
  static constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFG0123456789.-";
  static constexpr std::string_view kOdd = " +\\()<>\"/=,;@:'#$%&*!|~^[]{}`_?";
  constexpr std::array<size_t, 8> kSizes = {1, 3, 10, 20, 40, 64, 250, 256};
  size_t size = kSizes[pick(random, kSizes.size())];
  if (size >= 250) size += pick(random, 8);
  const size_t kind = pick(random, 4);
  std::string text;
  while (text.size() < size) {
    const size_t which = pick(random, 20);
    if (kind == 0 || which < 12) {
      text += kPlain[pick(random, kPlain.size())];
    } else if (kind < 3 || which < 17) {
      text += kOdd[pick(random, kOdd.size())];
    } else {
      text += static_cast<char>(pick(random, 256));
    }
  }
  return text;
}

CertificateWish random_wish(Random& random) {
  constexpr std::array<int, 6> kNids = {NID_countryName,        NID_organizationName,
                                        NID_commonName,         NID_organizationalUnitName,
                                        NID_pkcs9_emailAddress, NID_commonName};
  constexpr std::array<int, 5> kTypes = {V_ASN1_UTF8STRING, V_ASN1_PRINTABLESTRING,
                                         V_ASN1_T61STRING, V_ASN1_BMPSTRING, V_ASN1_IA5STRING};
  CertificateWish wish;
  for (size_t i = pick(random, 5); i > 0; --i) {
    wish.subject.push_back({kNids[pick(random, kNids.size())], random_text(random),
                            kTypes[pick(random, pick(random, 2) == 0 ? 1 : kTypes.size())]});
  }
  for (size_t i = pick(random, 2); i > 0; --i) {
    std::string name = random_text(random).substr(0, 60);
    if (pick(random, 5) == 0) name.insert(name.size() / 2, 1, '\0');
    wish.names.push_back({pick(random, 4) == 0 ? GEN_EMAIL : GEN_DNS, std::move(name)});
  }
  return wish;
}

// A dialogue with the server, in clear and then in TLS.
class Dialogue {
 public:
  explicit Dialogue(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error("no server");
    }
    reply();
  }
  Dialogue(const Dialogue&) = delete;
  Dialogue& operator=(const Dialogue&) = delete;
  ~Dialogue() {
    SSL_free(ssl_);
    ::close(socket_);
  }

  bool start_tls(SSL_CTX* context) {
    ask("EHLO client.example");
    if (ask("STARTTLS")[0] != '2') throw std::runtime_error("no STARTTLS");
    ssl_ = SSL_new(context);
    SSL_set_fd(ssl_, socket_);
    if (SSL_connect(ssl_) != 1) return false;
    ask("EHLO client.example");
    return true;
  }

  std::string ask(const std::string& command) {
    const std::string line = command + "\r\n";
    if (ssl_ != nullptr) {
      SSL_write(ssl_, line.data(), static_cast<int>(line.size()));
    } else if (::write(socket_, line.data(), line.size()) < 0) {
      throw std::runtime_error("write");
    }
    return reply();
  }

  // What stands between < and > of the answer. The server cuts it after some 240 bytes; the > is
  // missing then, and `cut` is set.
  std::string value(const std::string& what, bool& cut) {
    const std::string answer = ask("VRFY " + what);
    const size_t begin = answer.find('<'), end = answer.rfind('>');
    if (begin == std::string::npos) return "no value: " + answer;
    cut = end == std::string::npos && answer.size() > 240;
    return cut ? answer.substr(begin + 1, answer.find('\r') - begin - 1)
               : answer.substr(begin + 1, end - begin - 1);
  }

 private:
  std::string reply() {
    for (std::string line;; line.clear()) {
      while (line.empty() || line.back() != '\n') line += byte();
      if (line.size() < 4 || line[3] != '-') return line;
    }
  }
  char byte() {
    char c = 0;
    const auto got = ssl_ != nullptr ? SSL_read(ssl_, &c, 1) : ::read(socket_, &c, 1);
    if (got != 1) throw std::runtime_error("the server hung up");
    return c;
  }

  int socket_;
  SSL* ssl_ = nullptr;
};

// The macros that are asked for with one VRFY each: more than six would make the server slow.
using Fields = std::vector<std::string Handshake::*>;
const std::array<Fields, 5> kQuestions = {
    Fields{&Handshake::subject}, Fields{&Handshake::issuer}, Fields{&Handshake::subject_cn},
    Fields{&Handshake::issuer_cn},
    Fields{&Handshake::verify, &Handshake::md5, &Handshake::version, &Handshake::cipher,
           &Handshake::cipher_bits, &Handshake::alg_bits}};

// Our values for what the client of `ssl` showed.
Handshake ours(X509* certificate, long error) {
  Handshake handshake;
  rules_tls_options options = {};
  options.size = sizeof options;
  judge({true, true, error}, handshake);
  read_certificate(certificate, options, handshake);
  handshake.version = "TLSv1.3";
  handshake.cipher = "TLS_AES_256_GCM_SHA384";
  handshake.cipher_bits = handshake.alg_bits = "256";
  return handshake;
}

// NULL: OpenSSL cannot make it, or could not read it again.
Certificate make(const CertificateWish& wish, EVP_PKEY* key) {
  Certificate certificate;
  try {
    certificate = make_certificate(wish, key);
  } catch (const std::exception&) {
    return nullptr;
  }
  unsigned char* der = nullptr;
  const int length = i2d_X509(certificate.get(), &der);
  const unsigned char* at = der;
  const Certificate again(length > 0 ? d2i_X509(nullptr, &at, length) : nullptr);
  OPENSSL_free(der);
  return again != nullptr ? std::move(certificate) : nullptr;
}

// Differences for one certificate.
int compare(int port, int number, Random& random) {
  static const Key key = make_key();
  const CertificateWish wish = random_wish(random);
  const Certificate certificate = make(wish, key.get());
  if (certificate == nullptr) return 0;
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                                  SSL_CTX_free);
  SSL_CTX_use_certificate(context.get(), certificate.get());
  SSL_CTX_use_PrivateKey(context.get(), key.get());
  Dialogue dialogue(port);
  if (!dialogue.start_tls(context.get())) return printf("%d: no handshake\n", number), 1;
  const Handshake mine = ours(certificate.get(), X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT);
  int differ = 0;
  for (size_t i = 0; i < kQuestions.size(); ++i) {
    std::string expected;
    for (const auto field : kQuestions[i]) {
      if (!expected.empty()) expected += '|';
      expected += mine.*field;
    }
    bool cut = false;
    const std::string theirs = dialogue.value(std::to_string(i + 1), cut);
    if (theirs == (cut ? expected.substr(0, theirs.size()) : expected)) continue;
    printf("%d: question %zu: sendmail %s, we %s\n", number, i + 1, theirs.c_str(),
           expected.c_str());
    ++differ;
  }
  for (const AltName& name : mine.subject_names) {
    bool cut = false;
    const std::string expected = name.kind == RULES_TLS_DNS ? "yes" : "no";
    const std::string theirs = dialogue.value("dns:" + name.text, cut);
    if (theirs == expected) continue;
    printf("%d: name %s: sendmail %s, we %s\n", number, name.text.c_str(), theirs.c_str(),
           expected.c_str());
    ++differ;
  }
  dialogue.ask("QUIT");
  return differ;
}

}  // namespace

int main(int argc, char** argv) {
  setvbuf(stdout, nullptr, _IOLBF, 0);
  if (argc < 3) return fputs("usage: names_against_sendmail PORT COUNT [SEED]\n", stderr), 2;
  Random random(argc > 3 ? static_cast<unsigned>(atol(argv[3])) : 1);
  const int count = atoi(argv[2]);
  int differ = 0;
  try {
    for (int i = 0; i < count; ++i) differ += compare(atoi(argv[1]), i, random) > 0 ? 1 : 0;
  } catch (const std::exception& problem) {
    return printf("%s\n", problem.what()), 2;
  }
  printf("%d certificates, %d differ\n", count, differ);
  return count > 0 && differ == 0 ? 0 : 1;
}
