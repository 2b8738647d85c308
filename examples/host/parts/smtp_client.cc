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

// What a reply that is not the expected one means; of the wrong kind: a temporary failure.
std::string refusal(int code, const std::string& reply) {
  if (code >= 400 && code < 600) return reply;
  return code == 0 ? "451 4.4.2 Connection lost" : "451 4.5.0 Protocol error: " + reply;
}

bool is_sent(const std::string& reply) { return reply[0] == '2'; }

bool has_word(const std::string& words, const std::string& word) {
  return (" " + words + " ").find(" " + word + " ") != std::string::npos;
}

}  // namespace

SmtpClient::SmtpClient(std::shared_ptr<const Setup> setup, std::string who)
    : setup_(std::move(setup)), who_(std::move(who)), rules_(setup_->program, who_) {}

std::vector<std::string> SmtpClient::deliver(const std::string& host, const Address& address,
                                             const Envelope& envelope,
                                             const std::vector<std::string>& recipients,
                                             const std::string& message) {
  std::vector<std::string> replies(recipients.size());
  try {
    open(host, address, envelope);
    for (std::size_t i = 0; i < recipients.size(); i++) replies[i] = recipient(recipients[i]);
    if (std::any_of(replies.begin(), replies.end(), is_sent)) {
      std::replace_if(replies.begin(), replies.end(), is_sent, body(message));
    }
  } catch (const Refused& refused) {
    for (std::string& reply : replies) {
      if (reply.empty() || is_sent(reply)) reply = refused.reply;
    }
  }
  quit();
  return replies;
}

// All up to MAIL. Nothing of the message is told before tls_server agreed.
void SmtpClient::open(const std::string& host, const Address& address, const Envelope& envelope) {
  rules_.set("{server_name}", host);
  rules_.set("{server_addr}", address.text());
  if (!address.is_loopback() && !setup_->settings.everywhere) {
    throw Refused{"451 4.3.2 Connects to loopback addresses only (setting: everywhere)"};
  }
  connect(address);
  hello();
  secure(host);
  authenticate(host);
  mail(envelope);
}

void SmtpClient::expect(int code, const Reply& reply) {
  if (reply.code != code) throw Refused{refusal(reply.code, reply.last())};
}

void SmtpClient::connect(const Address& address) {
  const int made = socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int error = errno;
  if (made >= 0) {
    channel_ = std::make_unique<Channel>(made, setup_->settings.timeout);
    error = channel_->connect(address.raw(), address.length);
  }
  if (error != 0) {
    channel_.reset();
    throw Refused{"451 4.4.1 Cannot connect: " + std::system_category().message(error)};
  }
  expect(220, say(""));
}

void SmtpClient::hello() {
  extensions_.clear();
  Reply reply = command("EHLO " + setup_->settings.name);
  if (reply.code >= 500) reply = command("HELO " + setup_->settings.name);
  expect(250, reply);
  for (std::size_t i = 1; i < reply.lines.size(); i++) {
    const std::string words = upper(reply.text(i));
    const std::size_t blank = std::min(words.find(' '), words.size());
    extensions_[words.substr(0, blank)] = words.substr(blank);
  }
}

void SmtpClient::ask_tls_server(const std::string& verify) {
  rules_.set("{verify}", verify);
  const Verdict verdict = rules_.ask("tls_server", {verify}, "403 4.7.0 server not authenticated.");
  if (verdict.refuses()) throw Refused{verdict.reply};
}

void SmtpClient::secure(const std::string& host) {
  if (!offers("STARTTLS") || rules_.ask("try_tls", {host}).refuses()) {
    if (setup_->settings.auth_first) authenticate(host);
    return ask_tls_server("NONE");
  }
  const Reply reply = command("STARTTLS");
  if (reply.code == 220) return start_tls(host);
  if (reply.code == 0) expect(220, reply);
  ask_tls_server(reply.code < 500 ? "TEMP" : "PROTOCOL");
}

void SmtpClient::start_tls(const std::string& host) {
  const Channel::Handshake wish = {Channel::Side::kClient, host[0] == '[' ? "" : host};
  channel_->end_at(in_seconds(setup_->settings.timeout));
  if (!channel_->start_tls(setup_->client_tls.get(), wish)) {
    log_line(who_, "STARTTLS=client, handshake failed: " + tls_error());
    channel_.reset();
    ask_tls_server("SOFTWARE");
    throw Refused{"403 4.7.0 TLS handshake failed."};
  }
  rules_.set_tls(channel_->tls(), RULES_TLS_CLIENT);
  ask_tls_server(rules_.get("{verify}"));
  hello();
}

