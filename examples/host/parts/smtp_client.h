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
#include "setup.h"

namespace host {

class SmtpClient {
 public:
  SmtpClient(std::shared_ptr<const Setup> setup, std::string who);

  // Delivers to all recipients, which are at this host. For each the reply that says what became of
  // it, of the server or of our rulesets: 2xx it is there, 5xx it never will be, else later.
  std::vector<std::string> deliver(const std::string& host, const Address& address,
                                   const Envelope& envelope,
                                   const std::vector<std::string>& recipients,
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

  // Each of these goes on, or throws Refused.
  void open(const std::string& host, const Address& address, const Envelope& envelope);
  void connect(const Address& address);
  void hello();
  void secure(const std::string& host);
  void start_tls(const std::string& host);
  void ask_tls_server(const std::string& verify);
  void authenticate(const std::string& host);
  void mail(const Envelope& envelope);
  void expect(int code, const Reply& reply);
  std::string body(const std::string& message);  // the reply to its end

  std::string recipient(const std::string& address);  // the reply, good or not

  bool offers(const std::string& word) const { return extensions_.contains(word); }
  Reply exchange(const std::string& mechanism, const AuthExchange& step, AuthStep& last);
  void authenticated(const std::string& mechanism, AuthStep& step);
  Reply command(const std::string& line);
  Reply say(const std::string& text);
  void quit();

  std::shared_ptr<const Setup> setup_;
  std::string who_;
  Rulesets rules_;
  std::unique_ptr<Channel> channel_;
  std::map<std::string, std::string> extensions_;  // of the EHLO reply: word, and what follows it
  bool tried_auth_ = false;
};

}  // namespace host

#endif
