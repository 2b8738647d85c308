// A session of the server. Tested by tests/host/ (claims S1 to S15, dialogue).
#include "session.h"

#include <algorithm>
#include <ctime>

#include "log.h"

namespace host {

namespace {

constexpr std::size_t kBlock = 65536;

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

}  // namespace

Session::Session(std::shared_ptr<const Setup> setup, const Queue& queue, const Ends& ends,
                 const std::string& who)
    : setup_(std::move(setup)),
      queue_(queue),
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
}

Session::Next Session::say(const std::string& reply) {
  *out_ += reply + "\r\n";
  return Next::kCommand;
}

Session::Next Session::complain(const std::string& reply) {
  say(reply);
  if (++errors_ < setup_->settings.max_errors) return Next::kCommand;
  say("421 4.7.0 Too many bad commands, closing connection");
  return Next::kClose;
}

Session::Next Session::open(std::string& out) {
  out_ = &out;
  const std::string address = ends_.client.text();
  features_ = rules_.features("srv_features", peer_.name + " [" + address + "]");
  if (features_ == "temp") refusal_ = "450 4.3.0 Please try again later";
  const Verdict verdict =
      rules_.ask("check_relay", {peer_.name, address}, "550 5.7.1 Access denied");
  discard_all_ = verdict.decision == RULES_DISCARD;
  if (verdict.decision == RULES_QUARANTINE) hold_all_ = verdict.reply;
  if (verdict.refuses()) refusal_ = verdict.reply;
  if (refusal_.compare(0, 3, "421") == 0) {
    say(refusal_);
    return Next::kClose;
  }
  return say("220 " + setup_->settings.name + " ESMTP");
}

// ---- Commands ----------------------------------------------------------------------------------

Session::Next Session::command(const std::string& line, std::string& out) {
  out_ = &out;
  const Command command = read_command(line);
  if (++commands_ > setup_->settings.max_commands) {
    say("421 4.7.0 Too many commands, closing connection");
    return Next::kClose;
  }
  if (command.verb == Verb::unknown) return complain(command.problem);
  if (!refusal_.empty() && !may_pass_refused(command.verb)) return complain(refusal_);
  if (!command.problem.empty()) return complain(command.problem);
  return dispatch(command);
}

bool Session::may_pass_refused(Verb verb) const {
  return verb == Verb::helo || verb == Verb::ehlo || verb == Verb::noop || verb == Verb::rset ||
         verb == Verb::quit;
}

Session::Next Session::dispatch(const Command& command) {
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
  return complain(command.problem);
}

Session::Next Session::too_long(std::string& out) {
  out_ = &out;
  return complain("500 5.5.2 Line is too long");
}

void Session::reset() {
  has_sender_ = discard_ = write_failed_ = false;
  envelope_ = Envelope();
  incoming_.reset();
  reader_.reset();
  block_.clear();
  rules_.forget_message();
}

// What the client said in clear counts no more (RFC 3207, 4.2; RFC 4954, 4).
void Session::forget_hello() {
  helo_.clear();
  extended_ = false;
  rules_.forget("s");
  reset();
}

Session::Next Session::hello(const Command& command, bool extended) {
  if (!is_domain(command.argument)) {
    return complain("501 5.0.0 " + upper(command.word) + " requires domain address");
  }
  reset();
  helo_ = command.argument;
  extended_ = extended;
  rules_.set("s", helo_);
  rules_.set("r", extended ? "ESMTP" : "SMTP");
  const Settings& settings = setup_->settings;
  const std::string greeting = settings.name + " Hello " + client() + ", pleased to meet you";
  if (!extended) return say("250 " + greeting);
  std::vector<std::string> lines = {greeting, "ENHANCEDSTATUSCODES"};
  if (refusal_.empty()) {
    if (!lacks('P')) lines.emplace_back("PIPELINING");
    lines.emplace_back("8BITMIME");
    lines.push_back("SIZE " + std::to_string(settings.max_size));
    const std::string mechanisms = lacks('A') ? "" : auth_mechanisms(situation());
    if (!mechanisms.empty()) lines.push_back("AUTH " + mechanisms);
    if (setup_->server_tls && !is_tls_ && !lacks('S')) lines.emplace_back("STARTTLS");
    lines.emplace_back("HELP");
  }
  for (std::size_t i = 0; i < lines.size(); i++) {
    say((i + 1 < lines.size() ? "250-" : "250 ") + lines[i]);
  }
  return Next::kCommand;
}

