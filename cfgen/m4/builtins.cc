// The table of built-in macros.
//
// Tested by tests/m4/builtins_test.cc.
#include "builtins.h"

#include <algorithm>
#include <array>

namespace m4 {
namespace {

#define M4_BUILTIN(name, function, definitions, plain) Builtin{name, function, definitions, plain},
constexpr std::array kBuiltins = {
#include "builtins.def"
};
#undef M4_BUILTIN

}  // namespace

std::span<const Builtin> builtins() { return kBuiltins; }

const Builtin* find_builtin(std::string_view name) {
  const auto found = std::find_if(kBuiltins.begin(), kBuiltins.end(),
                                  [name](const Builtin& one) { return one.name == name; });
  return found == kBuiltins.end() ? nullptr : &*found;
}

}  // namespace m4
