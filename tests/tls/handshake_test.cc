// Real handshakes in memory, and what the session says after them, through the C interface.

#include <openssl/ssl.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "certificates.h"
#include "rules/tls.h"

using namespace rules::tls::test;

namespace {

template <typename T, void (*Free)(T*)>
struct Freed {
  void operator()(T* x) const { Free(x); }
};
using Context = std::unique_ptr<SSL_CTX, Freed<SSL_CTX, SSL_CTX_free>>;
using Connection = std::unique_ptr<SSL, Freed<SSL, SSL_free>>;

// A session whose rulesets answer what the classes hold.
constexpr const char* kCf =
    "V10/Berkeley\n"
    "Srest\n"
    "Sin_dns\nR$={subject_dns}\t$@ yes\nR$*\t$@ no\n"
    "Sin_email\nR$={subject_email}\t$@ yes\nR$*\t$@ no\n"
    "Sin_altnames\nR$={cert_altnames}\t$@ yes\nR$*\t$@ no\n"
    "Sin_chain\nR$={chain_subjects}\t$@ yes\nR$*\t$@ no\n"
    "Sin_use\nR$*\t$@ $&{nobody_set_this}\n"
    "Sin_issuer_dns\nR$={issuer_dns}\t$@ yes\nR$*\t$@ no\n";

struct Ruled {
  Ruled() {
    rules_load_options options = {};
    options.size = sizeof options;
    options.host_name = "mx.here.example";
    REQUIRE(rules_program_load_memory("test.cf", kCf, strlen(kCf), &options, &program, nullptr) ==
            RULES_OK);
    REQUIRE(rules_session_new(program, nullptr, &session) == RULES_OK);
  }
  ~Ruled() {
    rules_session_free(session);
    rules_program_free(program);
  }
  Ruled(const Ruled&) = delete;
  Ruled& operator=(const Ruled&) = delete;

  std::string macro(const std::string& name) {
    rules_text value;
    const auto status = rules_session_get_macro(session, name.data(), name.size(), &value);
    return status == RULES_OK ? std::string(value.data, value.length) : "(undefined)";
  }
  std::string ask(const std::string& ruleset, const std::string& word) {
    const rules_text argument = {word.data(), word.size()};
    const rules_result* result = nullptr;
    rules_text text = {"", 0};
    rules_session_call(session, ruleset.data(), ruleset.size(), &argument, 1, nullptr, &result);
    rules_result_workspace(result, &text);
    return {text.data, text.length};
  }

  rules_program* program = nullptr;
  rules_session* session = nullptr;
};

// A CA, and the two sides of a handshake.
struct Sides {
  Sides() : key(make_key()), ca_key(make_key()) {
    CertificateWish wish = named("Test CA");
    wish.ca = true;
    ca = make_certificate(wish, ca_key.get());
  }

  Certificate issued(const CertificateWish& wish) const {
    return make_certificate(wish, key.get(), ca.get(), ca_key.get());
  }

  // The server's and the client's contexts; each trusts the CA.
  Context context(const SSL_METHOD* method, X509* certificate, int verify_mode) const {
    Context made(SSL_CTX_new(method));
    SSL_CTX_set_session_id_context(made.get(), reinterpret_cast<const unsigned char*>("t"), 1);
    X509_STORE_add_cert(SSL_CTX_get_cert_store(made.get()), ca.get());
    SSL_CTX_set_verify(made.get(), verify_mode, rules_tls_verify_callback);
    if (certificate != nullptr) {
      REQUIRE(SSL_CTX_use_certificate(made.get(), certificate) == 1);
      REQUIRE(SSL_CTX_use_PrivateKey(made.get(), key.get()) == 1);
    }
    return made;
  }

  // Shakes hands; `client` may have no certificate. `asked`: the server asks for one.
  void shake(X509* server_certificate, X509* client_certificate, bool asked = true) {
    server_context =
        context(TLS_server_method(), server_certificate, asked ? SSL_VERIFY_PEER : SSL_VERIFY_NONE);
    client_context = context(TLS_client_method(), client_certificate, SSL_VERIFY_PEER);
    SSL_CTX_set_max_proto_version(client_context.get(), version);
    SSL_CTX_set_post_handshake_auth(client_context.get(), offers_later ? 1 : 0);
    X509_STORE* store = SSL_CTX_get_cert_store(server_context.get());
    for (X509* more : server_store) X509_STORE_add_cert(store, more);
    if (crl != nullptr) X509_STORE_add_crl(store, crl);
    if (crl != nullptr) X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK);
    connect();
  }