Session::Next Session::on_helo(const Command& command) { return hello(command, false); }
Session::Next Session::on_ehlo(const Command& command) { return hello(command, true); }
Session::Next Session::on_noop(const Command&) { return say("250 2.0.0 OK"); }

Session::Next Session::on_rset(const Command&) {
  reset();
  return say("250 2.0.0 Reset state");
}

Session::Next Session::on_quit(const Command&) {
  say("221 2.0.0 " + setup_->settings.name + " closing connection");
  return Next::kClose;
}

Session::Next Session::on_help(const Command& command) {
  if (command.argument.empty()) {
    say("214-2.0.0 " + command_words());
    return say("214 2.0.0 For more, HELP <command>");
  }
  const char* text = command_help(command.argument);
  if (text == nullptr) return complain("504 5.3.0 HELP topic \"" + command.argument + "\" unknown");
  return say("214 2.0.0 " + std::string(text));
}

Session::Next Session::on_vrfy(const Command& command) {
  if (command.argument.empty()) return complain("501 5.5.2 Argument required");
  const Verdict verdict = rules_.ask("check_vrfy", {command.argument});
  if (verdict.refuses()) return complain(verdict.reply);
  // Who is here is not told; RCPT tells it, after check_rcpt.
  return say("252 2.5.2 Cannot VRFY user; try RCPT to attempt delivery");
}

// ---- STARTTLS and AUTH -------------------------------------------------------------------------

Session::Next Session::on_starttls(const Command& command) {
  if (!command.argument.empty()) {
    return complain("501 5.5.2 Syntax error (no parameters allowed)");
  }
  if (is_tls_) return complain("503 5.5.0 TLS is active already");
  if (!setup_->server_tls || lacks('S')) return complain("502 5.7.0 STARTTLS is not supported");
  if (!auth_user_.empty()) return complain("503 5.5.0 STARTTLS comes before AUTH");
  say("220 2.0.0 Ready to start TLS");
  return Next::kTls;
}

void Session::tls_started(SSL* tls) {
  is_tls_ = true;
  forget_hello();
  rules_.set_tls(tls, RULES_TLS_SERVER);
  const Verdict verdict = rules_.ask("tls_client", {rules_.get("{verify}"), "STARTTLS"},
                                     "503 5.7.0 Authentication required.");
  if (verdict.refuses()) refusal_ = verdict.reply;
}

AuthSituation Session::situation() const {
  const bool verified = is_tls_ && rules_.get("{verify}") == "OK";
  return {setup_->settings.users, setup_->settings.name, is_tls_,
          verified ? rules_.get("{cert_subject}") : ""};
}

Session::Next Session::on_auth(const Command& command) {
  if (!extended_ || has_sender_) return complain("503 5.5.0 AUTH comes after EHLO, before MAIL");
  if (!auth_user_.empty()) return complain("503 5.5.0 Already Authenticated");
  const std::size_t blank = std::min(command.argument.find(' '), command.argument.size());
  mechanism_ = upper(command.argument.substr(0, blank));
  const AuthSituation now = situation();
  if (mechanism_ == "PLAIN" && !now.is_tls && !now.users.empty()) {
    return complain("538 5.7.11 Encryption required for requested authentication mechanism");
  }
  exchange_ = lacks('A') ? nullptr : begin_auth(mechanism_, now);
  if (!exchange_) {
    return complain("504 5.3.3 AUTH mechanism " + mechanism_ + " not available");
  }
  const std::string initial = command.argument.substr(std::min(blank + 1, command.argument.size()));
  if (!initial.empty()) return auth_step(initial == "=" ? "" : initial);
  if (mechanism_ == "DIGEST-MD5") return auth_step("");  // here the server speaks first
  say("334 ");
  return Next::kResponse;
}

Session::Next Session::response(const std::string& line, std::string& out) {
  out_ = &out;
  if (line == "*") {
    exchange_.reset();
    return complain("501 5.0.0 AUTH aborted");
  }
  return auth_step(line);
}

