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
const std::set<std::string> kSmtpMailers = {"smtp", "esmtp", "smtp8", "dsmtp", "relay"};

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

// One try of one message. Of each recipient: the reply that says what became of it.
class MessageRun {
 public:
  MessageRun(std::shared_ptr<const Setup> setup, const Queue& queue, Envelope& envelope,
             std::string message)
      : setup_(std::move(setup)),
        queue_(queue),
        envelope_(envelope),
        message_(std::move(message)),
        who_("queue " + envelope.id) {}

  void run(std::time_t now) {
    deliver();
    const bool too_old = now - envelope_.arrived >= setup_->settings.give_up;
    std::vector<std::string> left;
    std::vector<Failure> failures;
    for (const std::string& one : envelope_.recipients) {
      const std::string& reply = replies_[one];
      log_line(who_, "to=<" + one + ">, stat=" + reply);
      if (reply[0] == '2') continue;
      if (reply[0] == '5' || too_old) {
        failures.emplace_back(one, reply);
      } else {
        left.push_back(one);
        envelope_.last = reply;
      }
    }
    if (!failures.empty() && !bounce(failures)) return;  // all is tried again then
    finish(left, now);
  }

 private:
  void deliver() {
    std::map<std::string, std::vector<std::string>> by_host;
    Rulesets rules(setup_->program, who_);
    for (const std::string& one : envelope_.recipients) {
      const Delivery to = rules.resolve("<" + one + ">");
      if (kSmtpMailers.contains(to.mailer)) {
        by_host[to.host].push_back(one);
      } else {
        replies_[one] = deliver_here(to);
      }
    }
    for (const auto& [host, recipients] : by_host) send(host, recipients);
  }

  std::string deliver_here(const Delivery& to) const {
    if (to.mailer == "error") return to.user;
    if (to.mailer == "discard") return "250 2.0.0 discarded";
    if (to.mailer != "local") return "554 5.3.5 Mailer " + to.mailer + " is not known here";
    const std::string text = "Return-Path: <" + envelope_.sender + ">\r\n" + message_;
    return queue_.store_local(to.user, envelope_.id, text);
  }

  // To the mail hosts of a domain; "[host]" is the host itself.
  void send(const std::string& to, std::vector<std::string> left) {
    const auto hosts = setup_->names.mail_hosts(to);
    if (hosts.found.empty()) settle(left, hosts.problem);
    for (const std::string& host : hosts.found) {
      const auto addresses = setup_->names.addresses(host);
      if (addresses.found.empty()) settle(left, addresses.problem);
      for (const Address& address : addresses.found) {
        if (left.empty()) return;
        try_host(host, address, left);
      }
    }
  }

  void settle(const std::vector<std::string>& recipients, const std::string& reply) {
    for (const std::string& one : recipients) replies_[one] = reply;
  }

  // Those for which another host may yet be better are left.
  void try_host(const std::string& host, const Address& address, std::vector<std::string>& left) {
    SmtpClient client(setup_, who_ + " " + host);
    const std::vector<std::string> replies =
        client.deliver(host, address, envelope_, left, message_);
    for (std::size_t i = 0; i < left.size(); i++) replies_[left[i]] = replies[i];
    std::erase_if(left, [this](const std::string& one) { return replies_[one][0] != '4'; });
  }

  bool bounce(const std::vector<Failure>& failures) const {
    const std::string text = bounce_text(setup_->settings, envelope_, failures, message_);
    if (envelope_.sender.empty()) return queue_.keep_dead(envelope_.id, text);
    Queue::Incoming incoming(queue_);
    Envelope back;
    back.recipients = {envelope_.sender};
    back.size = static_cast<long>(text.size());
    back.arrived = back.next = std::time(nullptr);
    const bool queued = incoming.write(text) && incoming.commit(back);
    log_line(who_, queued ? "returned to <" + envelope_.sender + "> as " + back.id
                          : "the bounce cannot be queued");
    return queued;
  }

  void finish(const std::vector<std::string>& left, std::time_t now) {
    if (left.empty()) return queue_.remove(envelope_.id);
    const long retry = setup_->settings.retry;
    const long wait = std::min(retry, 1L << 40) << std::min(envelope_.tries, 16L);
    envelope_.recipients = left;
    envelope_.tries++;
    envelope_.next = now + std::min(wait, std::max(kLongestRetry, retry));
    if (!queue_.update(envelope_)) log_line(who_, "the queue cannot be written");
  }

  const std::shared_ptr<const Setup> setup_;
  const Queue& queue_;
  Envelope& envelope_;
  const std::string message_;
  const std::string who_;
  std::map<std::string, std::string> replies_;
};

}  // namespace

void run_queue(const std::shared_ptr<const Setup>& setup, const Queue& queue, std::time_t now,
               const std::stop_token& stop) {
  queue.sweep(now - setup->settings.session_time);
  for (const std::string& id : queue.ids()) {
    if (stop.stop_requested()) return;
    auto taken = queue.take(id);
    if (!taken || taken->envelope.next > now || !taken->envelope.hold.empty()) continue;
    std::optional<std::string> message = queue.message(taken->envelope);
    if (message) MessageRun(setup, queue, taken->envelope, *std::move(message)).run(now);
  }
}

}  // namespace host
