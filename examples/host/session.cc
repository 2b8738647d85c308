// A session of the server. Tested by tests/host/ (claims S1 to S15, dialogue).
#include "session.h"

#include <algorithm>
#include <ctime>

#include "log.h"

namespace host {

namespace {

constexpr std::size_t kCommandLine = 2048;    // RFC 5321: 512, more for parameters
constexpr std::size_t kResponseLine = 12286;  // RFC 4954, 4

std::string date() {
  const std::time_t now = std::time(nullptr);
  std::tm parts = {};
  gmtime_r(&now, &parts);
  char text[64];
  std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S +0000", &parts);
  return text;
}

std::string xtext(const std::string& text) {
  std::string out(3 * text.size() + 1, '\0');
  std::size_t written = 0;
  rules_tls_xtext(text.data(), text.size(), out.data(), out.size(), &written);
  out.resize(written);
  return out;
}

bool may_pass_refused(Verb verb) {
  return verb == Verb::helo || verb == Verb::ehlo || verb == Verb::noop || verb == Verb::rset ||
         verb == Verb::quit;
}

}  // namespace

Session::Session(std::shared_ptr<const Setup> setup, const Queue& queue, Channel& channel,
                 const Ends& ends, const std::string& who)
    : setup_(std::move(setup)),
      settings_(setup_->settings),
      queue_(queue),
      channel_(channel),
      ends_(ends),
      peer_(setup_->names.peer(ends.client)),
      who_(who),
      rules_(setup_->program, who) {
  rules_.set("{client_name}", peer_.name);
  rules_.set("{client_ptr}", peer_.name);
  rules_.set("{client_resolve}", peer_.resolve);
  rules_.set("{client_addr}", ends_.client.text());
  rules_.set("{client_port}", ends_.client.port());
  rules_.set("{daemon_name}", "MTA");
  rules_.set("{daemon_addr}", ends_.server.text());
  rules_.set("{daemon_port}", ends_.server.port());
  rules_.set("{if_addr}", ends_.server.text());
  rules_.set("r", "ESMTP");
  channel_.end_at(in_seconds(settings_.session_time));
}

void Session::run() {
  try {
    open();
    for (;;) take_command();
  } catch (const Over&) {
    channel_.flush();
  }
}

void Session::open() {
  const std::string address = ends_.client.text();
  features_ = rules_.features("srv_features", peer_.name + " [" + address + "]");
  if (features_ == "temp") refusal_ = "450 4.3.0 Please try again later";
  const Verdict verdict =
      rules_.ask("check_relay", {peer_.name, address}, "550 5.7.1 Access denied");
  discard_all_ = verdict.decision == RULES_DISCARD;
  if (verdict.decision == RULES_QUARANTINE) hold_all_ = verdict.reply;
  if (verdict.refuses()) refusal_ = verdict.reply;
  if (refusal_.starts_with("421")) close(refusal_);
  say("220 " + settings_.name + " ESMTP");
}

// ---- Lines and replies -------------------------------------------------------------------------

LineReader::Status Session::read_line(std::size_t limit, std::string& line, bool of_message) {
  for (;; receive()) {
    const LineReader::Status status = channel_.lines().next(limit, line);
    const bool is_whole = status != LineReader::Status::kMore;
    if (is_whole && (of_message || !has_bare_ending(line))) return status;
    // What comes after a bare CR or LF may be a line or not, depending on who reads: none is read.
    if (is_whole || (!of_message && has_bare_ending(channel_.lines().pending()))) {
      close("521 5.5.2 A command ends with CR LF");
    }
  }
}

void Session::receive() {
  const Channel::Io got = channel_.receive();
  if (got == Channel::Io::kOk) return;
  if (got == Channel::Io::kTimeout) {
    log_line(who_, "timeout");
    channel_.end_at(in_seconds(1));
    say("421 4.4.2 " + settings_.name + " timeout");
  }
  throw Over();
}

void Session::say(const std::string& reply) { channel_.say(reply + "\r\n"); }

void Session::complain(const std::string& reply) {
  say(reply);
  if (++errors_ >= settings_.max_errors) {
    close("421 4.7.0 Too many bad commands, closing connection");
  }
}

void Session::close(const std::string& reply) {
  say(reply);
  throw Over();
}

// ---- Commands ----------------------------------------------------------------------------------

void Session::take_command() {
  std::string line;
  if (read_line(kCommandLine, line) == LineReader::Status::kTooLong) {
    return complain("500 5.5.2 Line is too long");
  }
  if (++commands_ > settings_.max_commands) {
    close("421 4.7.0 Too many commands, closing connection");
  }
  try {
    const Command command = read_command(line);
    if (command.verb == Verb::unknown) throw Refused{command.problem};
    if (!refusal_.empty() && !may_pass_refused(command.verb)) throw Refused{refusal_};
    if (!command.problem.empty()) throw Refused{command.problem};
    obey(command);
  } catch (const Refused& refused) {
    complain(refused.reply);
  }
}

void Session::obey(const Command& command) {
  switch (command.verb) {
#define COMMAND(name, word, help) \
  case Verb::name:                \
    return on_##name(command);
#include "commands.def"
#undef COMMAND
    case Verb::unsupported:
    case Verb::unknown:
      break;
  }
}

void Session::reset() {
  has_sender_ = discard_ = false;
  envelope_ = Envelope();
  rules_.forget_message();
}

// What the client said in clear counts no more (RFC 3207, 4.2; RFC 4954, 4).
void Session::forget_hello() {
  helo_.clear();
  extended_ = false;
  rules_.forget("s");
  reset();
}

void Session::hello(const Command& command, bool extended) {
  if (!is_domain(command.argument)) {
    throw Refused{"501 5.0.0 " + upper(command.word) + " requires domain address"};
  }
  reset();
  helo_ = command.argument;
  extended_ = extended;
  rules_.set("s", helo_);
  rules_.set("r", extended ? "ESMTP" : "SMTP");
  std::vector<std::string> lines = {settings_.name + " Hello " + client() +
                                    ", pleased to meet you"};
  if (extended) lines.emplace_back("ENHANCEDSTATUSCODES");
  if (extended && refusal_.empty()) {
    if (!lacks('P')) lines.emplace_back("PIPELINING");
    lines.emplace_back("8BITMIME");
    lines.push_back("SIZE " + std::to_string(settings_.max_size));
    const std::string mechanisms = lacks('A') ? "" : auth_mechanisms(situation());
    if (!mechanisms.empty()) lines.push_back("AUTH " + mechanisms);
    if (setup_->server_tls && !is_tls_ && !lacks('S')) lines.emplace_back("STARTTLS");
    lines.emplace_back("HELP");
  }
  const std::string last = lines.back();
  lines.pop_back();
  for (const std::string& line : lines) say("250-" + line);
  say("250 " + last);
}

void Session::on_helo(const Command& command) { hello(command, false); }
void Session::on_ehlo(const Command& command) { hello(command, true); }
void Session::on_noop(const Command&) { say("250 2.0.0 OK"); }
void Session::on_quit(const Command&) {
  close("221 2.0.0 " + settings_.name + " closing connection");
}

void Session::on_rset(const Command&) {
  reset();
  say("250 2.0.0 Reset state");
}

void Session::on_help(const Command& command) {
  if (command.argument.empty()) {
    say("214-2.0.0 " + command_words());
    return say("214 2.0.0 For more, HELP <command>");
  }
  const char* text = command_help(command.argument);
  if (text == nullptr) throw Refused{"504 5.3.0 HELP topic \"" + command.argument + "\" unknown"};
  say("214 2.0.0 " + std::string(text));
}

void Session::on_vrfy(const Command& command) {
  if (command.argument.empty()) throw Refused{"501 5.5.2 Argument required"};
  const Verdict verdict = rules_.ask("check_vrfy", {command.argument});
  if (verdict.refuses()) throw Refused{verdict.reply};
  // Who is here is not told; RCPT tells it, after check_rcpt.
  say("252 2.5.2 Cannot VRFY user; try RCPT to attempt delivery");
}

// ---- STARTTLS and AUTH -------------------------------------------------------------------------

void Session::on_starttls(const Command& command) {
  if (!command.argument.empty()) throw Refused{"501 5.5.2 Syntax error (no parameters allowed)"};
  if (is_tls_) throw Refused{"503 5.5.0 TLS is active already"};
  if (!setup_->server_tls || lacks('S')) throw Refused{"502 5.7.0 STARTTLS is not supported"};
  if (!auth_user_.empty()) throw Refused{"503 5.5.0 STARTTLS comes before AUTH"};
  say("220 2.0.0 Ready to start TLS");
  const Channel::Handshake wish = {Channel::Side::kServer, "", !lacks('V')};
  if (!channel_.start_tls(setup_->server_tls.get(), wish)) {
    // What the client believes now is not known: no word more, and tls_client is not asked.
    log_line(who_, "STARTTLS=server, handshake failed: " + tls_error());
    throw Over();
  }
  is_tls_ = true;
  forget_hello();
  rules_.set_tls(channel_.tls(), RULES_TLS_SERVER);
  const Verdict verdict = rules_.ask("tls_client", {rules_.get("{verify}"), "STARTTLS"},
                                     "503 5.7.0 Authentication required.");
  if (verdict.refuses()) refusal_ = verdict.reply;
}

AuthSituation Session::situation() {
  const bool verified = is_tls_ && rules_.get("{verify}") == "OK";
  return {settings_.users, settings_.name, is_tls_, verified ? rules_.get("{cert_subject}") : ""};
}

std::string Session::read_response() {
  std::string line;
  if (read_line(kResponseLine, line) == LineReader::Status::kTooLong) {
    throw Refused{"500 5.5.2 Line is too long"};
  }
  if (line == "*") throw Refused{"501 5.0.0 AUTH aborted"};
  return line;
}

void Session::on_auth(const Command& command) {
  if (!extended_ || has_sender_) throw Refused{"503 5.5.0 AUTH comes after EHLO, before MAIL"};
  if (!auth_user_.empty()) throw Refused{"503 5.5.0 Already Authenticated"};
  const std::size_t blank = std::min(command.argument.find(' '), command.argument.size());
  const std::string mechanism = upper(command.argument.substr(0, blank));
  const AuthSituation now = situation();
  if (mechanism == "PLAIN" && !now.is_tls && !now.users.empty()) {
    throw Refused{"538 5.7.11 Encryption required for requested authentication mechanism"};
  }
  const AuthExchange exchange = lacks('A') ? nullptr : begin_auth(mechanism, now);
  if (!exchange) throw Refused{"504 5.3.3 AUTH mechanism " + mechanism + " not available"};
  // Without an initial response DIGEST-MD5 speaks first, and the others ask for one.
  std::string text = command.argument.substr(std::min(blank + 1, command.argument.size()));
  if (text.empty() && mechanism != "DIGEST-MD5") {
    say("334 ");
    text = read_response();
  } else if (text == "=") {
    text = "";
  }
  for (;; text = read_response()) {
    const auto bytes = base64_decode(text);
    if (!bytes) throw Refused{"501 5.5.4 Cannot decode AUTH parameter"};
    AuthStep step = exchange(*bytes);
    if (step.kind == AuthStep::Kind::kDone) return authenticated(mechanism, std::move(step));
    if (step.kind != AuthStep::Kind::kChallenge) {
      log_line(who_, "AUTH " + mechanism + " failed");
      const bool later = step.kind == AuthStep::Kind::kLater;
      throw Refused{later ? "454 4.7.0 Temporary authentication failure"
                          : "535 5.7.8 authentication failed"};
    }
    say("334 " + base64_encode(step.text));
  }
}

void Session::authenticated(const std::string& mechanism, AuthStep step) {
  auth_user_ = step.user;
  rules_.set("{auth_type}", mechanism);
  // A certificate's subject is xtext already.
  rules_.set("{auth_authen}", mechanism == "EXTERNAL" ? step.user : xtext(step.user));
  rules_.set("{auth_ssf}", std::to_string(step.strength));
  log_line(who_, "AUTH=server, mech=" + mechanism + ", user=" + step.user +
                     ", bits=" + std::to_string(step.strength));
  say("235 2.0.0 OK Authenticated");
  if (step.strength == 0) return;
  forget_hello();
  channel_.set_layer(std::move(step.layer));
}

// ---- Mail --------------------------------------------------------------------------------------

void Session::judge(const std::string& ruleset, std::initializer_list<std::string_view> args) {
  const Verdict verdict = rules_.ask(ruleset, args);
  if (verdict.refuses()) throw Refused{verdict.reply};
  discard_ = discard_ || verdict.decision == RULES_DISCARD;
  if (verdict.decision == RULES_QUARANTINE) envelope_.hold = verdict.reply;
}

void Session::take_parameters(const Command& command) {
  for (const Parameter& parameter : command.parameters) {
    if (parameter.name == "SIZE") {
      if (!read_number(parameter.value, envelope_.size))
        throw Refused{"501 5.5.4 SIZE is no number"};
      if (envelope_.size > settings_.max_size) throw Refused{"552 5.3.4 Message is too large"};
      rules_.set_for_message("{msg_size}", parameter.value);
    } else if (parameter.name == "BODY") {
      envelope_.eight_bit = equal_ignoring_case(parameter.value, "8BITMIME");
      if (!envelope_.eight_bit && !equal_ignoring_case(parameter.value, "7BIT")) {
        throw Refused{"501 5.5.4 Unknown BODY type " + parameter.value};
      }
    } else if (parameter.name == "AUTH" && !auth_mechanisms(situation()).empty()) {
      // Believed of those who authenticated; for others it is <>.
      rules_.set_for_message("{auth_author}", auth_user_.empty() ? "<>" : parameter.value);
    } else {
      throw Refused{"555 5.5.4 " + parameter.name + " parameter unrecognized"};
    }
  }
}

void Session::on_mail(const Command& command) {
  if (helo_.empty()) throw Refused{"503 5.0.0 Polite people say HELO first"};
  if (has_sender_) throw Refused{"503 5.5.0 Sender already specified"};
  reset();
  const std::string& sender = command.path.address;
  rules_.set_for_message("f", sender.empty() ? "<>" : sender);
  rules_.set_for_message("{mail_addr}", sender.empty() ? "<>" : sender);
  take_parameters(command);
  const Delivery back = rules_.resolve(command.path.text);
  if (!sender.empty() && back.mailer == "error") throw Refused{back.user};
  rules_.set_for_message("{mail_mailer}", back.mailer);
  rules_.set_for_message("{mail_host}", back.host);
  discard_ = discard_all_;
  envelope_.hold = hold_all_;
  judge("check_mail", {command.path.text});
  envelope_.sender = sender;
  has_sender_ = true;
  say("250 2.1.0 " + command.path.text + "... Sender ok");
}

void Session::check_recipient(const Command& command) {
  const Delivery to = rules_.resolve(command.path.text);
  if (to.mailer == "error") throw Refused{to.user};
  rules_.set_for_message("{rcpt_addr}", command.path.address);
  rules_.set_for_message("{rcpt_mailer}", to.mailer);
  rules_.set_for_message("{rcpt_host}", to.host);
  rules_.set_for_message("{nrcpts}", std::to_string(envelope_.recipients.size()));
  judge("check_rcpt", {command.path.text});
  const bool is_local = to.mailer == "local";
  // Rules that do not say who may relay: nobody may.
  if (!is_local && !rules_.has("check_rcpt")) throw Refused{"550 5.7.1 Relaying denied"};
  if (is_local && !queue_.is_local_user(to.user)) throw Refused{"550 5.1.1 User unknown"};
}

void Session::on_rcpt(const Command& command) {
  if (!has_sender_) throw Refused{"503 5.0.0 Need MAIL before RCPT"};
  if (!command.parameters.empty()) {
    throw Refused{"555 5.5.4 " + command.parameters[0].name + " parameter unrecognized"};
  }
  if (static_cast<long>(envelope_.recipients.size()) >= settings_.max_recipients) {
    throw Refused{"452 4.5.3 Too many recipients"};
  }
  try {
    check_recipient(command);
  } catch (Refused& refused) {  // with the recipient's name behind the codes
    const std::size_t second = refused.reply.find(' ', refused.reply.find(' ') + 1);
    if (second != std::string::npos) refused.reply.insert(second, " " + command.path.text + "...");
    throw;
  }
  envelope_.recipients.push_back(command.path.address);
  say("250 2.1.5 " + command.path.text + "... Recipient ok");
}

void Session::on_data(const Command&) {
  if (!has_sender_) throw Refused{"503 5.0.0 Need MAIL command"};
  if (envelope_.recipients.empty()) throw Refused{"503 5.0.0 Need RCPT (recipient)"};
  judge("check_data", {std::to_string(envelope_.recipients.size())});
  const auto incoming = discard_ ? nullptr : std::make_unique<Queue::Incoming>(queue_);
  if (incoming && !(incoming->write(received(incoming->id())) && incoming->flush())) queue_failed();
  say("354 Enter mail, end with \".\" on a line by itself");
  MessageReader reader(settings_.max_size);
  read_message(reader, incoming.get());
  Envelope envelope = envelope_;
  reset();
  if (reader.problem() != nullptr) throw Refused{reader.problem()};
  if (!incoming) return say("250 2.0.0 Message accepted for delivery");  // and thrown away
  envelope.size = static_cast<long>(reader.size());
  envelope.arrived = envelope.next = std::time(nullptr);
  if (!incoming->commit(envelope)) queue_failed();
  log_line(who_, "queued " + envelope.id);
  say("250 2.0.0 " + envelope.id + " Message accepted for delivery");
}

void Session::queue_failed() {
  log_line(who_, "the queue cannot be written");
  throw Refused{"451 4.3.0 The queue cannot be written"};
}

void Session::read_message(MessageReader& reader, Queue::Incoming* incoming) {
  std::string line;
  std::string kept;
  for (bool is_last = false; !is_last;) {
    const LineReader::Status status = read_line(kMaxTextLine, line, true);
    is_last = reader.take(status, line, kept);
    if (incoming != nullptr) incoming->write(kept);
    kept.clear();
  }
}

std::string Session::client() const {
  return peer_.name[0] == '[' ? peer_.name : peer_.name + " [" + ends_.client.text() + "]";
}

std::string Session::received(const std::string& id) {
  std::string with = extended_ ? "ESMTP" : "SMTP";
  std::string line = "Received: from " + helo_ + " (" + client() + ")\r\n";
  if (is_tls_) {
    line += "\t(version=" + rules_.get("{tls_version}") + " cipher=" + rules_.get("{cipher}") +
            " bits=" + rules_.get("{cipher_bits}") + " verify=" + rules_.get("{verify}") + ")\r\n";
    if (extended_) with += "S";
  }
  if (!auth_user_.empty()) with += "A";
  return line + "\tby " + settings_.name + " with " + with + " id " + id + ";\r\n\t" + date() +
         "\r\n";
}

}  // namespace host