  // A connection between the two contexts; `session` is resumed, if there is one.
  void connect(SSL_SESSION* session = nullptr) {
    // A session whose end was not told is resumed by nobody.
    if (client) SSL_set_shutdown(client.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    server.reset(SSL_new(server_context.get()));
    client.reset(SSL_new(client_context.get()));
    if (session != nullptr) SSL_set_session(client.get(), session);
    BIO *a = nullptr, *b = nullptr;
    REQUIRE(BIO_new_bio_pair(&a, 1 << 20, &b, 1 << 20) == 1);
    SSL_set_bio(server.get(), a, a);
    SSL_set_bio(client.get(), b, b);
    SSL_set_accept_state(server.get());
    SSL_set_connect_state(client.get());
    for (int i = 0; i < 10; ++i) {
      SSL_do_handshake(client.get());
      SSL_do_handshake(server.get());
    }
    REQUIRE(SSL_is_init_finished(server.get()));
    REQUIRE(SSL_is_init_finished(client.get()));
    listen();
  }

  // Each side takes what the other sent besides data: tickets, a request for a certificate.
  void listen() const {
    char byte;
    for (SSL* side : {client.get(), server.get(), client.get()}) SSL_read(side, &byte, 1);
  }

  Key key, ca_key;
  Certificate ca;
  int version = TLS1_3_VERSION;
  bool offers_later = false;        // the client may be asked for a certificate later
  std::vector<X509*> server_store;  // besides the CA
  X509_CRL* crl = nullptr;          // of the server
  Context server_context, client_context;
  Connection server, client;
};

rules_tls_options peer(const char* name, const char* address) {
  rules_tls_options options = {};
  options.size = sizeof options;
  options.peer_name = {name, strlen(name)};
  options.peer_addr = {address, strlen(address)};
  return options;
}

}  // namespace

TEST_CASE("handshake: a verified client, as the server sees it") {
  Sides sides;
  CertificateWish wish = named("client.example");
  wish.names = {{GEN_DNS, "client.example"}, {GEN_EMAIL, "joe@client.example"}};
  wish.issuer_names = {{GEN_DNS, "ca.example"}};
  const Certificate client = sides.issued(wish);
  sides.shake(sides.issued(named("mx.here.example")).get(), client.get());

  Ruled ruled;
  rules_tls_options options = peer("client.example", "192.0.2.7");
  options.set_cert_altnames = 1;
  REQUIRE(rules_tls_set_macros(ruled.session, sides.server.get(), RULES_TLS_SERVER, &options) ==
          RULES_OK);
  CHECK(ruled.macro("{verify}") == "OK");
  CHECK(ruled.macro("{verify_reason}") == "ok");
  CHECK(ruled.macro("{tls_version}") == "TLSv1.3");
  CHECK(ruled.macro("{cipher}") == "TLS_AES_256_GCM_SHA384");
  CHECK(ruled.macro("{cipher_bits}") == "256");
  CHECK(ruled.macro("{alg_bits}") == "256");
  CHECK(ruled.macro("{cert_subject}") == "/C=GB/O=Test+20Org/CN=client.example");
  CHECK(ruled.macro("{cert_issuer}") == "/C=GB/O=Test+20Org/CN=Test+20CA");
  CHECK(ruled.macro("{cn_subject}") == "client.example");
  CHECK(ruled.macro("{cn_issuer}") == "Test+20CA");
  CHECK(ruled.macro("{cert_md5}").size() == 47);
  CHECK(ruled.macro("{cert_fp}").size() == 95);
  CHECK(ruled.macro("{client_name}") == "client.example");
  CHECK(ruled.macro("{client_addr}") == "192.0.2.7");
  CHECK(ruled.macro("{server_name}") == "(undefined)");
  CHECK(ruled.macro("{cert_chain_depth}") == "1");
  CHECK(ruled.macro("{altname_subject}") == "<dns:client.example><email:joe@client.example>");
  CHECK(ruled.macro("{altname_issuer}") == "<dns:ca.example>");
  CHECK(ruled.ask("in_dns", "client.example") == "yes");
  CHECK(ruled.ask("in_dns", "other.example") == "no");
  CHECK(ruled.ask("in_email", "joe@client.example") == "yes");
  CHECK(ruled.ask("in_altnames", "client.example") == "yes");
  CHECK(ruled.ask("in_altnames", "joe@client.example") == "no");
  CHECK(ruled.ask("in_issuer_dns", "ca.example") == "yes");
  CHECK(ruled.ask("in_chain", "/C=GB/O=Test+20Org/CN=Test+20CA") == "yes");
}

TEST_CASE("handshake: each {verify} of a server") {
  Sides sides;
  const Certificate here = sides.issued(named("mx.here.example"));
  Ruled ruled;
  const auto verify = [&] {
    REQUIRE(rules_tls_set_macros(ruled.session, sides.server.get(), RULES_TLS_SERVER, nullptr) ==
            RULES_OK);
    return ruled.macro("{verify}") + " " + ruled.macro("{verify_reason}");
  };
  sides.shake(here.get(), nullptr);
  CHECK(verify() == "NO no_certificate");
  CHECK(ruled.macro("{cert_subject}") == "");
  sides.shake(here.get(), nullptr, false);
  CHECK(verify() == "NOT not_asked");

  const Certificate own = make_certificate(named("self"), sides.key.get());
  sides.shake(here.get(), own.get());
  CHECK(verify() == "FAIL self_signed");
  CHECK(ruled.macro("{cn_subject}") == "self");

  CertificateWish old = named("old");
  old.from = -7200;
  old.to = -3600;
  sides.shake(here.get(), sides.issued(old).get());
  CHECK(verify() == "FAIL expired");
  CertificateWish early = named("early");
  early.from = 1800;
  sides.shake(here.get(), sides.issued(early).get());
  CHECK(verify() == "FAIL not_yet_valid");

  const Sides others;
  const Certificate foreign =
      make_certificate(named("foreign"), sides.key.get(), others.ca.get(), others.ca_key.get());
  sides.shake(here.get(), foreign.get());
  CHECK(verify() == "FAIL bad_signature");  // the CA's name is ours, its key is not
  CertificateWish other_ca = named("Other CA");
  other_ca.ca = true;
  const Certificate stranger = make_certificate(other_ca, others.ca_key.get());
  const Certificate unknown =
      make_certificate(named("unknown"), sides.key.get(), stranger.get(), others.ca_key.get());
  sides.shake(here.get(), unknown.get());
  CHECK(verify() == "FAIL unknown_issuer");
  // Of several things the first is told; OpenSSL alone would tell the last.
  const Certificate both =
      make_certificate(old, sides.key.get(), stranger.get(), others.ca_key.get());
  sides.shake(here.get(), both.get());
  CHECK(verify() == "FAIL unknown_issuer");
}