// Once for a connection, whenever it comes.
void SmtpClient::authenticate(const std::string& host) {
  if (tried_auth_ || !offers("AUTH")) return;
  tried_auth_ = true;
  const auto words = rules_.action("authinfo", {host});
  if (!words) throw Refused{"451 4.3.0 Temporary failure"};
  const auto credentials = read_authinfo(*words);
  if (!credentials) return;
  const std::string offered = extensions_["AUTH"];
  for (const char* mechanism : {"DIGEST-MD5", "PLAIN"}) {
    if (!has_word(offered, mechanism)) continue;
    if (!has_word(upper(credentials->mechanisms), mechanism)) continue;
    const bool is_tls = channel_->tls() != nullptr;
    const AuthExchange step = begin_client_auth(mechanism, *credentials, host, is_tls);
    if (!step) continue;
    AuthStep last;
    const Reply reply = exchange(mechanism, step, last);
    if (reply.code == 235) return authenticated(mechanism, last);
    log_line(who_, "AUTH=client, mech=" + std::string(mechanism) + ", failed: " + reply.last());
    if (reply.code < 500) expect(235, reply);
  }
}

// The reply that ended it: 235, and `last` is done; or a refusal.
SmtpClient::Reply SmtpClient::exchange(const std::string& mechanism, const AuthExchange& step,
                                       AuthStep& last) {
  last = step("");
  std::string line = "AUTH " + mechanism;
  if (!last.text.empty()) line += " " + base64_encode(last.text);
  Reply reply = command(line);
  for (int rounds = 0; reply.code == 334 && rounds < kMaxRounds; rounds++) {
    const auto challenge = base64_decode(reply.text(reply.lines.size() - 1));
    const bool expected = challenge && last.kind == AuthStep::Kind::kChallenge;
    last = expected ? step(*challenge) : AuthStep();
    reply = command(last.kind != AuthStep::Kind::kFailed ? base64_encode(last.text) : "*");
  }
  // A server that agrees before it showed what it knows of the password is not the one.
  const bool proved = reply.code != 235 || last.kind == AuthStep::Kind::kDone;
  return proved ? reply : Reply{454, {"454 4.7.0 The server did not authenticate itself"}};
}

void SmtpClient::authenticated(const std::string& mechanism, AuthStep& step) {
  log_line(who_, "AUTH=client, mech=" + mechanism + ", bits=" + std::to_string(step.strength));
  rules_.set("{auth_type}", mechanism);
  if (setup_->settings.auth_first) rules_.set("{auth_ssf}", std::to_string(step.strength));
  if (step.strength == 0) return;
  channel_->set_layer(std::move(step.layer));
  hello();
}

void SmtpClient::mail(const Envelope& envelope) {
  const long most = offers("SIZE") ? std::atol(extensions_["SIZE"].c_str()) : 0;
  if (most > 0 && envelope.size > most) {
    throw Refused{"552 5.3.4 Message is too large; " + std::to_string(most) + " bytes max"};
  }
  if (envelope.eight_bit && !offers("8BITMIME")) {
    throw Refused{"554 5.6.3 The message has 8-bit text, and the server does not take it"};
  }
  std::string line = "MAIL FROM:<" + envelope.sender + ">";
  if (offers("SIZE")) line += " SIZE=" + std::to_string(envelope.size);
  if (envelope.eight_bit) line += " BODY=8BITMIME";
  expect(250, command(line));
}

std::string SmtpClient::recipient(const std::string& address) {
  rules_.set_for_message("{rcpt_addr}", address);
  const Verdict verdict = rules_.ask("tls_rcpt", {address}, "403 4.7.0 server not authenticated.");
  if (verdict.refuses()) return verdict.reply;
  const Reply reply = command("RCPT TO:<" + address + ">");
  const bool good = reply.code == 250 || reply.code == 251;
  return good ? reply.last() : refusal(reply.code, reply.last());
}

// DATA and the message. It is in lines that end with CR LF: the server took no other.
std::string SmtpClient::body(const std::string& message) {
  expect(354, command("DATA"));
  std::string text;
  text.reserve(message.size() + 1024);
  for (std::size_t begin = 0; begin < message.size();) {
    const std::size_t end = std::min(message.find("\r\n", begin), message.size());
    if (message[begin] == '.') text += '.';
    text.append(message, begin, end - begin);
    text += "\r\n";
    begin = end + 2;
  }
  text += ".\r\n";
  const Reply done = say(text);
  expect(250, done);
  return done.last();
}

SmtpClient::Reply SmtpClient::command(const std::string& line) { return say(line + "\r\n"); }

// Says it, and waits for a reply.
SmtpClient::Reply SmtpClient::say(const std::string& text) {
  Reply reply;
  if (!channel_) return reply;
  const long timeout = setup_->settings.timeout;
  channel_->end_at(in_seconds(timeout));
  channel_->say(text);
  channel_->flush();
  channel_->end_at(in_seconds(timeout));  // for the whole of the reply
  std::string line;
  while (reply.lines.size() < kMaxReplyLines) {
    const LineReader::Status status = channel_->lines().next(kReplyLine, line);
    if (status == LineReader::Status::kMore) {
      if (channel_->receive() != Channel::Io::kOk) return {};
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
  if (channel_) command("QUIT");
  channel_.reset();
}

}  // namespace host
