// `/sender ADDRESS`: the address as the sender of a message.
//
// Tested by tests/cases/bt/sender_command.

#include "command.h"
#include "debugger.h"

namespace cftest {

namespace {

void run_sender(Debugger& debugger, std::string_view text) { debugger.addresses.sender(text); }

}  // namespace

const Command kSender = {"/sender", "ADDRESS", "makes the address the sender: macro f", run_sender};

}  // namespace cftest