TEST_CASE("handshake: revoked, for another purpose, without a chain, by what is no CA") {
  Sides sides;
  const Certificate here = sides.issued(named("mx.here.example"));
  Ruled ruled;
  const auto verify = [&](X509* client) {
    sides.shake(here.get(), client);
    REQUIRE(rules_tls_set_macros(ruled.session, sides.server.get(), RULES_TLS_SERVER, nullptr) ==
            RULES_OK);
    CHECK(ruled.ask("in_chain", "/C=GB/O=Test+20Org/CN=Test+20CA") == "no");
    return ruled.macro("{verify}") + " " + ruled.macro("{verify_reason}");
  };
  CertificateWish wish = named("server only");
  wish.usage = "serverAuth";
  CHECK(verify(sides.issued(wish).get()) == "FAIL wrong_purpose");

  CertificateWish middle = named("Intermediate CA");
  middle.ca = true;
  const Key middle_key = make_key();
  const Certificate intermediate =
      make_certificate(middle, middle_key.get(), sides.ca.get(), sides.ca_key.get());
  const Certificate leaf =
      make_certificate(named("leaf"), sides.key.get(), intermediate.get(), middle_key.get());
  CHECK(verify(leaf.get()) == "FAIL unknown_issuer");

  const Certificate no_ca =
      make_certificate(named("no CA"), middle_key.get(), sides.ca.get(), sides.ca_key.get());
  const Certificate below =
      make_certificate(named("below"), sides.key.get(), no_ca.get(), middle_key.get());
  sides.server_store = {no_ca.get()};
  CHECK(verify(below.get()).substr(0, 4) == "FAIL");  // the reason is the last of several

  const Certificate revoked = sides.issued(named("revoked"));
  const Crl crl = make_crl(revoked.get(), sides.ca.get(), sides.ca_key.get());
  sides.crl = crl.get();
  CHECK(verify(revoked.get()) == "FAIL revoked");
  sides.shake(here.get(), sides.issued(named("not revoked")).get());
  rules_tls_set_macros(ruled.session, sides.server.get(), RULES_TLS_SERVER, nullptr);
  CHECK(ruled.macro("{verify}") == "OK");
}

TEST_CASE("handshake: a session that is resumed says what the first one said") {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    Sides sides;
    CertificateWish wish = named("client.example");
    wish.names = {{GEN_DNS, "client.example"}};
    wish.to = 3;
    const Certificate here = sides.issued(named("mx.here.example"));
    const Certificate good = sides.issued(wish);
    const Certificate self = make_certificate(wish, sides.key.get());
    Ruled ruled;
    const auto verify = [&] {
      REQUIRE(rules_tls_set_macros(ruled.session, sides.server.get(), RULES_TLS_SERVER, nullptr) ==
              RULES_OK);
      return ruled.macro("{verify}") + " " + ruled.macro("{verify_reason}");
    };
    const auto resume = [&] {
      SSL_SESSION* session = SSL_get1_session(sides.client.get());
      sides.connect(session);
      SSL_SESSION_free(session);
      REQUIRE(SSL_session_reused(sides.server.get()) == 1);
    };
    sides.version = version;
    sides.shake(here.get(), self.get());
    resume();
    CHECK(verify() == "FAIL self_signed");
    CHECK(ruled.macro("{cn_subject}") == "client.example");
    sides.shake(here.get(), nullptr);
    resume();
    CHECK(verify() == "NO no_certificate");
    sides.shake(here.get(), good.get());
    CHECK(verify() == "OK ok");
    resume();
    CHECK(verify() == "OK ok");
    CHECK(ruled.macro("{cert_subject}") == "/C=GB/O=Test+20Org/CN=client.example");
    CHECK(ruled.ask("in_dns", "client.example") == "yes");
    // What was above the certificate is not known any more; nothing says it was good.
    CHECK(ruled.macro("{cert_chain_depth}") == "");
    CHECK(ruled.ask("in_chain", "/C=GB/O=Test+20Org/CN=Test+20CA") == "no");
    std::this_thread::sleep_for(std::chrono::seconds(4));
    resume();
    CHECK(verify() == "FAIL expired");
  }
}

