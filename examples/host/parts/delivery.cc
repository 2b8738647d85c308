// A run through the queue. Tested by tests/host/ (claims C3, C4, C6, C10).
#include "delivery.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "log.h"
#include "smtp_client.h"

namespace host {

namespace {

constexpr long kLongestRetry = 14400;

// A recipient and the reply that refused it: "503 5.7.0 not authenticated".
using Failure = std::pair<std::string, std::string>;

// "5.7.0" of "503 5.7.0 not authenticated"; of a reply without one, its class.
std::string status_of(const std::string& reply) {
  const std::size_t end = reply.find(' ', 4);
  const std::string word = reply.size() > 4 ? reply.substr(4, end - 4) : "";
  const bool is_status = word.size() >= 5 && word[1] == '.' &&
                         std::isdigit(static_cast<unsigned char>(word[0])) != 0 &&
                         word.find_first_not_of("0123456789.") == std::string::npos;
  return is_status ? word : std::string(1, reply[0]) + ".0.0";
}

std::string headers_of(const std::string& message) {
  const std::size_t end = message.find("\r\n\r\n");
  return end == std::string::npos ? message : message.substr(0, end + 2);
}

// The message that tells a sender what could not be delivered (RFC 3464), headers first.
std::string bounce_text(const Settings& settings, const Envelope& envelope,
                        const std::vector<Failure>& failures, const std::string& message) {
  const std::string boundary = envelope.id + "/" + settings.name;
  const std::string part = "--" + boundary + "\r\n";
  std::string text =
      "From: Mail Delivery Subsystem <MAILER-DAEMON@" + settings.name + ">\r\nTo: <" +
      envelope.sender +
      ">\r\nSubject: Returned mail: see transcript for details\r\n"
      "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
      "Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"" +
      boundary + "\"\r\n\r\n" + part + "\r\nThis mail could not be delivered:\r\n\r\n";
  for (const auto& [recipient, reply] : failures) {
    text += "<" + recipient + ">\r\n    (reason: " + reply + ")\r\n";
  }
  text += "\r\n" + part + "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; " +
          settings.name + "\r\n";
  for (const auto& [recipient, reply] : failures) {
    text += "\r\nFinal-Recipient: RFC822; " + recipient +
            "\r\nAction: failed\r\nStatus: " + status_of(reply) + "\r\nDiagnostic-Code: SMTP; " +
            reply + "\r\n";
  }
  return text + "\r\n" + part + "Content-Type: text/rfc822-headers\r\n\r\n" + headers_of(message) +
         "\r\n--" + boundary + "--\r\n";
}

class MessageRun {
 public:
  MessageRun(std::shared_ptr<const Setup> setup, const Queue& queue, Queue::Taken& taken,
             std::string message)
      : setup_(std::move(setup)),
        queue_(queue),
        taken_(taken),
        message_(std::move(message)),
        who_("queue " + taken.envelope.id) {}

  void run(std::time_t now) {
    deliver();
    const bool too_old = now - envelope().arrived >= setup_->settings.give_up;
    std::vector<std::string> left;
    std::vector<Failure> failures;
    for (const std::string& one : envelope().recipients) {
      const Outcome& outcome = outcomes_[one];
      log_line(who_, "to=<" + one + ">, stat=" + outcome.reply);
      if (outcome.kind == Outcome::Kind::kSent) continue;
      if (outcome.kind == Outcome::Kind::kFailed || too_old) {
        failures.emplace_back(one, outcome.reply);
      } else {
        left.push_back(one);
        taken_.envelope.last = outcome.reply;
      }
    }
    if (!failures.empty() && !bounce(failures)) return;  // all is tried again then
    finish(left, now);
  }

 private:
  const Envelope& envelope() const { return taken_.envelope; }

  void deliver() {
    std::map<std::string, std::vector<std::string>> by_host;
    Rulesets rules(setup_->program, who_);
    for (const std::string& one : envelope().recipients) {
      const Delivery to = rules.resolve("<" + one + ">");
      if (to.mailer == "error") {
        outcomes_[one] = Outcome::of(to.user);
      } else if (to.mailer == "local") {
        outcomes_[one] = store(to.user);
      } else if (to.mailer == "discard") {
        outcomes_[one] = Outcome::of("250 2.0.0 discarded");
      } else if (is_smtp(to.mailer)) {
        by_host[to.host].push_back(one);
      } else {
        outcomes_[one] = Outcome::of("554 5.3.5 Mailer " + to.mailer + " is not known here");
      }
    }
    for (const auto& [host, recipients] : by_host) send(host, recipients);
  }

