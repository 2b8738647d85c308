// `/tryflags [Hh|Ee][Ss|Rr]`: whose addresses /parse and /try are given.
//
// Tested by tests/cases/bt/try_forms.

#include "command.h"
#include "debugger.h"

namespace cftest {

namespace {

void run_try_flags(Debugger& debugger, std::string_view text) {
  if (text.empty()) return debugger.output.line("Usage: /tryflags [Hh|Ee][Ss|Rr]");
  debugger.addresses.set_kind(text);
}

}  // namespace

const Command kTryFlags = {"/tryflags", "[H|E][S|R]",
                           "header or envelope, sender or recipient: for /parse and /try",
                           run_try_flags};

}  // namespace cftest
