// Real handshakes in memory, and what the session says after them, through the C interface.

#include <chrono>
#include <thread>
#include <utility>

#include "sides.h"

using namespace rules::tls::test;

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
