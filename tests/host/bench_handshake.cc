// What a TLS handshake costs, and what the rulesets' decision costs beside it.
//
//   bench_handshake CF ecdsa|rsa COUNT
//
// Full handshakes of TLS 1.3 over a loopback socket, both sides with a certificate (P-256, or
// RSA-2048); the client in a thread of its own. CPU time, the kernel's included, in microseconds:
// medians of each step as a server takes it, so a step finds the caches as the one before left
// them: at the connection a session and check_relay; the handshake; rules_tls_set_macros;
// tls_client. Then tls_client once more, when nothing is cold. The last lines are the share of
// tls_client in percent of the handshake's CPU.
#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <rules/tls.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "certificates.h"

namespace {

using namespace rules::tls::test;

double cpu_microseconds() {
  timespec now = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "bench_handshake: %s\n", what);
  std::exit(1);
}

struct FreeContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct FreeTls {
  void operator()(SSL* tls) const { SSL_free(tls); }
};
using Context = std::unique_ptr<SSL_CTX, FreeContext>;
using Tls = std::unique_ptr<SSL, FreeTls>;

struct Identity {
  Key key;
  Certificate certificate;

  Identity(const char* name, bool rsa, const Identity* authority)
      : key(rsa ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256")) {
    CertificateWish wish = named(name);
    wish.ca = authority == nullptr;
    if (!wish.ca) wish.names = {{GEN_DNS, name}};
    certificate =
        make_certificate(wish, key.get(), wish.ca ? nullptr : authority->certificate.get(),
                         wish.ca ? nullptr : authority->key.get());
  }
};

Context make_context(const SSL_METHOD* method, const Identity& own, const Identity& authority) {
  Context context(SSL_CTX_new(method));
  if (SSL_CTX_use_certificate(context.get(), own.certificate.get()) != 1 ||
      SSL_CTX_use_PrivateKey(context.get(), own.key.get()) != 1 ||
      X509_STORE_add_cert(SSL_CTX_get_cert_store(context.get()), authority.certificate.get()) !=
          1) {
    fail("a certificate cannot be used");
  }
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context.get(), 0);
  return context;
}

// A socket that listens on a loopback address; connects to it, and accepts.
class Loopback {
 public:
  Loopback() : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address_;
    if (bind(listener_, raw(), length) != 0 || listen(listener_, 1) != 0 ||
        getsockname(listener_, raw(), &length) != 0) {
      fail("no loopback socket");
    }
  }
  ~Loopback() { close(listener_); }
  Loopback(const Loopback&) = delete;
  Loopback& operator=(const Loopback&) = delete;

  int connect() {
    const int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(made, raw(), sizeof address_) != 0) fail("cannot connect");
    return made;
  }
  int accept() {
    const int made = ::accept(listener_, nullptr, nullptr);
    if (made < 0) fail("cannot accept");
    return made;
  }

 private:
  sockaddr* raw() { return reinterpret_cast<sockaddr*>(&address_); }

  int listener_;
  sockaddr_in address_ = {};
};

// A ruleset of two arguments. A cf may have no check_relay.
void ask(std::string_view ruleset, const std::array<std::string_view, 2>& args,
         rules_session* session, const rules_result*& result) {
  const rules_text texts[] = {{args[0].data(), args[0].size()}, {args[1].data(), args[1].size()}};
  const rules_status status =
      rules_session_call(session, ruleset.data(), ruleset.size(), texts, 2, nullptr, &result);
  if (status != RULES_OK && status != RULES_ENOENT) fail("a ruleset");
}

// What is weighed against each other, by names that a profiler sees.
[[gnu::noinline]] Tls server_handshake(SSL_CTX* context, int socket) {
  Tls tls(SSL_new(context));
  SSL_set_fd(tls.get(), socket);
  if (SSL_accept(tls.get()) != 1 || SSL_get_verify_result(tls.get()) != X509_V_OK) {
    fail("the handshake failed");
  }
  return tls;
}

[[gnu::noinline]] void ask_tls_client(rules_session* session, const rules_result*& result) {
  ask("tls_client", {"OK", "STARTTLS"}, session, result);
}

enum Step { kSession, kRelay, kServer, kClient, kMacros, kTlsClient, kAgain, kSteps };
using Costs = std::array<std::vector<double>, kSteps>;