TEST_CASE("handshake: a certificate that is asked for later (TLS 1.3)") {
  Sides sides;
  const Certificate here = sides.issued(named("mx.here.example"));
  const Certificate good = sides.issued(named("late"));
  const Certificate self = make_certificate(named("late"), sides.key.get());
  for (const auto& [shown, later] : {std::pair(good.get(), "OK"), std::pair(self.get(), "FAIL"),
                                     std::pair<X509*, const char*>(nullptr, "NO")}) {
    Ruled ruled;
    const auto verify = [&] {
      REQUIRE(rules_tls_set_macros(ruled.session, sides.server.get(), RULES_TLS_SERVER, nullptr) ==
              RULES_OK);
      return ruled.macro("{verify}");
    };
    sides.offers_later = true;
    sides.shake(here.get(), shown, false);
    CHECK(verify() == "NOT");
    SSL_set_verify(sides.server.get(), SSL_VERIFY_PEER | SSL_VERIFY_POST_HANDSHAKE,
                   [](int, X509_STORE_CTX*) { return 1; });
    REQUIRE(SSL_verify_client_post_handshake(sides.server.get()) == 1);
    SSL_do_handshake(sides.server.get());
    sides.listen();
    sides.listen();
    CHECK(verify() == later);
    CHECK(ruled.macro("{cn_subject}") == (shown != nullptr ? "late" : ""));
  }
}

TEST_CASE("handshake: a client sees the server") {
  Sides sides;
  sides.shake(sides.issued(named("mx.there.example")).get(), nullptr);
  Ruled ruled;
  const rules_tls_options options = peer("mx.there.example", "192.0.2.9");
  REQUIRE(rules_tls_set_macros(ruled.session, sides.client.get(), RULES_TLS_CLIENT, &options) ==
          RULES_OK);
  CHECK(ruled.macro("{verify}") == "OK");
  CHECK(ruled.macro("{server_name}") == "mx.there.example");
  CHECK(ruled.macro("{client_name}") == "(undefined)");
}

TEST_CASE("handshake: the next one leaves nothing of the last") {
  Sides sides;
  CertificateWish wish = named("client.example");
  wish.names = {{GEN_DNS, "client.example"}};
  const Certificate here = sides.issued(named("mx.here.example"));
  sides.shake(here.get(), sides.issued(wish).get());
  Ruled ruled;
  rules_tls_options options = {};
  options.size = sizeof options;
  options.set_cert_altnames = 1;
  rules_tls_set_macros(ruled.session, sides.server.get(), RULES_TLS_SERVER, &options);
  REQUIRE(ruled.ask("in_dns", "client.example") == "yes");
  // As a rule that uses the macro map would.
  rules_session_set_macro(ruled.session, RULES_TRANSACTION, RULES_STR("{verify}"), RULES_STR("OK"));
  sides.shake(here.get(), nullptr);
  rules_tls_set_macros(ruled.session, sides.server.get(), RULES_TLS_SERVER, &options);
  CHECK(ruled.macro("{verify}") == "NO");
  CHECK(ruled.macro("{cert_fp}") == "");
  CHECK(ruled.macro("{altname_subject}") == "");
  CHECK(ruled.ask("in_dns", "client.example") == "no");
  CHECK(ruled.ask("in_altnames", "client.example") == "no");
  CHECK(rules_tls_clear(ruled.session) == RULES_OK);
  CHECK(ruled.macro("{verify}") == "(undefined)");
}

TEST_CASE("handshake: 1, 100 and 5,000 names decide alike, more than allowed refuse") {
  Sides sides;
  const Certificate here = sides.issued(named("mx.here.example"));
  Ruled ruled;
  for (const int count : {1, 100, 5000}) {
    CertificateWish wish = named("many");
    for (int i = 1; i < count; ++i) {
      wish.names.push_back({GEN_DNS, "n" + std::to_string(i) + ".example"});
    }
    wish.names.push_back({GEN_DNS, "last.example"});
    const Certificate many = sides.issued(wish);
    rules_tls_facts facts = {};
    facts.size = sizeof facts;
    facts.certificate = many.get();
    CHECK(rules_tls_set_facts(ruled.session, RULES_TLS_SERVER, &facts, nullptr) == RULES_OK);
    CHECK(ruled.macro("{verify}") == "OK");
    CHECK(ruled.ask("in_dns", "last.example") == "yes");
    CHECK(ruled.macro("{altname_subject}").size() < 60100);

    rules_tls_options options = {};
    options.size = sizeof options;
    options.max_names = static_cast<size_t>(count) - 1;
    if (count == 1) continue;
    CHECK(rules_tls_set_facts(ruled.session, RULES_TLS_SERVER, &facts, &options) == RULES_ELIMIT);
    CHECK(ruled.macro("{verify}") == "FAIL");
    CHECK(ruled.macro("{verify_reason}") == "too_many_names");
    CHECK(ruled.ask("in_dns", "last.example") == "no");
  }
}

