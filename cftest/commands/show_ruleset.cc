// `=SRULESET`: prints its rules.
//
// Tested by tests/cases/bt/bt_usage.

#include <string>

#include "command.h"
#include "debugger.h"

namespace cftest {

namespace {

void run_show(Debugger& debugger, std::string_view text) {
  const auto ruleset = debugger.engine.find_ruleset(text);
  if (!ruleset) return debugger.output.line("Undefined ruleset " + std::string(text));
  for (const std::string& rule : debugger.engine.rule_lines(*ruleset)) debugger.output.line(rule);
}

}  // namespace

const Command kShowRuleset = {"=S", "RULESET", "prints the rules of a ruleset", run_show};

}  // namespace cftest
