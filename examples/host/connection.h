// The server's side of one connection: lines from the channel to the session, replies back.
//
// Replies to commands that came together go out together (PIPELINING). What was received in clear
// is dropped before a handshake and before a security layer (CVE-2011-0411).
//
// Tested by tests/host/ (every test of a dialogue).
#ifndef EXAMPLES_HOST_CONNECTION_H
#define EXAMPLES_HOST_CONNECTION_H

#include "channel.h"
#include "session.h"

namespace host {

// Until the client leaves, is sent away, or is too slow.
void serve(Channel& channel, Session& session, const Setup& setup, const std::string& who);

}  // namespace host

#endif