TEST_CASE("facts: hosts without OpenSSL") {
  Ruled ruled;
  rules_tls_facts facts = {};
  facts.size = sizeof facts;
  facts.verify = {RULES_STR("NONE")};
  REQUIRE(rules_tls_set_facts(ruled.session, RULES_TLS_CLIENT, &facts, nullptr) == RULES_OK);
  CHECK(ruled.macro("{verify}") == "NONE");
  CHECK(ruled.macro("{tls_version}") == "");

  facts = {};
  facts.size = sizeof facts;
  facts.version = {RULES_STR("TLSv1.2")};
  facts.cipher = {RULES_STR("ECDHE-RSA-AES128-GCM-SHA256")};
  facts.cipher_bits = facts.alg_bits = 128;
  facts.subject = {RULES_STR("/O=Test Org/CN=a.example")};
  facts.issuer = {RULES_STR("/O=Test CA")};
  facts.subject_cn = {RULES_STR("a.example")};
  const rules_tls_name names[] = {{RULES_TLS_DNS, {RULES_STR("a.example")}},
                                  {RULES_TLS_DNS, {RULES_STR("bad\0name")}}};
  facts.names = names;
  facts.name_count = 2;
  REQUIRE(rules_tls_set_facts(ruled.session, RULES_TLS_SERVER, &facts, nullptr) == RULES_OK);
  CHECK(ruled.macro("{verify}") == "OK");
  CHECK(ruled.macro("{cert_subject}") == "/O=Test+20Org/CN=a.example");
  CHECK(ruled.macro("{cn_issuer}") == "BadCertificateUnknown");
  CHECK(ruled.macro("{altname_subject}") == "<dns:a.example>");

  facts = {};
  facts.size = sizeof facts;
  facts.verify = {RULES_STR("OK")};
  facts.certificate_der = {RULES_STR("no DER")};
  CHECK(rules_tls_set_facts(ruled.session, RULES_TLS_SERVER, &facts, nullptr) == RULES_EDATA);
  CHECK(ruled.macro("{verify}") == "FAIL");
  CHECK(ruled.macro("{verify_reason}") == "bad_certificate");
}

TEST_CASE("facts: misuse is told, not suffered") {
  Ruled ruled;
  rules_tls_facts facts = {};
  facts.size = sizeof facts;
  CHECK(rules_tls_set_macros(ruled.session, nullptr, RULES_TLS_SERVER, nullptr) == RULES_EINVAL);
  CHECK(rules_tls_set_facts(ruled.session, RULES_TLS_SERVER, nullptr, nullptr) == RULES_EINVAL);
  CHECK(rules_tls_set_facts(nullptr, RULES_TLS_SERVER, &facts, nullptr) == RULES_EINVAL);
  CHECK(rules_tls_set_facts(ruled.session, static_cast<rules_tls_role>(3), &facts, nullptr) ==
        RULES_EINVAL);
  rules_tls_options options = {};
  CHECK(rules_tls_set_facts(ruled.session, RULES_TLS_SERVER, &facts, &options) == RULES_EINVAL);
  options.size = sizeof options;
  options.fingerprint = "nosuch";
  CHECK(rules_tls_set_facts(ruled.session, RULES_TLS_SERVER, &facts, &options) == RULES_EINVAL);
  options.fingerprint = "sha1";
  CHECK(rules_tls_set_facts(ruled.session, RULES_TLS_SERVER, &facts, &options) == RULES_OK);
  facts.subject = {nullptr, 4};
  CHECK(rules_tls_set_facts(ruled.session, RULES_TLS_SERVER, &facts, nullptr) == RULES_EINVAL);
  CHECK(rules_tls_clear(nullptr) == RULES_EINVAL);

  char out[16];
  size_t written = 0;
  CHECK(rules_tls_xtext("a b", 3, out, sizeof out, &written) == RULES_OK);
  CHECK(std::string(out, written) == "a+20b");
  CHECK(rules_tls_xtext("a b", 3, out, 5, &written) == RULES_ELIMIT);
  CHECK(written == 5);
  CHECK(rules_tls_xtext(nullptr, 3, out, 5, &written) == RULES_EINVAL);
}

namespace {

const char* const kAllMacros[] = {"{verify}",          "{verify_reason}",    "{tls_version}",
                                  "{cipher}",          "{cipher_bits}",      "{alg_bits}",
                                  "{cert_subject}",    "{cert_issuer}",      "{cn_subject}",
                                  "{cn_issuer}",       "{cert_md5}",         "{cert_fp}",
                                  "{cert_not_after}",  "{cert_chain_depth}", "{subject_dns_count}",
                                  "{altname_subject}", "{altname_issuer}"};

// A session with all that a handshake can set.
void fill(Ruled& ruled, Sides& sides, const Certificate& here) {
  CertificateWish wish = named("client.example");
  wish.names = {{GEN_DNS, "client.example"}, {GEN_EMAIL, "a@b.example"}};
  wish.issuer_names = {{GEN_DNS, "ca.example"}};
  sides.shake(here.get(), sides.issued(wish).get());
  rules_tls_options options = {};
  options.size = sizeof options;
  options.set_cert_altnames = 1;
  REQUIRE(rules_tls_set_macros(ruled.session, sides.server.get(), RULES_TLS_SERVER, &options) ==
          RULES_OK);
  for (const char* name : kAllMacros) {
    INFO(name);
    CHECK(ruled.macro(name).size() > 0);
    CHECK(ruled.macro(name) != "(undefined)");
  }
}

// Nothing is left of what fill() set; macros are `value`.
void check_gone(Ruled& ruled, const std::string& value) {
  for (const char* name : kAllMacros) {
    INFO(name);
    CHECK(ruled.macro(name) == value);
  }
  for (const auto& [ruleset, word] :
       {std::pair("in_dns", "client.example"), std::pair("in_email", "a@b.example"),
        std::pair("in_altnames", "client.example"), std::pair("in_issuer_dns", "ca.example"),
        std::pair("in_chain", "/C=GB/O=Test+20Org/CN=Test+20CA")}) {
    INFO(ruleset);
    CHECK(ruled.ask(ruleset, word) == "no");
  }
}

}  // namespace

