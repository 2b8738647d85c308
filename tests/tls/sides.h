// Two sides of a TLS connection in memory, and a session that says what it was told of them.
#ifndef TESTS_TLS_SIDES_H
#define TESTS_TLS_SIDES_H

#include <openssl/ssl.h>

#include <catch2/catch.hpp>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "certificates.h"
#include "rules/tls.h"

namespace rules::tls::test {

template <typename T, void (*Free)(T*)>
struct Freed {
  void operator()(T* x) const { Free(x); }
};
using Context = std::unique_ptr<SSL_CTX, Freed<SSL_CTX, SSL_CTX_free>>;
using Connection = std::unique_ptr<SSL, Freed<SSL, SSL_free>>;

// A session whose rulesets answer what the classes hold.
inline constexpr const char* kCf =
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

inline rules_tls_options peer(const char* name, const char* address) {
  rules_tls_options options = {};
  options.size = sizeof options;
  options.peer_name = {name, strlen(name)};
  options.peer_addr = {address, strlen(address)};
  return options;
}

}  // namespace rules::tls::test

#endif
