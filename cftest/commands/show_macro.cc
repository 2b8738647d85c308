// `$x` or `${name}`: prints a macro's value.
//
// Tested by tests/cases/bt/bt_builtin_names.

#include "command.h"
#include "debugger.h"

namespace cftest {

namespace {

void run_show(Debugger& debugger, std::string_view text) {
  const auto name = debugger.engine.parse_name(text);
  if (!name) return;
  const auto value = debugger.engine.macro_value(name->text);
  debugger.output.line(value ? std::string_view(*value) : "Undefined");
}

}  // namespace

const Command kShowMacro = {"$", "m", "prints the value of macro m, or {name}", run_show};

}  // namespace cftest
