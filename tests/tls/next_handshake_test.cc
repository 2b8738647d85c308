// One handshake after another: each is judged by itself, and nothing of an earlier one is left for
// rules to believe, whatever a host hands in.

#include <utility>

#include "sides.h"

using namespace rules::tls::test;

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
