// A session of the server: commands in, replies out. Knows nothing of sockets.
//
// Where the rulesets are asked: srv_features and check_relay at the connection, tls_client after a
// handshake, check_mail, check_rcpt, check_data, check_vrfy at their commands. (check_mail asks
// tls_client once more, with MAIL: that is in the rules.) A refusal at the connection or after the
// handshake is then the answer to all commands but HELO, EHLO, NOOP, RSET and QUIT.
//
// Tested by tests/host/ (claims S1 to S15, dialogue).
#ifndef EXAMPLES_HOST_SESSION_H
#define EXAMPLES_HOST_SESSION_H

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "auth.h"
#include "command.h"
#include "queue.h"
#include "reader.h"
#include "setup.h"

namespace host {

// The two ends of the connection.
struct Ends {
  Address client;
  Address server;
};

class Session {
 public:
  // What the client's next line is, or what is to be done first.
  enum class Next {
    kCommand,
    kResponse,  // of AUTH
    kData,
    kTls,    // handshake, then tls_started()
    kLayer,  // put take_layer() over the connection
    kClose,
  };

  Session(std::shared_ptr<const Setup> setup, const Queue& queue, const Ends& ends,
          const std::string& who);

  // Each adds replies to `out`.
  Next open(std::string& out);
  Next command(const std::string& line, std::string& out);
  Next too_long(std::string& out);
  Next response(const std::string& line, std::string& out);
  Next data(LineReader::Status status, const std::string& line, std::string& out);

  bool asks_certificate() const { return !lacks('V'); }
  // The handshake is done: forgets what was said before it, and asks tls_client.
  void tls_started(SSL* tls);
  std::unique_ptr<Layer> take_layer();

 private:
#define COMMAND(name, word, help) Next on_##name(const Command& command);
#include "commands.def"
#undef COMMAND

  Next dispatch(const Command& command);
  Next say(const std::string& reply);       // one line
  Next complain(const std::string& reply);  // and counts it
  Next hello(const Command& command, bool extended);
  Next authenticated(AuthStep& step);
  Next auth_step(const std::string& response);
  Next end_of_data();
  std::string check_parameters(const Command& command);  // a reply, if one is wrong
  // The reply, if the ruleset refuses; what else it wants of the message is remembered.
  std::string judge(const std::string& ruleset, std::initializer_list<std::string_view> args);
  std::string recipient_problem(const Command& command);
  std::string client() const;  // "name [address]", or one of them
  std::string received() const;
  AuthSituation situation() const;
  bool lacks(char feature) const { return features_.find(feature) != std::string::npos; }
  bool may_pass_refused(Verb verb) const;
  void reset();
  void forget_hello();

  std::shared_ptr<const Setup> setup_;
  const Queue& queue_;
  Ends ends_;
  Peer peer_;
  std::string who_;
  mutable Rulesets rules_;
  std::string* out_ = nullptr;

  // of the connection
  std::string features_;  // letters of srv_features
  std::string refusal_;   // the reply to nearly everything; empty: none
  bool discard_all_ = false;
  std::string hold_all_;  // why all messages are quarantined; empty: they are not
  bool is_tls_ = false;
  long commands_ = 0;
  long errors_ = 0;

  // until the next EHLO, STARTTLS
  std::string helo_;
  bool extended_ = false;
  std::string auth_user_;
  std::string mechanism_;
  std::unique_ptr<AuthExchange> exchange_;
  std::unique_ptr<Layer> layer_;

  // of the message
  bool has_sender_ = false;
  bool discard_ = false;
  Envelope envelope_;
  std::unique_ptr<Queue::Incoming> incoming_;
  std::unique_ptr<MessageReader> reader_;
  std::string block_;  // of the message, not written yet
  bool write_failed_ = false;
};

}  // namespace host

#endif
