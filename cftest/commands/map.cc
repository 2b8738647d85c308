// `/map NAME KEY`: one look-up, as it is: no quotes are removed, no default is used.
//
// Tested by tests/cases/bt/map_dequote, map_arith.

#include <algorithm>
#include <string>

#include "command.h"
#include "debugger.h"

namespace cftest {

namespace {

void run_map(Debugger& debugger, std::string_view text) {
  if (text.empty()) return debugger.output.line("Usage: /map mapname key");
  const auto blank = std::find_if(text.begin(), text.end(), is_blank);
  if (blank == text.end()) return debugger.output.line("No key specified");
  const auto name_size = static_cast<size_t>(blank - text.begin());
  const std::string name(text.substr(0, name_size));
  const std::string_view key = text.substr(name_size + 1);
  if (!debugger.engine.has_map(name)) {
    return debugger.output.line("Map named \"" + name + "\" not found");
  }
  if (!debugger.engine.open_map(name)) {
    return debugger.output.line("Map named \"" + name + "\" not open");
  }
  // What the map complains of comes in the middle of the line.
  debugger.output.text("map_lookup: " + name + " (" + std::string(key) + ") ");
  const MapAnswer answer = debugger.engine.look_up(name, key);
  const std::string code = " (" + std::to_string(answer.code) + ")";
  debugger.output.line((answer.found ? "returns " + answer.value : "no match") + code);
}

}  // namespace

const Command kMap = {"/map", "NAME KEY", "looks the key up in the map", run_map};

}  // namespace cftest