template <typename Work>
void measure(std::vector<double>& costs, Work&& work) {
  const double begin = cpu_microseconds();
  work();
  costs.push_back(cpu_microseconds() - begin);
}

// The client's side of all handshakes.
void run_client(SSL_CTX* context, int count, Loopback& loopback, std::vector<double>& costs) {
  for (int i = 0; i < count; i++) {
    const int socket = loopback.connect();
    Tls tls;
    measure(costs, [&] {
      tls.reset(SSL_new(context));
      SSL_set_fd(tls.get(), socket);
      if (SSL_connect(tls.get()) != 1) fail("the client's handshake failed");
    });
    char byte = 0;
    if (read(socket, &byte, 1) < 0) fail("the server does not end");  // until it has decided
    close(socket);
  }
}

void check_verdict(const rules_result* result) {
  rules_verdict verdict = {};
  verdict.size = sizeof verdict;
  if (rules_result_verdict(result, &verdict) != RULES_OK) fail("tls_client");
  if (verdict.decision != RULES_ACCEPT) fail("refused");
  if (rules_result_lookup_count(result) < 8) fail("the access map was not asked");
}

void serve_one(rules_program* program, SSL_CTX* context, int socket, Costs& costs) {
  rules_session* session = nullptr;
  measure(costs[kSession], [&] {
    if (rules_session_new(program, nullptr, &session) != RULES_OK) fail("no session");
  });
  const rules_result* result = nullptr;
  measure(costs[kRelay], [&] {
    ask("check_relay", {"client.example.com", "127.0.0.5"}, session, result);
  });
  Tls tls;
  measure(costs[kServer], [&] { tls = server_handshake(context, socket); });
  rules_tls_options options = {};
  options.size = sizeof options;
  options.peer_name = {RULES_STR("client.example.com")};
  options.peer_addr = {RULES_STR("127.0.0.5")};
  measure(costs[kMacros], [&] {
    if (rules_tls_set_macros(session, tls.get(), RULES_TLS_SERVER, &options) != RULES_OK) {
      fail("macros");
    }
  });
  measure(costs[kTlsClient], [&] { ask_tls_client(session, result); });
  check_verdict(result);
  measure(costs[kAgain], [&] { ask("tls_client", {"OK", "STARTTLS"}, session, result); });
  rules_session_free(session);
}

double median(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

void print(Costs& costs) {
  static constexpr const char* kNames[] = {
      "rules_session_new",    "check_relay", "handshake, server's side", "handshake, client's side",
      "rules_tls_set_macros", "tls_client",  "tls_client once more"};
  std::array<double, kSteps> medians;
  for (int step = 0; step < kSteps; step++) {
    medians[step] = median(costs[step]);
    std::printf("%-25s %8.1f us\n", kNames[step], medians[step]);
  }
  const double call = 100 * medians[kTlsClient];
  std::printf(
      "share of tls_client: %.2f %% of the server's side, %.2f %% of both\n"
      "share of tls_client once more: %.2f %% of the server's side\n",
      call / medians[kServer], call / (medians[kServer] + medians[kClient]),
      100 * medians[kAgain] / medians[kServer]);
}

}  // namespace

int main(int argc, char** argv) {
  const int count = argc == 4 ? std::atoi(argv[3]) : 0;
  if (count <= 0) fail("usage: bench_handshake CF ecdsa|rsa COUNT");
  const bool rsa = std::strcmp(argv[2], "rsa") == 0;
  const Identity authority("Bench CA", rsa, nullptr);
  const Identity server("mx.here.example", rsa, &authority);
  const Identity client("client.example.com", rsa, &authority);
  const Context server_side = make_context(TLS_server_method(), server, authority);
  const Context client_side = make_context(TLS_client_method(), client, authority);
  rules_load_options options = {};
  options.size = sizeof options;
  options.host_name = "mx.here.example";
  options.skip_file_safety = 1;
  rules_program* program = nullptr;
  if (rules_program_load_file(argv[1], &options, &program, nullptr) != RULES_OK) fail("the cf");
  Loopback loopback;
  Costs costs;
  std::jthread other([&] { run_client(client_side.get(), count, loopback, costs[kClient]); });
  for (int i = 0; i < count; i++) {
    const int socket = loopback.accept();
    serve_one(program, server_side.get(), socket, costs);
    close(socket);
  }
  other.join();
  rules_program_free(program);
  print(costs);
  return 0;
}
