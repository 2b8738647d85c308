// `/quit`: ends the session, as the end of the input does.
//
// Tested by tests/cases/bt/bt_quit_case.

#include "command.h"
#include "debugger.h"

namespace cftest {

namespace {

void run_quit(Debugger& debugger, std::string_view) { debugger.quit(); }

}  // namespace

const Command kQuit = {"/quit", "", "ends the session", run_quit};

}  // namespace cftest
