// The message that tells a sender what could not be delivered (RFC 3464).
//
// Tested by tests/host/ (claim C4).
#ifndef EXAMPLES_HOST_BOUNCE_H
#define EXAMPLES_HOST_BOUNCE_H

#include <string>
#include <utility>
#include <vector>

#include "queue.h"
#include "settings.h"

namespace host {

// A recipient and the reply that refused it: "503 5.7.0 not authenticated".
using Failure = std::pair<std::string, std::string>;

// The text of the bounce, headers first.
std::string bounce_text(const Settings& settings, const Envelope& envelope,
                        const std::vector<Failure>& failures, const std::string& message);

}  // namespace host

#endif
