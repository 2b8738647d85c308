// `RULES ADDR[,ADDR...]`: each address goes through each ruleset of the comma list, in turn.
//
// Tested by tests/cases/bt/bt_lines, bt_comma_errors, tok_*.

#include <algorithm>
#include <string>

#include "command.h"
#include "debugger.h"
#include "typed_address.h"

namespace cftest {

namespace {

constexpr int kJoinedTrace = 103;

void run_list(Debugger& debugger, std::string_view list) {
  while (!list.empty()) {
    const std::optional<int> ruleset = debugger.engine.find_ruleset(list);
    if (!ruleset) {
      debugger.output.line("Undefined ruleset " + std::string(list));
      return;
    }
    const int status = debugger.engine.run_ruleset(*ruleset);
    if (status != 0) {
      debugger.output.line("== Ruleset " + std::string(list) + " (" + std::to_string(*ruleset) +
                           ") status " + std::to_string(status));
    }
    list.remove_prefix(std::min(list.find(','), list.size() - 1) + 1);
  }
}

void run_rulesets(Debugger& debugger, std::string_view line) {
  line = trim_left(line);
  const auto blank = std::find_if(line.begin(), line.end(), is_blank);
  if (blank == line.end()) return debugger.output.line("No address!");
  const auto list_size = static_cast<size_t>(blank - line.begin());
  const std::string_view list = line.substr(0, list_size);
  std::string_view rest = line.substr(list_size + 1);
  if (!is_typed_address(rest, debugger.addresses.sender_text(), debugger.output)) return;
  // Behind a comma there is one more, even if it is empty.
  for (bool more = true; more;) {
    const size_t size = debugger.engine.take_address(rest);
    more = size > 0 && rest[size - 1] == ',';
    rest.remove_prefix(size);
    more = more || !rest.empty();
    if (!debugger.engine.has_workspace()) continue;
    run_list(debugger, list);
    if (debugger.engine.wants_debug(23, kJoinedTrace)) {
      debugger.output.debug_text("cataddr: " + debugger.engine.joined_workspace() + "\n");
    }
  }
}

}  // namespace

const Command kRulesets = {
    "", "RULESET[,RULESET...] ADDRESS[,ADDRESS...]",
    "rewrites each address by the rulesets, one after the other, and shows what goes in and out",
    run_rulesets};

}  // namespace cftest
