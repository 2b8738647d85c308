// The client's side of one connection: one message to one host.
//
// tls_server is asked in every case, before MAIL: with {verify} of the handshake, or with NONE
// (STARTTLS is not offered, or try_tls forbids it), TEMP, PROTOCOL (the server refused STARTTLS) or
// SOFTWARE (the handshake failed: the connection is dropped without QUIT, whatever tls_server
// says). Then comes AUTH, if the server offers it and ruleset authinfo has something to say: with a
// reply of 4xx the message waits, with 5xx it goes on without, as in sendmail. tls_rcpt is asked
// before each RCPT. Commands go out one at a time.
//
// Tested by tests/host/ (claims C1 to C10).
#ifndef EXAMPLES_HOST_SMTP_CLIENT_H
#define EXAMPLES_HOST_SMTP_CLIENT_H

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "auth.h"
#include "channel.h"
#include "queue.h"
#include "reader.h"
#include "setup.h"

namespace host {

// What became of a recipient.
struct Outcome {
  enum class Kind { kSent, kLater, kFailed };
  Kind kind = Kind::kLater;
  std::string reply;  // "403 4.7.0 authentication failed", of the server or of our rulesets

  static Outcome of(const std::string& reply) {
    return {reply[0] == '2' ? Kind::kSent : reply[0] == '5' ? Kind::kFailed : Kind::kLater, reply};
  }
};

class SmtpClient {
 public:
  SmtpClient(std::shared_ptr<const Setup> setup, std::string who);

  // Delivers to all recipients, which are at this host. One outcome for each.
  std::vector<Outcome> deliver(const std::string& host, const Address& address,
                               const Envelope& envelope, const std::vector<std::string>& recipients,
                               const std::string& message);

 private:
  struct Reply {
    int code = 0;  // 0: no reply came
    std::vector<std::string> lines;
    // The last line, as much of it as is kept of a refusal.
    std::string last() const { return lines.empty() ? "" : lines.back().substr(0, 500); }
    // A line without its code.
    std::string text(std::size_t i) const {
      return lines[i].substr(std::min<std::size_t>(4, lines[i].size()));
    }
  };

  // Each of these gives a reply that ends it, or "" to go on.
  std::string connect(const Address& address);
  std::string hello();
  std::string secure(const std::string& host);
  std::string start_tls(const std::string& host);
  std::string ask_tls_server(const std::string& verify);
  std::string authenticate(const std::string& host);
  std::string mail(const Envelope& envelope);
  std::string open(const std::string& host, const Address& address, const Envelope& envelope);

  Reply exchange(const std::string& mechanism, AuthExchange& begun, AuthStep& last);
  std::string authenticated(const std::string& mechanism, AuthStep& step);
  Outcome recipient(const std::string& address);
  std::string body(const std::string& message);
  Reply command(const std::string& line);
  Reply read_reply();
  bool send(const std::string& text);
  void quit();

  std::shared_ptr<const Setup> setup_;
  std::string who_;
  Rulesets rules_;
  std::unique_ptr<Channel> channel_;
  LineReader lines_;
  std::map<std::string, std::string> extensions_;  // of the EHLO reply: word, and what follows it
  bool tried_auth_ = false;
};

}  // namespace host

#endif
