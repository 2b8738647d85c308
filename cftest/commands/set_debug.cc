// `-dSPEC`: sets debug levels.
//
// Tested by tests/cases/bt/trace_spec.

#include "command.h"
#include "debugger.h"

namespace cftest {

namespace {

void run_set(Debugger& debugger, std::string_view text) { debugger.engine.set_debug(text); }

}  // namespace

const Command kSetDebug = {"-d", "CATEGORY[-CATEGORY][.LEVEL],...",
                           "sets what is traced: 21.12 shows each rule, 60.1 each look-up",
                           run_set};

}  // namespace cftest
