// `/canon HOST`: the canonical name of the host, as $[HOST$] finds it.
//
// Tested by tests/cases/bt/host_map_files, names_canon.

#include "command.h"
#include "debugger.h"

namespace cftest {

namespace {

void run_canon(Debugger& debugger, std::string_view text) {
  if (text.empty()) return debugger.output.line("Usage: /canon address");
  const std::string host(text);
  debugger.output.line("getcanonname(" + host + ") returns " +
                       debugger.engine.canonical_name(host));
}

}  // namespace

const Command kCanon = {"/canon", "HOST", "finds the canonical name of the host", run_canon};

}  // namespace cftest
