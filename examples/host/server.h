// Listens, gives each connection a thread, and reloads when told.
//
// Tested by tests/host/ (reload, load, limits).
#ifndef EXAMPLES_HOST_SERVER_H
#define EXAMPLES_HOST_SERVER_H

#include "queue.h"
#include "setup.h"

namespace host {

// Until SIGTERM or SIGINT; SIGHUP reloads. Sessions that go on then are ended, and waited for. The
// exit status: 1 if it cannot listen. REQUIRES: these signals are blocked in all threads.
int run_server(Setups& setups, const Queue& queue);

}  // namespace host

#endif
