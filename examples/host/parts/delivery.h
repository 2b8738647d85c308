// A run through the queue: each message that is due goes where rulesets canonify and parse say.
//
// Mailer local: into a box of the folder mail/. Mailers smtp, esmtp, smtp8, dsmtp, relay: by SMTP
// to the mail hosts of $@, one after the other until one takes or refuses for good. Any other: it
// cannot be delivered here. 4xx: it stays, and is tried again later; 5xx, or too old: it goes back
// to the sender.
//
// Tested by tests/host/ (claims C3, C4, C6, C10).
#ifndef EXAMPLES_HOST_DELIVERY_H
#define EXAMPLES_HOST_DELIVERY_H

#include <memory>
#include <stop_token>

#include "queue.h"
#include "setup.h"

namespace host {

// now: messages with a later time are left for then. stop: ends it after the message it is at.
void run_queue(const std::shared_ptr<const Setup>& setup, const Queue& queue, std::time_t now,
               const std::stop_token& stop = {});

}  // namespace host

#endif
