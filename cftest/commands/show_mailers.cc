// `=M`: prints the mailers.
//
// Tested by tests/cases/bt/bt_mailers.

#include "command.h"
#include "debugger.h"

namespace cftest {

namespace {

void run_show(Debugger& debugger, std::string_view) {
  for (const std::string& line : debugger.engine.mailer_lines()) debugger.output.line(line);
}

}  // namespace

const Command kShowMailers = {"=M", "", "prints the mailers and all their fields", run_show};

}  // namespace cftest
