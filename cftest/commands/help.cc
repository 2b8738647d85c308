// `?`: what the help file says about -bt.
//
// Tested by tests/cases/bt/bt_help, bt_help_none.

#include "command.h"
#include "debugger.h"

namespace cftest {

namespace {

void run_help(Debugger& debugger, std::string_view) {
  const auto printed = debugger.engine.print_help_lines();
  if (!printed) return debugger.output.line("Sendmail 8.17.1.9 -- HELP not implemented");
  if (*printed == 0) return debugger.output.line("HELP topic \"-bt\" unknown");
  debugger.output.line("End of HELP info");
}

}  // namespace

const Command kHelp = {"?", "", "prints the help file of the configuration (option HelpFile)",
                       run_help};

}  // namespace cftest
