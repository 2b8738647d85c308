// `.Dxvalue`: defines a macro.
//
// Tested by tests/cases/bt/bt_usage, bt_expand.

#include "command.h"
#include "debugger.h"

namespace cftest {

namespace {

void run_define(Debugger& debugger, std::string_view text) {
  const auto name = debugger.engine.parse_name(text);
  if (name) debugger.engine.define_macro(name->text, text.substr(name->size));
}

}  // namespace

const Command kDefineMacro = {".D", "mVALUE", "defines macro m, or {name}, as VALUE", run_define};

}  // namespace cftest