TEST_CASE("handshake: what cannot be used leaves nothing of an earlier one") {
  Sides sides;
  const Certificate here = sides.issued(named("mx.here.example"));
  Ruled ruled;
  rules_tls_options options = {};
  options.size = sizeof options;
  rules_tls_facts facts = {};
  facts.size = sizeof facts;
  const auto nobody = static_cast<rules_tls_role>(7);
  const auto macros = [&](SSL* ssl, rules_tls_role role) {
    return rules_tls_set_macros(ruled.session, ssl, role, &options);
  };

  fill(ruled, sides, here);
  CHECK(macros(nullptr, RULES_TLS_SERVER) == RULES_EINVAL);
  check_gone(ruled, "(undefined)");
  fill(ruled, sides, here);
  CHECK(macros(sides.server.get(), nobody) == RULES_EINVAL);
  check_gone(ruled, "(undefined)");
  fill(ruled, sides, here);
  CHECK(rules_tls_set_facts(ruled.session, RULES_TLS_SERVER, nullptr, nullptr) == RULES_EINVAL);
  check_gone(ruled, "(undefined)");
  // No size, a size that cuts a pointer, one that asks for what this library does not know.
  struct {
    rules_tls_options known;
    size_t more;
  } newer = {};
  newer.known.size = sizeof newer;
  CHECK(rules_tls_set_macros(ruled.session, sides.server.get(), RULES_TLS_SERVER, &newer.known) ==
        RULES_OK);
  newer.more = 1;
  CHECK(rules_tls_set_macros(ruled.session, sides.server.get(), RULES_TLS_SERVER, &newer.known) ==
        RULES_EINVAL);
  check_gone(ruled, "(undefined)");
  options.fingerprint = "sha1";
  for (const size_t size :
       {size_t{0}, offsetof(rules_tls_options, fingerprint) + 4, size_t{1} << 20}) {
    options.size = size;
    fill(ruled, sides, here);
    CHECK(macros(sides.server.get(), RULES_TLS_SERVER) == RULES_EINVAL);
    check_gone(ruled, "(undefined)");
    facts.size = size;
    CHECK(rules_tls_set_facts(ruled.session, RULES_TLS_SERVER, &facts, nullptr) == RULES_EINVAL);
  }
  // An older host's struct: what it does not have is as if it were zero.
  options.size = offsetof(rules_tls_options, fingerprint);
  CHECK(macros(sides.server.get(), RULES_TLS_SERVER) == RULES_OK);
  CHECK(ruled.macro("{cert_fp}").size() == 95);
  // A host that says something else of the next connection, or of a name that is none.
  fill(ruled, sides, here);
  facts.size = sizeof facts;
  REQUIRE(rules_tls_set_facts(ruled.session, RULES_TLS_SERVER, &facts, nullptr) == RULES_OK);
  CHECK(ruled.macro("{verify}") == "NOT");
  CHECK(ruled.macro("{verify_reason}") == "not_asked");
  fill(ruled, sides, here);
  facts.verify = {RULES_STR("OK\0x")};
  CHECK(rules_tls_set_facts(ruled.session, RULES_TLS_SERVER, &facts, nullptr) == RULES_EDATA);
  CHECK(ruled.macro("{verify}") != "OK");
  fill(ruled, sides, here);
  CHECK(rules_tls_clear(ruled.session) == RULES_OK);
  check_gone(ruled, "(undefined)");
  CHECK(rules_tls_clear(ruled.session) == RULES_OK);
}

