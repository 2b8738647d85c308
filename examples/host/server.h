// Listens, gives each connection a thread, and reloads when told.
//
// Tested by tests/host/ (reload, limits, load, stopping).
#ifndef EXAMPLES_HOST_SERVER_H
#define EXAMPLES_HOST_SERVER_H

#include "queue.h"
#include "setup.h"

namespace host {

// Before there are threads, which inherit it: the server reads its signals from a file.
void block_signals();

// Until SIGTERM or SIGINT; SIGHUP reloads. Sessions that go on then are ended, and waited for. The
// exit status: 1 if it cannot listen. REQUIRES: block_signals().
int run_server(Setups& setups, const Queue& queue);

}  // namespace host

#endif
