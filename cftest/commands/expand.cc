// `/expand TEXT`: prints the text with its macros expanded, and no newline.
//
// Tested by tests/cases/bt/bt_expand.

#include "command.h"
#include "debugger.h"

namespace cftest {

namespace {

void run_expand(Debugger& debugger, std::string_view text) {
  if (text.empty()) return debugger.output.line("Usage: /expand string");
  debugger.output.text(debugger.engine.expand(text));
}

}  // namespace

const Command kExpand = {"/expand", "TEXT", "prints the text with its macros expanded", run_expand};

}  // namespace cftest
