// What a TLS handshake costs a server, and what the rulesets' decision costs after it.
//
//   bench_handshake CF CERTIFICATES COUNT
//
// Full handshakes of TLS 1.3 in memory, both sides with a certificate; the CPU time of the server's
// side, of rules_tls_set_macros, and of the call of tls_client, in microseconds each. The last line
// is the share of the call in percent of the handshake.
#include <openssl/ssl.h>
#include <rules/tls.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <string>
#include <vector>

namespace {

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

Context make_context(const SSL_METHOD* method, const std::string& folder, const char* name) {
  Context context(SSL_CTX_new(method));
  const std::string base = folder + "/" + name;
  if (SSL_CTX_use_certificate_file(context.get(), (base + ".pem").c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_use_PrivateKey_file(context.get(), (base + ".key").c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_load_verify_locations(context.get(), (folder + "/ca.pem").c_str(), nullptr) != 1) {
    fail("a certificate cannot be read");
  }
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context.get(), 0);
  return context;
}

// What is weighed against each other, by names that a profiler sees.
[[gnu::noinline]] int server_step(SSL* server) { return SSL_do_handshake(server); }

[[gnu::noinline]] rules_status ask_tls_client(rules_session* session, const rules_result*& result) {
  const rules_text args[] = {{RULES_STR("OK")}, {RULES_STR("STARTTLS")}};
  return rules_session_call(session, RULES_STR("tls_client"), args, 2, nullptr, &result);
}

// One handshake; `cost` is the server's.
Tls shake(SSL_CTX* server_context, SSL_CTX* client_context, double& cost) {
  double begin = cpu_microseconds();
  Tls server(SSL_new(server_context));
  cost = cpu_microseconds() - begin;
  const Tls client(SSL_new(client_context));
  BIO* a = nullptr;
  BIO* b = nullptr;
  if (BIO_new_bio_pair(&a, 1 << 16, &b, 1 << 16) != 1) fail("no memory");
  SSL_set_bio(server.get(), a, a);
  SSL_set_bio(client.get(), b, b);
  SSL_set_accept_state(server.get());
  SSL_set_connect_state(client.get());
  for (int i = 0; i < 10 && (SSL_in_init(server.get()) != 0 || SSL_in_init(client.get()) != 0);
       i++) {
    SSL_do_handshake(client.get());
    begin = cpu_microseconds();
    server_step(server.get());
    cost += cpu_microseconds() - begin;
  }
  if (SSL_in_init(server.get()) != 0 || SSL_get_verify_result(server.get()) != X509_V_OK) {
    fail("the handshake failed");
  }
  return server;
}

double median(std::vector<double>& values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                   values.end());
  return values[values.size() / 2];
}

struct Costs {
  std::vector<double> handshake, macros, call;
};

// What a host asks at the connection, long before there is TLS. A cf may have no check_relay.
void connect(rules_session* session) {
  const rules_text args[] = {{RULES_STR("client.example.com")}, {RULES_STR("127.0.0.5")}};
  const rules_result* result = nullptr;
  const rules_status status =
      rules_session_call(session, RULES_STR("check_relay"), args, 2, nullptr, &result);
  if (status != RULES_OK && status != RULES_ENOENT) fail("check_relay");
}

// A session after a handshake: macros, and the decision.
void decide(rules_program* program, SSL* tls, Costs& costs) {
  rules_session* session = nullptr;
  if (rules_session_new(program, nullptr, &session) != RULES_OK) fail("no session");
  rules_tls_options options = {};
  options.size = sizeof options;
  options.peer_name = {RULES_STR("client.example.com")};
  options.peer_addr = {RULES_STR("127.0.0.5")};
  connect(session);
  double begin = cpu_microseconds();
  if (rules_tls_set_macros(session, tls, RULES_TLS_SERVER, &options) != RULES_OK) fail("macros");
  costs.macros.push_back(cpu_microseconds() - begin);
  const rules_result* result = nullptr;
  rules_verdict verdict = {};
  verdict.size = sizeof verdict;
  begin = cpu_microseconds();
  const rules_status status = ask_tls_client(session, result);
  if (status != RULES_OK || rules_result_verdict(result, &verdict) != RULES_OK) fail("tls_client");
  costs.call.push_back(cpu_microseconds() - begin);
  if (verdict.decision != RULES_ACCEPT) fail("refused");
  if (rules_result_lookup_count(result) < 8) fail("the access map was not asked");
  rules_session_free(session);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) fail("usage: bench_handshake CF CERTIFICATES COUNT");
  const Context server = make_context(TLS_server_method(), argv[2], "server");
  const Context client = make_context(TLS_client_method(), argv[2], "good");
  rules_load_options options = {};
  options.size = sizeof options;
  options.host_name = "mx.here.example";
  options.skip_file_safety = 1;
  rules_program* program = nullptr;
  if (rules_program_load_file(argv[1], &options, &program, nullptr) != RULES_OK) fail("the cf");
  Costs costs;
  for (int i = std::atoi(argv[3]); i > 0; i--) {
    double cost = 0;
    const Tls tls = shake(server.get(), client.get(), cost);
    costs.handshake.push_back(cost);
    decide(program, tls.get(), costs);
  }
  rules_program_free(program);
  if (costs.call.empty()) fail("nothing was measured");
  const double handshake = median(costs.handshake);
  const double call = median(costs.call);
  std::printf(
      "handshake, server's side: %.1f us\nrules_tls_set_macros: %.1f us\n"
      "tls_client: %.2f us\nshare of tls_client: %.3f %%\n",
      handshake, median(costs.macros), call, 100 * call / handshake);
  return 0;
}