  static bool is_smtp(const std::string& mailer) {
    static const std::set<std::string> kAll = {"smtp", "esmtp", "smtp8", "dsmtp", "relay"};
    return kAll.contains(mailer);
  }

  Outcome store(const std::string& user) {
    const std::string text = "Return-Path: <" + envelope().sender + ">\r\n" + message_;
    switch (queue_.store_local(user, envelope().id, text)) {
      case Queue::Stored::kYes:
        return Outcome::of("250 2.0.0 delivered to " + user);
      case Queue::Stored::kNoUser:
        return Outcome::of("550 5.1.1 User unknown");
      case Queue::Stored::kFailed:
        break;
    }
    return Outcome::of("451 4.2.0 The box of " + user + " cannot be written");
  }

  void send(const std::string& to, const std::vector<std::string>& recipients) {
    // "[host]" is the host itself; a domain has mail hosts.
    std::vector<std::string> hosts;
    const Found found = setup_->names.mail_hosts(to, hosts);
    std::vector<std::string> left = recipients;
    if (found != Found::kYes) {
      const bool later = found == Found::kTempfail;
      settle(left, later ? "451 4.4.3 DNS does not answer" : "556 5.1.10 The domain takes no mail");
    }
    for (const std::string& host : hosts) {
      if (left.empty()) return;
      std::vector<Address> addresses;
      const Found at = setup_->names.addresses(host, addresses);
      if (at != Found::kYes) {
        const bool later = at == Found::kTempfail;
        settle(left, later ? "451 4.4.3 DNS does not answer" : "550 5.1.2 Host unknown");
      }
      for (const Address& address : addresses) left = try_host(host, address, left);
    }
  }

  void settle(const std::vector<std::string>& recipients, const std::string& reply) {
    for (const std::string& one : recipients) outcomes_[one] = Outcome::of(reply);
  }

  // Those for which another host may yet be better.
  std::vector<std::string> try_host(const std::string& host, const Address& address,
                                    const std::vector<std::string>& recipients) {
    if (recipients.empty()) return {};
    SmtpClient client(setup_, who_ + " " + host);
    const std::vector<Outcome> outcomes =
        client.deliver(host, address, envelope(), recipients, message_);
    std::vector<std::string> left;
    for (std::size_t i = 0; i < recipients.size(); i++) {
      outcomes_[recipients[i]] = outcomes[i];
      if (outcomes[i].kind == Outcome::Kind::kLater) left.push_back(recipients[i]);
    }
    return left;
  }

  bool bounce(const std::vector<Failure>& failures) const {
    const std::string text = bounce_text(setup_->settings, envelope(), failures, message_);
    if (envelope().sender.empty()) return queue_.keep_dead(envelope().id, text);
    const auto incoming = queue_.begin();
    Envelope back;
    back.recipients = {envelope().sender};
    back.size = static_cast<long>(text.size());
    back.arrived = back.next = std::time(nullptr);
    const bool queued = incoming && incoming->write(text) && incoming->commit(back);
    log_line(who_, queued ? "returned to <" + envelope().sender + "> as " + back.id
                          : "the bounce cannot be queued");
    return queued;
  }

  void finish(const std::vector<std::string>& left, std::time_t now) {
    if (left.empty()) {
      taken_.remove();
      return;
    }
    const long wait = std::min(setup_->settings.retry, 1L << 40)
                      << std::min(taken_.envelope.tries, 16L);
    taken_.envelope.recipients = left;
    taken_.envelope.tries++;
    taken_.envelope.next = now + std::min(wait, std::max(kLongestRetry, setup_->settings.retry));
    if (!taken_.update()) log_line(who_, "the queue cannot be written");
  }

  std::shared_ptr<const Setup> setup_;
  const Queue& queue_;
  Queue::Taken& taken_;
  const std::string message_;
  std::string who_;
  std::map<std::string, Outcome> outcomes_;
};

}  // namespace

void run_queue(const std::shared_ptr<const Setup>& setup, const Queue& queue, std::time_t now,
               const std::stop_token& stop) {
  queue.sweep(now - setup->settings.session_time);
  for (const std::string& id : queue.ids()) {
    if (stop.stop_requested()) return;
    const auto taken = queue.take(id);
    if (!taken || taken->envelope.next > now || !taken->envelope.hold.empty()) continue;
    std::optional<std::string> message = taken->message();
    if (message) MessageRun(setup, queue, *taken, *std::move(message)).run(now);
  }
}

}  // namespace host