TEST_CASE("handshake: nothing is proved before its end") {
  Sides sides;
  const Certificate here = sides.issued(named("mx.here.example"));
  const Certificate good = sides.issued(named("client.example"));
  struct Watch {
    Ruled ruled;
    int states = 0, refused = 0, certificates = 0;
  };
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    Watch watch;
    sides.version = version;
    sides.shake(here.get(), good.get());
    const Connection fresh(SSL_new(sides.server_context.get()));
    REQUIRE(rules_tls_set_macros(watch.ruled.session, sides.server.get(), RULES_TLS_SERVER,
                                 nullptr) == RULES_OK);
    CHECK(rules_tls_set_macros(watch.ruled.session, fresh.get(), RULES_TLS_SERVER, nullptr) ==
          RULES_EINVAL);
    CHECK(watch.ruled.macro("{verify}") == "(undefined)");

    SSL_CTX_set_app_data(sides.server_context.get(), &watch);
    SSL_CTX_set_info_callback(sides.server_context.get(), [](const SSL* ssl, int where, int) {
      auto* seen = static_cast<Watch*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
      if ((where & SSL_CB_LOOP) == 0 || SSL_in_init(ssl) == 0) return;
      seen->states++;
      seen->certificates += SSL_get0_peer_certificate(ssl) != nullptr ? 1 : 0;
      const auto status = rules_tls_set_macros(seen->ruled.session, const_cast<SSL*>(ssl),
                                               RULES_TLS_SERVER, nullptr);
      const bool empty = seen->ruled.macro("{verify}") == "(undefined)";
      seen->refused += status == RULES_EINVAL && empty ? 1 : 0;
    });
    sides.connect();
    CHECK(watch.states > 5);
    CHECK(watch.certificates > 0);  // it was there, and not proved to be the client's
    CHECK(watch.refused == watch.states);
    REQUIRE(rules_tls_set_macros(watch.ruled.session, sides.server.get(), RULES_TLS_SERVER,
                                 nullptr) == RULES_OK);
    CHECK(watch.ruled.macro("{verify}") == "OK");
  }
}

TEST_CASE("handshake: a session in use is left alone") {
  Sides sides;
  const Certificate here = sides.issued(named("mx.here.example"));
  struct Use {
    Ruled ruled;
    SSL* ssl = nullptr;
    std::vector<rules_status> got;
  } use;
  fill(use.ruled, sides, here);
  use.ssl = sides.server.get();
  const auto answer = [](void* user, rules_session* session, rules_text, rules_text*) {
    auto* in = static_cast<Use*>(user);
    rules_tls_facts facts = {};
    facts.size = sizeof facts;
    in->got = {rules_tls_set_macros(session, in->ssl, RULES_TLS_SERVER, nullptr),
               rules_tls_set_macros(session, nullptr, RULES_TLS_SERVER, nullptr),
               rules_tls_set_facts(session, RULES_TLS_SERVER, &facts, nullptr),
               rules_tls_clear(session)};
    return 0;
  };
  REQUIRE(rules_session_on_macro(use.ruled.session, answer, &use, nullptr) == RULES_OK);
  use.ruled.ask("in_use", "x");
  CHECK(use.got == std::vector<rules_status>(4, RULES_EBUSY));
  CHECK(use.ruled.macro("{verify}") == "OK");
  CHECK(use.ruled.ask("in_dns", "client.example") == "yes");
}

TEST_CASE("handshake: each is judged by itself, also on one connection") {
  Sides sides;
  const Certificate here = sides.issued(named("mx.here.example"));
  const Certificate good = sides.issued(named("good"));
  const Certificate self = make_certificate(named("self"), sides.key.get());
  Ruled ruled;
  const auto verify = [&] {
    REQUIRE(rules_tls_set_macros(ruled.session, sides.server.get(), RULES_TLS_SERVER, nullptr) ==
            RULES_OK);
    return ruled.macro("{verify}") + " " + ruled.macro("{verify_reason}") + " " +
           ruled.macro("{cn_subject}") + " " + ruled.macro("{cert_chain_depth}");
  };
  // A second handshake of TLS 1.2, a certificate that is asked for once more in TLS 1.3.
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const auto again = [&](X509* shown) {
      SSL_certs_clear(sides.client.get());
      if (shown != nullptr) {
        REQUIRE(SSL_use_certificate(sides.client.get(), shown) == 1);
        REQUIRE(SSL_use_PrivateKey(sides.client.get(), sides.key.get()) == 1);
      }
      SSL_set_options(sides.server.get(), SSL_OP_ALLOW_CLIENT_RENEGOTIATION);
      REQUIRE((version == TLS1_2_VERSION
                   ? SSL_renegotiate(sides.client.get())
                   : SSL_verify_client_post_handshake(sides.server.get())) == 1);
      for (int i = 0; i < 4; ++i) {
        SSL_do_handshake(sides.client.get());
        SSL_do_handshake(sides.server.get());
        sides.listen();
      }
    };
    sides.version = version;
    sides.offers_later = true;
    sides.shake(here.get(), self.get());
    CHECK(verify() == "FAIL self_signed self ");
    again(good.get());
    INFO(version);
    CHECK(verify() == "OK ok good 1");
    again(self.get());
    CHECK(verify() == "FAIL self_signed self ");
    again(nullptr);
    CHECK(verify() == "NO no_certificate  ");
  }
}

