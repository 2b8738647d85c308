// A run through the queue. Tested by tests/host/ (claims C3, C4, C6, C10).
#include "delivery.h"

#include <algorithm>
#include <map>
#include <set>

#include "bounce.h"
#include "log.h"
#include "smtp_client.h"

namespace host {

namespace {

constexpr long kLongestRetry = 14400;

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
  for (const std::string& id : queue.ids()) {
    if (stop.stop_requested()) return;
    const auto taken = queue.take(id);
    if (!taken || taken->envelope.next > now || !taken->envelope.hold.empty()) continue;
    std::optional<std::string> message = taken->message();
    if (message) MessageRun(setup, queue, *taken, *std::move(message)).run(now);
  }
}

}  // namespace host