Session::Next Session::auth_step(const std::string& text) {
  const auto bytes = base64_decode(text);
  if (!bytes) {
    exchange_.reset();
    return complain("501 5.5.4 Cannot decode AUTH parameter");
  }
  AuthStep step = exchange_->step(*bytes);
  if (step.kind == AuthStep::Kind::kChallenge) {
    say("334 " + base64_encode(step.challenge));
    return Next::kResponse;
  }
  exchange_.reset();
  if (step.kind == AuthStep::Kind::kDone) return authenticated(step);
  log_line(who_, "AUTH " + mechanism_ + " failed");
  return complain(step.kind == AuthStep::Kind::kLater ? "454 4.7.0 Temporary authentication failure"
                                                      : "535 5.7.8 authentication failed");
}

Session::Next Session::authenticated(AuthStep& step) {
  auth_user_ = step.user;
  rules_.set("{auth_type}", mechanism_);
  // A certificate's subject is xtext already.
  rules_.set("{auth_authen}", mechanism_ == "EXTERNAL" ? step.user : xtext(step.user));
  rules_.set("{auth_ssf}", std::to_string(step.strength));
  log_line(who_, "AUTH=server, mech=" + mechanism_ + ", user=" + step.user +
                     ", bits=" + std::to_string(step.strength));
  say("235 2.0.0 OK Authenticated");
  layer_ = std::move(step.layer);
  return layer_ ? Next::kLayer : Next::kCommand;
}

std::unique_ptr<Layer> Session::take_layer() {
  forget_hello();
  return std::move(layer_);
}

// ---- Mail --------------------------------------------------------------------------------------

std::string Session::judge(const std::string& ruleset,
                           std::initializer_list<std::string_view> args) {
  const Verdict verdict = rules_.ask(ruleset, args);
  discard_ = discard_ || verdict.decision == RULES_DISCARD;
  if (verdict.decision == RULES_QUARANTINE) envelope_.hold = verdict.reply;
  return verdict.refuses() ? verdict.reply : "";
}

std::string Session::check_parameters(const Command& command) {
  for (const Parameter& parameter : command.parameters) {
    if (parameter.name == "SIZE") {
      if (!read_number(parameter.value, envelope_.size)) return "501 5.5.4 SIZE is no number";
      if (envelope_.size > setup_->settings.max_size) return "552 5.3.4 Message is too large";
      rules_.set_for_message("{msg_size}", parameter.value);
    } else if (parameter.name == "BODY") {
      envelope_.eight_bit = equal_ignoring_case(parameter.value, "8BITMIME");
      if (!envelope_.eight_bit && !equal_ignoring_case(parameter.value, "7BIT")) {
        return "501 5.5.4 Unknown BODY type " + parameter.value;
      }
    } else if (parameter.name == "AUTH" && !auth_mechanisms(situation()).empty()) {
      // Believed of those who authenticated; for others it is <>.
      rules_.set_for_message("{auth_author}", auth_user_.empty() ? "<>" : parameter.value);
    } else {
      return "555 5.5.4 " + parameter.name + " parameter unrecognized";
    }
  }
  return "";
}

Session::Next Session::on_mail(const Command& command) {
  if (helo_.empty()) return complain("503 5.0.0 Polite people say HELO first");
  if (has_sender_) return complain("503 5.5.0 Sender already specified");
  reset();
  const std::string& sender = command.path.address;
  rules_.set_for_message("f", sender.empty() ? "<>" : sender);
  rules_.set_for_message("{mail_addr}", sender.empty() ? "<>" : sender);
  const std::string problem = check_parameters(command);
  if (!problem.empty()) return complain(problem);
  const Delivery back = rules_.resolve(command.path.text);
  if (!sender.empty() && back.mailer == "error") return complain(back.user);
  rules_.set_for_message("{mail_mailer}", back.mailer);
  rules_.set_for_message("{mail_host}", back.host);
  discard_ = discard_all_;
  envelope_.hold = hold_all_;
  const std::string refused = judge("check_mail", {command.path.text});
  if (!refused.empty()) return complain(refused);
  envelope_.sender = sender;
  has_sender_ = true;
  return say("250 2.1.0 " + command.path.text + "... Sender ok");
}

