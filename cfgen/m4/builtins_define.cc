// Built-in macros that define, look at definitions, choose, and call by name.
//
// Tested by tests/m4/builtins_test.cc.
#include <fmt/format.h>

#include "machine.h"

namespace m4 {

void builtin_define(Machine& machine, const Arguments& arguments, Text&) {
  machine.set_definition(arguments, Defined::How::kDefine);
}

void builtin_pushdef(Machine& machine, const Arguments& arguments, Text&) {
  machine.set_definition(arguments, Defined::How::kPush);
}

namespace {

void tell_removed(Machine& machine, Defined::How how, std::string_view name) {
  if (machine.options.observer == nullptr) return;
  machine.options.observer->defined({how, name, {}, false, machine.where()});
}

}  // namespace

void builtin_undefine(Machine& machine, const Arguments& arguments, Text&) {
  if (machine.has_wrong_count(arguments, 2, 0)) return;
  for (std::size_t i = 1; i < arguments.count(); ++i) {
    tell_removed(machine, Defined::How::kUndefine, arguments[i]);
    machine.symbols.undefine(arguments[i]);
  }
}

void builtin_popdef(Machine& machine, const Arguments& arguments, Text&) {
  if (machine.has_wrong_count(arguments, 2, 0)) return;
  for (std::size_t i = 1; i < arguments.count(); ++i) {
    tell_removed(machine, Defined::How::kPop, arguments[i]);
    machine.symbols.pop(arguments[i]);
  }
}

// A text comes in quotes; a built-in macro as a token that only define and its kin understand.
void builtin_defn(Machine& machine, const Arguments& arguments, Text& expansion) {
  if (machine.has_wrong_count(arguments, 2, 0)) return;
  for (std::size_t i = 1; i < arguments.count(); ++i) {
    const DefinitionPtr definition = machine.symbols.find(arguments[i]);
    if (!definition) continue;
    if (definition->builtin == nullptr) {
      expansion.append(machine.lexer.open_quote(), arguments.origin());
      machine.spend(definition->text.size());
      expansion.append(definition->text.all(), arguments.origin());
      expansion.append(machine.lexer.close_quote(), arguments.origin());
    } else if (arguments.count() > 2) {
      machine.warn(fmt::format("Warning: cannot concatenate builtin `{}'", arguments[i]));
    } else {
      machine.input.push_builtin(definition->builtin);
    }
  }
}

void builtin_ifdef(Machine& machine, const Arguments& arguments, Text& expansion) {
  if (machine.has_wrong_count(arguments, 3, 4)) return;
  const std::size_t chosen = machine.symbols.defined(arguments[1]) ? 2 : 3;
  expansion.append(arguments.slice(chosen), arguments.origin());
}

void builtin_ifelse(Machine& machine, const Arguments& arguments, Text& expansion) {
  if (arguments.count() == 2) return;
  if (machine.has_wrong_count(arguments, 4, 0)) return;
  if (arguments.count() % 3 == 0) {
    machine.warn(fmt::format("Warning: excess arguments to builtin `{}' ignored", arguments[0]));
  }
  for (std::size_t i = 1; i < arguments.count(); i += 3) {
    const std::size_t left = arguments.count() - i;
    if (left < 3) return expansion.append(arguments.slice(i), arguments.origin());
    if (arguments[i] == arguments[i + 1]) {
      return expansion.append(arguments.slice(i + 2), arguments.origin());
    }
  }
}

void builtin_shift(Machine& machine, const Arguments& arguments, Text& expansion) {
  if (machine.has_wrong_count(arguments, 2, 0)) return;
  append_arguments(machine, arguments.from(1), ",", true, expansion);
}

namespace {

bool is_wrong_name(Machine& machine, const Arguments& arguments) {
  if (machine.has_wrong_count(arguments, 2, 0)) return true;
  if (arguments.builtin(1) == nullptr) return false;
  machine.warn(fmt::format("Warning: {}: invalid macro name ignored", arguments[0]));
  return true;
}

}  // namespace

void builtin_builtin(Machine& machine, const Arguments& arguments, Text& expansion) {
  if (is_wrong_name(machine, arguments)) return;
  const Builtin* const builtin = find_builtin(arguments[1]);
  if (builtin == nullptr) {
    return machine.warn(fmt::format("undefined builtin `{}'", arguments[1]));
  }
  const Arguments rest = arguments.from(1);
  if (!builtin->takes_definitions) rest.drop_definitions();
  builtin->run(machine, rest, expansion);
}

void builtin_indir(Machine& machine, const Arguments& arguments, Text& expansion) {
  if (is_wrong_name(machine, arguments)) return;
  const DefinitionPtr definition = machine.symbols.find(arguments[1]);
  if (!definition) return machine.warn(fmt::format("undefined macro `{}'", arguments[1]));
  const Arguments rest = arguments.from(1);
  const Builtin* const builtin = definition->builtin;
  if (builtin == nullptr || !builtin->takes_definitions) rest.drop_definitions();
  machine.call(definition, rest, expansion);
}

void builtin_dumpdef(Machine& machine, const Arguments& arguments, Text&) {
  std::vector<std::string> names;
  if (arguments.count() == 1) names = machine.symbols.names();
  for (std::size_t i = 1; i < arguments.count(); ++i) {
    if (machine.symbols.defined(arguments[i])) {
      names.emplace_back(arguments[i]);
    } else {
      machine.warn(fmt::format("undefined macro `{}'", arguments[i]));
    }
  }
  std::sort(names.begin(), names.end());
  for (const auto& name : names) {
    const DefinitionPtr definition = machine.symbols.find(name);
    std::string text = fmt::format("{}:\t", name);
    if (definition->builtin != nullptr) {
      text += fmt::format("<{}>\n", definition->builtin->name);
    } else {
      text += machine.in_trace_quotes(definition->text.view()) + "\n";
    }
    machine.spend(text.size());
    machine.debug(text);
  }
}

void builtin_traceon(Machine& machine, const Arguments& arguments, Text&) {
  if (arguments.count() == 1) machine.symbols.trace_all(true);
  for (std::size_t i = 1; i < arguments.count(); ++i) machine.symbols.trace(arguments[i], true);
}

void builtin_traceoff(Machine& machine, const Arguments& arguments, Text&) {
  if (arguments.count() == 1) machine.symbols.trace_all(false);
  for (std::size_t i = 1; i < arguments.count(); ++i) machine.symbols.trace(arguments[i], false);
}

void builtin_debugmode(Machine& machine, const Arguments& arguments, Text&) {
  machine.has_wrong_count(arguments, 1, 2);
  if (arguments.count() == 1) return machine.tracing.clear_flags();
  if (machine.tracing.set_flags(arguments[1])) return;
  machine.warn(fmt::format("Debugmode: bad debug flags: `{}'", arguments[1]));
}

}  // namespace m4
