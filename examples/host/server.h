// Listens, gives each connection a thread, and reloads when told; and a connection: lines from the
// channel to the session, replies back.
//
// Replies to commands that came together go out together (PIPELINING). What was received in clear
// is dropped before a handshake and before a security layer (CVE-2011-0411).
//
// Tested by tests/host/ (reload, limits, every test of a dialogue).
#ifndef EXAMPLES_HOST_SERVER_H
#define EXAMPLES_HOST_SERVER_H

#include "channel.h"
#include "session.h"

namespace host {

// A connection, until the client leaves, is sent away, or is too slow.
void serve(Channel& channel, Session& session, const Setup& setup, const std::string& who);

// Before there are threads, which inherit it: the server reads its signals from a file.
void block_signals();

// Until SIGTERM or SIGINT; SIGHUP reloads. Sessions that go on then are ended, and waited for. The
// exit status: 1 if it cannot listen. REQUIRES: block_signals().
int run_server(Setups& setups, const Queue& queue);

}  // namespace host

#endif
