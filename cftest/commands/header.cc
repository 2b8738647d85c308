// `/header NAME: TEXT`: a header through the ruleset that checks it.
//
// Tested by tests/cases/bt/header_command, bt_usage.

#include "command.h"
#include "debugger.h"

namespace cftest {

namespace {

void run_header(Debugger& debugger, std::string_view text) { debugger.headers.check(text); }

}  // namespace

const Command kHeader = {"/header", "NAME: TEXT", "checks the header by the ruleset of its H line",
                         run_header};

}  // namespace cftest
