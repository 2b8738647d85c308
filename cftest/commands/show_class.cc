// `$=x`: prints the members of a class.
//
// Tested by tests/cases/bt/cls_C.

#include "command.h"
#include "debugger.h"

namespace cftest {

namespace {

void run_show(Debugger& debugger, std::string_view text) {
  const auto name = debugger.engine.parse_name(text);
  if (!name) return;
  for (const std::string& word : debugger.engine.class_words(name->text)) {
    debugger.output.line(word);
  }
}

}  // namespace

const Command kShowClass = {"$=", "c", "prints the members of class c, or {name}", run_show};

}  // namespace cftest