std::string Session::recipient_problem(const Command& command) {
  const std::string& path = command.path.text;
  const Delivery to = rules_.resolve(path);
  const auto named = [&](const std::string& reply) {
    const std::size_t second = reply.find(' ', reply.find(' ') + 1);
    return second == std::string::npos
               ? reply
               : reply.substr(0, second) + " " + path + "..." + reply.substr(second);
  };
  if (to.mailer == "error") return named(to.user);
  rules_.set_for_message("{rcpt_addr}", command.path.address);
  rules_.set_for_message("{rcpt_mailer}", to.mailer);
  rules_.set_for_message("{rcpt_host}", to.host);
  rules_.set_for_message("{nrcpts}", std::to_string(envelope_.recipients.size()));
  const std::string refused = judge("check_rcpt", {path});
  if (!refused.empty()) return named(refused);
  // Rules that do not say who may relay: nobody may.
  if (to.mailer != "local" && !rules_.has("check_rcpt")) return named("550 5.7.1 Relaying denied");
  const bool unknown = to.mailer == "local" && !queue_.is_local_user(to.user);
  return unknown ? named("550 5.1.1 User unknown") : "";
}

Session::Next Session::on_rcpt(const Command& command) {
  if (!has_sender_) return complain("503 5.0.0 Need MAIL before RCPT");
  if (!command.parameters.empty()) {
    return complain("555 5.5.4 " + command.parameters[0].name + " parameter unrecognized");
  }
  if (static_cast<long>(envelope_.recipients.size()) >= setup_->settings.max_recipients) {
    return complain("452 4.5.3 Too many recipients");
  }
  const std::string problem = recipient_problem(command);
  if (!problem.empty()) return complain(problem);
  envelope_.recipients.push_back(command.path.address);
  return say("250 2.1.5 " + command.path.text + "... Recipient ok");
}

Session::Next Session::on_data(const Command&) {
  if (!has_sender_) return complain("503 5.0.0 Need MAIL command");
  if (envelope_.recipients.empty()) return complain("503 5.0.0 Need RCPT (recipient)");
  const std::string refused = judge("check_data", {std::to_string(envelope_.recipients.size())});
  if (!refused.empty()) return complain(refused);
  if (!discard_) {
    incoming_ = queue_.begin();
    if (!incoming_ || !incoming_->write(received())) {
      return complain("451 4.3.0 The queue cannot be written");
    }
  }
  reader_ = std::make_unique<MessageReader>(setup_->settings.max_size);
  say("354 Enter mail, end with \".\" on a line by itself");
  return Next::kData;
}

Session::Next Session::data(LineReader::Status status, const std::string& line, std::string& out) {
  out_ = &out;
  const bool last = reader_->take(status, line, block_);
  if (last || block_.size() > kBlock) {
    write_failed_ = write_failed_ || (incoming_ && !incoming_->write(block_));
    block_.clear();
  }
  return last ? end_of_data() : Next::kData;
}

Session::Next Session::end_of_data() {
  const char* problem = reader_->problem();
  std::string reply;
  if (problem != nullptr) {
    reply = problem;
  } else if (!incoming_) {
    reply = "250 2.0.0 Message accepted for delivery";  // and thrown away
  } else {
    envelope_.size = static_cast<long>(reader_->size());
    envelope_.arrived = envelope_.next = std::time(nullptr);
    const bool queued = !write_failed_ && incoming_->commit(envelope_);
    reply = queued ? "250 2.0.0 " + envelope_.id + " Message accepted for delivery"
                   : "451 4.3.0 The queue cannot be written";
    if (queued) log_line(who_, "queued " + envelope_.id);
  }
  reset();
  return reply[0] == '2' ? say(reply) : complain(reply);
}

std::string Session::client() const {
  return peer_.name[0] == '[' ? peer_.name : peer_.name + " [" + ends_.client.text() + "]";
}

std::string Session::received() const {
  std::string with = extended_ ? "ESMTP" : "SMTP";
  std::string line = "Received: from " + helo_ + " (" + client() + ")\r\n";
  if (is_tls_) {
    line += "\t(version=" + rules_.get("{tls_version}") + " cipher=" + rules_.get("{cipher}") +
            " bits=" + rules_.get("{cipher_bits}") + " verify=" + rules_.get("{verify}") + ")\r\n";
    if (extended_) with += "S";
  }
  if (!auth_user_.empty()) with += "A";
  return line + "\tby " + setup_->settings.name + " with " + with + " id " + incoming_->id() +
         ";\r\n\t" + date() + "\r\n";
}

}  // namespace host
