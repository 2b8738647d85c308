// Macro expansion: $x and $?x ... $| ... $. in marked text.
//
// Tested by tests/unit/expand_test.cc, tests/cases/bt/mac_*.
#ifndef LIBRULES_TEXT_EXPAND_H
#define LIBRULES_TEXT_EXPAND_H

#include <optional>
#include <string>
#include <string_view>

#include "text/marked.h"

namespace rules {

inline constexpr int kMaxExpandDepth = 10;
inline constexpr size_t kMaxExpanded = 2047;  // characters of the result; the rest is cut

// Where the values of macros come from.
class MacroSource {
 public:
  // The value (marked text, valid until the next call), or nullopt when undefined.
  virtual std::optional<std::string_view> macro_value(NameId name) = 0;

 protected:
  ~MacroSource() = default;
};

enum class ExpandStatus : uint8_t {
  ok,
  too_deep,  // deeper than kMaxExpandDepth: the innermost values stand there unexpanded
};

// Hears of each pass over a text: what came out of the one before, for a trace.
class ExpandListener {
 public:
  virtual void expand_begins(std::string_view text) = 0;
  virtual void expand_pass(int depth, std::string_view text) = 0;

 protected:
  ~ExpandListener() = default;
};

// Appends the expansion of `text` to `out`. What has no value expands to nothing.
// listener may be NULL.
ExpandStatus expand(std::string_view text, MacroSource& macros, std::string& out,
                    ExpandListener* listener = nullptr);

// The operators and digits are macros as well, which stand for themselves (`$*` is an operator as
// long as nothing else is called so): the value that such a one has at the start.
std::optional<std::string> operator_macro(NameId name);
// The character after the `$` of an operator; '\0' if it has none.
char operator_char(Op op);

}  // namespace rules

#endif
