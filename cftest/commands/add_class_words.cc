// `.Cxwords`: adds words to a class.
//
// Tested by tests/cases/bt/bt_class_cmd.

#include "command.h"
#include "debugger.h"

namespace cftest {

namespace {

void run_add(Debugger& debugger, std::string_view text) {
  if (text.empty()) return;  // the reference says nothing
  const auto name = debugger.engine.parse_name(text);
  if (name) debugger.engine.add_class_words(name->text, text.substr(name->size));
}

}  // namespace

const Command kAddClassWords = {".C", "cWORDS", "adds the words to class c, or {name}", run_add};

}  // namespace cftest
