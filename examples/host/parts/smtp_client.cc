// The client's side of one connection. Tested by tests/host/ (claims C1 to C10).
#include "smtp_client.h"

#include <sys/socket.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <system_error>

#include "command.h"
#include "log.h"

namespace host {

namespace {

constexpr std::size_t kReplyLine = 2048;
constexpr std::size_t kMaxReplyLines = 200;
constexpr int kMaxRounds = 8;  // of challenge and response
const char* const kNoReply = "451 4.4.2 Connection lost";

// The reply refuses; one of the wrong kind is a temporary failure.
std::string refusal(int code, const std::string& reply) {
  if (code >= 400 && code < 600) return reply;
  return code == 0 ? kNoReply : "451 4.5.0 Protocol error: " + reply;
}

bool has_word(const std::string& words, const std::string& word) {
  return (" " + words + " ").find(" " + word + " ") != std::string::npos;
}

}  // namespace

SmtpClient::SmtpClient(std::shared_ptr<const Setup> setup, std::string who)
    : setup_(std::move(setup)), who_(std::move(who)), rules_(setup_->program, who_) {}

std::vector<Outcome> SmtpClient::deliver(const std::string& host, const Address& address,
                                         const Envelope& envelope,
                                         const std::vector<std::string>& recipients,
                                         const std::string& message) {
  std::string refused = open(host, address, envelope);
  if (!refused.empty()) return {recipients.size(), Outcome::of(refused)};
  std::vector<Outcome> outcomes;
  bool any = false;
  for (const std::string& one : recipients) {
    outcomes.push_back(recipient(one));
    any = any || outcomes.back().kind == Outcome::Kind::kSent;
  }
  if (any) {
    const std::string reply = body(message);
    for (Outcome& outcome : outcomes) {
      if (outcome.kind == Outcome::Kind::kSent) outcome = Outcome::of(reply);
    }
  }
  quit();
  return outcomes;
}

// All up to MAIL. Nothing of the message is told before tls_server agreed.
std::string SmtpClient::open(const std::string& host, const Address& address,
                             const Envelope& envelope) {
  rules_.set("{server_name}", host);
  rules_.set("{server_addr}", address.text());
  if (!address.is_loopback() && !setup_->settings.everywhere) {
    return "451 4.3.2 Connects to loopback addresses only (setting: everywhere)";
  }
  std::string refused = connect(address);
  if (refused.empty()) refused = hello();
  if (refused.empty()) refused = secure(host);
  if (refused.empty()) refused = authenticate(host);
  if (refused.empty()) refused = mail(envelope);
  if (!refused.empty()) quit();
  return refused;
}

std::string SmtpClient::connect(const Address& address) {
  const int made = socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int error = errno;
  if (made >= 0) {
    channel_ = std::make_unique<Channel>(made);
    error = channel_->connect(address.raw(), address.length, in_seconds(setup_->settings.timeout));
  }
  if (error != 0) {
    channel_.reset();
    return "451 4.4.1 Cannot connect: " + std::system_category().message(error);
  }
  const Reply greeting = read_reply();
  return greeting.code == 220 ? "" : refusal(greeting.code, greeting.last());
}

std::string SmtpClient::hello() {
  extensions_.clear();
  Reply reply = command("EHLO " + setup_->settings.name);
  if (reply.code >= 500) reply = command("HELO " + setup_->settings.name);
  if (reply.code != 250) return refusal(reply.code, reply.last());
  for (std::size_t i = 1; i < reply.lines.size(); i++) {
    const std::string words = upper(reply.text(i));
    const std::size_t blank = std::min(words.find(' '), words.size());
    extensions_[words.substr(0, blank)] = words.substr(blank);
  }
  return "";
}

std::string SmtpClient::ask_tls_server(const std::string& verify) {
  rules_.set("{verify}", verify);
  const Verdict verdict = rules_.ask("tls_server", {verify}, "403 4.7.0 server not authenticated.");
  return verdict.refuses() ? verdict.reply : "";
}

std::string SmtpClient::secure(const std::string& host) {
  const bool offered = extensions_.count("STARTTLS") > 0;
  if (!offered || rules_.ask("try_tls", {host}).refuses()) {
    const std::string refused = setup_->settings.auth_first ? authenticate(host) : "";
    return refused.empty() ? ask_tls_server("NONE") : refused;
  }
  const Reply reply = command("STARTTLS");
  if (reply.code == 0) return kNoReply;
  if (reply.code != 220) return ask_tls_server(reply.code < 500 ? "TEMP" : "PROTOCOL");
  return start_tls(host);
}

std::string SmtpClient::start_tls(const std::string& host) {
  lines_.drop();
  const Channel::Handshake wish = {Channel::Side::kClient, host[0] == '[' ? "" : host};
  const Deadline deadline = in_seconds(setup_->settings.timeout);
  if (!channel_->start_tls(setup_->client_tls.get(), wish, deadline)) {
    log_line(who_, "STARTTLS=client, handshake failed: " + tls_error());
    channel_.reset();
    const std::string reply = ask_tls_server("SOFTWARE");
    return reply.empty() ? "403 4.7.0 TLS handshake failed." : reply;
  }
  rules_.set_tls(channel_->tls(), RULES_TLS_CLIENT);
  const std::string refused = ask_tls_server(rules_.get("{verify}"));
  return refused.empty() ? hello() : refused;
}

// Once for a connection, whenever it comes.
std::string SmtpClient::authenticate(const std::string& host) {
  const auto offered = extensions_.find("AUTH");
  if (tried_auth_ || offered == extensions_.end()) return "";
  tried_auth_ = true;
  const auto words = rules_.action("authinfo", {host});
  if (!words) return "451 4.3.0 Temporary failure";
  const auto credentials = read_authinfo(*words);
  if (!credentials) return "";
  for (const char* mechanism : {"DIGEST-MD5", "PLAIN"}) {
    if (!has_word(offered->second, mechanism)) continue;
    if (!has_word(upper(credentials->mechanisms), mechanism)) continue;
    const bool is_tls = channel_->tls() != nullptr;
    const auto begun = begin_client_auth(mechanism, *credentials, host, is_tls);
    if (!begun) continue;
    AuthStep last;
    const Reply reply = exchange(mechanism, *begun, last);
    if (reply.code == 235) return authenticated(mechanism, last);
    log_line(who_, "AUTH=client, mech=" + std::string(mechanism) + ", failed: " + reply.last());
    if (reply.code < 500) return refusal(reply.code, reply.last());
  }
  return "";
}

// The reply that ended it: 235, and `last` is done; or a refusal.
SmtpClient::Reply SmtpClient::exchange(const std::string& mechanism, AuthExchange& begun,
                                       AuthStep& last) {
  last = begun.step("");
  std::string line = "AUTH " + mechanism;
  if (!last.challenge.empty()) line += " " + base64_encode(last.challenge);
  Reply reply = command(line);
  for (int rounds = 0; reply.code == 334 && rounds < kMaxRounds; rounds++) {
    const auto challenge = base64_decode(reply.text(reply.lines.size() - 1));
    const bool expected = challenge && last.kind == AuthStep::Kind::kChallenge;
    last = expected ? begun.step(*challenge) : AuthStep();
    reply = command(last.kind != AuthStep::Kind::kFailed ? base64_encode(last.challenge) : "*");
  }
  // A server that agrees before it showed what it knows of the password is not the one.
  const bool proved = reply.code != 235 || last.kind == AuthStep::Kind::kDone;
  return proved ? reply : Reply{454, {"454 4.7.0 The server did not authenticate itself"}};
}

std::string SmtpClient::authenticated(const std::string& mechanism, AuthStep& step) {
  log_line(who_, "AUTH=client, mech=" + mechanism + ", bits=" + std::to_string(step.strength));
  rules_.set("{auth_type}", mechanism);
  if (setup_->settings.auth_first) rules_.set("{auth_ssf}", std::to_string(step.strength));
  if (!step.layer) return "";
  lines_.drop();
  channel_->set_layer(std::move(step.layer));
  return hello();
}

std::string SmtpClient::mail(const Envelope& envelope) {
  const auto size = extensions_.find("SIZE");
  const long most = size != extensions_.end() ? std::atol(size->second.c_str()) : 0;
  if (most > 0 && envelope.size > most) {
    return "552 5.3.4 Message is too large; " + std::to_string(most) + " bytes max";
  }
  if (envelope.eight_bit && extensions_.count("8BITMIME") == 0) {
    return "554 5.6.3 The message has 8-bit text, and the server does not take it";
  }
  std::string line = "MAIL FROM:<" + envelope.sender + ">";
  if (size != extensions_.end()) line += " SIZE=" + std::to_string(envelope.size);
  if (envelope.eight_bit) line += " BODY=8BITMIME";
  const Reply reply = command(line);
  return reply.code == 250 ? "" : refusal(reply.code, reply.last());
}

Outcome SmtpClient::recipient(const std::string& address) {
  rules_.set_for_message("{rcpt_addr}", address);
  const Verdict verdict = rules_.ask("tls_rcpt", {address}, "403 4.7.0 server not authenticated.");
  if (verdict.refuses()) return Outcome::of(verdict.reply);
  const Reply reply = command("RCPT TO:<" + address + ">");
  const bool good = reply.code == 250 || reply.code == 251;
  return Outcome::of(good ? reply.last() : refusal(reply.code, reply.last()));
}

// DATA and the message. It is in lines that end with CR LF: the server took no other.
std::string SmtpClient::body(const std::string& message) {
  const Reply go = command("DATA");
  if (go.code != 354) return refusal(go.code, go.last());
  std::string text;
  text.reserve(message.size() + 1024);
  for (std::size_t begin = 0; begin < message.size();) {
    std::size_t end = message.find("\r\n", begin);
    end = end == std::string::npos ? message.size() : end;
    if (message[begin] == '.') text += '.';
    text.append(message, begin, end - begin);
    text += "\r\n";
    begin = end + 2;
  }
  const Reply done = send(text + ".\r\n") ? read_reply() : Reply();
  return done.code == 250 ? done.last() : refusal(done.code, done.last());
}

SmtpClient::Reply SmtpClient::command(const std::string& line) {
  return channel_ && send(line + "\r\n") ? read_reply() : Reply();
}

bool SmtpClient::send(const std::string& text) {
  return channel_->write(text, in_seconds(setup_->settings.timeout)) == Channel::Io::kOk;
}

SmtpClient::Reply SmtpClient::read_reply() {
  Reply reply;
  const Deadline deadline = in_seconds(setup_->settings.timeout);
  std::string line;
  while (reply.lines.size() < kMaxReplyLines) {
    const LineReader::Status status = lines_.next(kReplyLine, line);
    if (status == LineReader::Status::kMore) {
      std::string bytes;
      if (channel_->read(bytes, deadline) != Channel::Io::kOk) return {};
      lines_.feed(bytes);
      continue;
    }
    const bool good = status == LineReader::Status::kLine && line.size() >= 3 &&
                      std::all_of(line.begin(), line.begin() + 3,
                                  [](unsigned char c) { return std::isdigit(c) != 0; });
    if (!good) return {};
    reply.lines.push_back(printable(line));  // data: it stands in a line of a bounce
    if (line.size() > 3 && line[3] == '-') continue;
    reply.code = std::atoi(line.substr(0, 3).c_str());
    return reply;
  }
  return {};
}

void SmtpClient::quit() {
  if (channel_ && send("QUIT\r\n")) read_reply();
  channel_.reset();
}

}  // namespace host
