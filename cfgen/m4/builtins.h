// The table of built-in macros.
//
// A new one is a function and a line of builtins.def.
//
// Tested by tests/m4/builtins_test.cc.
#pragma once

#include <span>
#include <string_view>

namespace m4 {

class Arguments;
class Machine;
class Text;

struct Builtin {
  std::string_view name;
  void (*run)(Machine& machine, const Arguments& arguments, Text& expansion);
  bool takes_definitions;        // an argument may be what defn gave
  bool plain_without_arguments;  // the bare word is no call
};

[[nodiscard]] std::span<const Builtin> builtins();
[[nodiscard]] const Builtin* find_builtin(std::string_view name);

#define M4_BUILTIN(name, function, definitions, plain) \
  void function(Machine& machine, const Arguments& arguments, Text& expansion);
void builtin_mkstemp(Machine& machine, const Arguments& arguments, Text& expansion);
#include "builtins.def"
#undef M4_BUILTIN

}  // namespace m4
