// Built-in macros of numbers.
//
// Tested by tests/m4/builtins_test.cc.
#include <fmt/format.h>

#include "eval.h"
#include "machine.h"

namespace m4 {
namespace {

// Numbers wrap around at 32 bits.
int plus(int a, int b) {
  return static_cast<int>(static_cast<unsigned>(a) + static_cast<unsigned>(b));
}

void add_to(Machine& machine, const Arguments& arguments, int step, Text& expansion) {
  int value = 0;
  if (machine.has_wrong_count(arguments, 2, 2) || !machine.number(arguments, 1, value)) return;
  append_number(plus(value, step), arguments, expansion);
}

std::string digits_of(unsigned value, unsigned radix) {
  constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuvwxyz";
  std::string text;
  do {
    text.insert(text.begin(), kDigits[value % radix]);
    value /= radix;
  } while (value != 0);
  return text;
}

}  // namespace

void builtin_incr(Machine& machine, const Arguments& arguments, Text& expansion) {
  add_to(machine, arguments, 1, expansion);
}

void builtin_decr(Machine& machine, const Arguments& arguments, Text& expansion) {
  add_to(machine, arguments, -1, expansion);
}

void builtin_eval(Machine& machine, const Arguments& arguments, Text& expansion) {
  if (machine.has_wrong_count(arguments, 2, 4)) return;
  int radix = 10;
  int width = 1;
  if (!arguments[2].empty() && !machine.number(arguments, 2, radix)) return;
  if (radix < 1 || radix > 36) {
    return machine.warn(fmt::format("radix {} in builtin `{}' out of range", radix, arguments[0]));
  }
  if (arguments.count() >= 4 && !machine.number(arguments, 3, width)) return;
  if (width < 0) {
    return machine.warn(fmt::format("negative width to builtin `{}'", arguments[0]));
  }
  int value = 0;
  if (arguments[1].empty()) {
    machine.warn(fmt::format("empty string treated as 0 in builtin `{}'", arguments[0]));
  } else if (!evaluate(machine, arguments[1], value)) {
    return;
  }
  const unsigned size =
      value < 0 ? 0U - static_cast<unsigned>(value) : static_cast<unsigned>(value);
  machine.spend(static_cast<std::size_t>(width));
  if (radix == 1) machine.spend(size);
  const std::string digits =
      radix == 1 ? std::string(size, '1') : digits_of(size, static_cast<unsigned>(radix));
  std::string text = value < 0 ? "-" : "";
  if (digits.size() < static_cast<std::size_t>(width)) {
    text.append(static_cast<std::size_t>(width) - digits.size(), '0');
  }
  expansion.append(text + digits, arguments.origin());
  if (radix == 1) append_zero(arguments, expansion);
}

}  // namespace m4
