// A session of the server, over a channel: commands in, replies out, until the client leaves, is
// sent away or is too slow.
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

#include "auth.h"
#include "channel.h"
#include "command.h"
#include "queue.h"
#include "setup.h"

namespace host {

// The two ends of the connection.
struct Ends {
  Address client;
  Address server;
};

class Session {
 public:
  Session(std::shared_ptr<const Setup> setup, const Queue& queue, Channel& channel,
          const Ends& ends, const std::string& who);

  void run();

 private:
  struct Over {};  // ends run()

  // A command does what it can, or throws Refused.
#define COMMAND(name, word, help) void on_##name(const Command& command);
#include "commands.def"
#undef COMMAND

  void open();
  void take_command();
  void obey(const Command& command);
  LineReader::Status read_line(std::size_t limit, std::string& line, bool of_message = false);
  void receive();
  void say(const std::string& reply);       // one line
  void complain(const std::string& reply);  // and counts it
  [[noreturn]] void close(const std::string& reply);

  void hello(const Command& command, bool extended);
  std::string read_response();  // of AUTH
  void authenticated(const std::string& mechanism, AuthStep step);
  void take_parameters(const Command& command);
  void check_recipient(const Command& command);
  // Throws if the ruleset refuses; what else it wants of the message is remembered.
  void judge(const std::string& ruleset, std::initializer_list<std::string_view> args);
  [[noreturn]] void queue_failed();
  void read_message(MessageReader& reader, Queue::Incoming* incoming);

  std::string client() const;  // "name [address]", or one of them
  std::string received(const std::string& id);
  AuthSituation situation();
  bool lacks(char feature) const { return features_.find(feature) != std::string::npos; }
  void reset();
  void forget_hello();

  const std::shared_ptr<const Setup> setup_;
  const Settings& settings_;
  const Queue& queue_;
  Channel& channel_;
  const Ends ends_;
  const Peer peer_;
  const std::string who_;
  Rulesets rules_;

  // of the connection
  std::string features_;  // letters of srv_features
  std::string refusal_;   // the reply to nearly everything; empty: none
  bool discard_all_ = false;
  std::string hold_all_;  // why all messages are quarantined; empty: they are not
  bool is_tls_ = false;
  long commands_ = 0;
  long errors_ = 0;
  std::string auth_user_;

  // until the next EHLO, STARTTLS
  std::string helo_;
  bool extended_ = false;

  // of the message
  bool has_sender_ = false;
  bool discard_ = false;
  Envelope envelope_;
};

}  // namespace host

#endif