TEST_CASE("handshake: a client that resumes, and one whose session the server has forgotten") {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    Sides sides;
    const Certificate good = sides.issued(named("mx.there.example"));
    const Certificate self = make_certificate(named("mx.self.example"), sides.key.get());
    Ruled ruled;
    const auto verify = [&] {
      REQUIRE(rules_tls_set_macros(ruled.session, sides.client.get(), RULES_TLS_CLIENT, nullptr) ==
              RULES_OK);
      return ruled.macro("{verify}") + " " + ruled.macro("{cn_subject}");
    };
    const auto resume = [&] {
      SSL_SESSION* session = SSL_get1_session(sides.client.get());
      sides.connect(session);
      SSL_SESSION_free(session);
      return SSL_session_reused(sides.client.get());
    };
    sides.version = version;
    for (const auto& [shown, said] : {std::pair(good.get(), "OK mx.there.example"),
                                      std::pair(self.get(), "FAIL mx.self.example")}) {
      sides.shake(shown, nullptr);
      CHECK(verify() == said);
      CHECK(resume() == 1);
      CHECK(verify() == said);
    }
    // Another server in the place of the one that showed `self`: it takes no old session.
    sides.server_context = sides.context(TLS_server_method(), good.get(), SSL_VERIFY_NONE);
    CHECK(resume() == 0);
    CHECK(verify() == "OK mx.there.example");
  }
}

TEST_CASE("handshake: a key that both had before is no certificate") {
  Sides sides;
  Ruled ruled;
  static constexpr unsigned char kKey[] = "0123456789abcdef0123456789abcdef";
  sides.server_context = sides.context(TLS_server_method(), nullptr, SSL_VERIFY_PEER);
  sides.client_context = sides.context(TLS_client_method(), nullptr, SSL_VERIFY_PEER);
  SSL_CTX_set_psk_server_callback(sides.server_context.get(),
                                  [](SSL*, const char*, unsigned char* key, unsigned) -> unsigned {
                                    std::memcpy(key, kKey, 32);
                                    return 32;
                                  });
  SSL_CTX_set_psk_client_callback(
      sides.client_context.get(),
      [](SSL*, const char*, char* name, unsigned, unsigned char* key, unsigned) -> unsigned {
        std::memcpy(name, "us", 3);
        std::memcpy(key, kKey, 32);
        return 32;
      });
  // The digest that a key of these callbacks goes with.
  SSL_CTX_set_ciphersuites(sides.client_context.get(), "TLS_AES_128_GCM_SHA256");
  SSL_CTX_set_session_id_context(sides.client_context.get(), nullptr, 0);
  sides.connect();
  REQUIRE(SSL_version(sides.client.get()) == TLS1_3_VERSION);
  for (const auto& [ssl, role] : {std::pair(sides.server.get(), RULES_TLS_SERVER),
                                  std::pair(sides.client.get(), RULES_TLS_CLIENT)}) {
    REQUIRE(rules_tls_set_macros(ruled.session, ssl, role, nullptr) == RULES_OK);
    CHECK(ruled.macro("{verify}") == "NO");
    CHECK(ruled.macro("{cn_subject}") == "");
    CHECK(ruled.macro("{cipher_bits}") != "0");
  }
}

TEST_CASE("facts: limits and rubbish") {
  Sides sides;
  const Certificate good = sides.issued(named("client.example"));
  Ruled ruled;
  rules_tls_facts facts = {};
  facts.size = sizeof facts;
  unsigned char* der = nullptr;
  const int length = i2d_X509(good.get(), &der);
  REQUIRE(length > 0);
  std::string bytes(reinterpret_cast<char*>(der), static_cast<size_t>(length));
  OPENSSL_free(der);
  const auto verify = [&](rules_status status) {
    CHECK(rules_tls_set_facts(ruled.session, RULES_TLS_SERVER, &facts, nullptr) == status);
    return ruled.macro("{verify}") + " " + ruled.macro("{verify_reason}");
  };
  facts.certificate_der = {bytes.data(), bytes.size()};
  CHECK(verify(RULES_OK) == "OK ok");
  CHECK(ruled.macro("{cn_subject}") == "client.example");
  facts.certificate_der.length--;
  CHECK(verify(RULES_EDATA) == "FAIL bad_certificate");
  bytes += '\0';
  facts.certificate_der = {bytes.data(), bytes.size()};
  CHECK(verify(RULES_EDATA) == "FAIL bad_certificate");
  bytes.resize(2 << 20);
  facts.certificate_der = {bytes.data(), bytes.size()};
  CHECK(verify(RULES_EDATA) == "FAIL bad_certificate");
  CHECK(ruled.macro("{cn_subject}") == "");

  facts = {};
  facts.size = sizeof facts;
  facts.subject_cn = {RULES_STR("a.example")};
  const std::vector<rules_tls_name> names(10001, {RULES_TLS_DNS, {RULES_STR("a.example")}});
  facts.names = names.data();
  facts.name_count = 10000;
  CHECK(verify(RULES_OK) == "OK ok");
  facts.name_count = 10001;
  CHECK(verify(RULES_ELIMIT) == "FAIL too_many_names");
  CHECK(ruled.ask("in_dns", "a.example") == "no");
  facts.names = nullptr;
  CHECK(verify(RULES_EINVAL) == "(undefined) (undefined)");
  const rules_tls_name odd = {static_cast<rules_tls_name_kind>(9), {RULES_STR("x")}};
  facts.names = &odd;
  facts.name_count = 1;
  CHECK(verify(RULES_EINVAL) == "(undefined) (undefined)");
}
