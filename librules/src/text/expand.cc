// See expand.h.

#include "text/expand.h"

#include <array>
#include <utility>

namespace rules {

namespace {

constexpr std::array<std::pair<char, Op>, 18> kOperatorChars{{
    {'*', Op::zero_or_more},
    {'+', Op::one_or_more},
    {'-', Op::exactly_one},
    {'=', Op::in_class},
    {'~', Op::not_in_class},
    {'#', Op::mailer},
    {'@', Op::host},
    {':', Op::user},
    {'>', Op::call},
    {'?', Op::cond_if},
    {'|', Op::cond_else},
    {'.', Op::cond_fi},
    {'[', Op::host_begin},
    {']', Op::host_end},
    {'(', Op::map_begin},
    {')', Op::map_end},
    {'&', Op::deferred},
    {'\0', Op::none},
}};

// Values of values can be empty and many: this bounds the work whatever they are.
constexpr int kMaxExpandSteps = 100000;

class Expander {
 public:
  Expander(MacroSource& macros, std::string& out) : macros_(macros), out_(out) {}

  ExpandStatus status() const { return status_; }

  void run(std::string_view text, int depth) {
    int nesting = 0;   // conditionals open at this level
    int skipping = 0;  // of them, those whose text is skipped
    for (size_t at = 0; at < text.size() && room_ > 0 && steps_ < kMaxExpandSteps;) {
      ++steps_;
      const MarkedChar c = marked_char(text, at);
      const size_t next = at + c.size;
      if (c.op() == Op::cond_if && next < text.size()) {
        const MarkedChar name = marked_char(text, next);
        at = next + name.size;
        ++nesting;
        if (skipping > 0 || !is_set(name.name())) ++skipping;
        continue;
      }
      if (nesting > 0 && is_conditional(text, at, Op::cond_else)) {
        at = skip_operator(text, at);
        if (skipping == 0) {
          skipping = 1;
        } else if (skipping == 1) {
          skipping = 0;
        }
        continue;
      }
      if (nesting > 0 && is_conditional(text, at, Op::cond_fi)) {
        at = skip_operator(text, at);
        --nesting;
        if (skipping > 0) --skipping;
        continue;
      }
      if (c.op() == Op::expand && next < text.size()) {
        const MarkedChar name = marked_char(text, next);
        at = next + name.size;
        if (skipping == 0) expand_macro(name.name(), depth);
        continue;
      }
      if (skipping == 0) append(text.substr(at, c.size));
      at = next;
    }
  }

 private:
  bool is_set(NameId name) {
    const auto value = macros_.macro_value(name);
    return value && !value->empty();
  }

  // `$|` or `$.`, as an operator or still as the macro of that name.
  static bool is_conditional(std::string_view text, size_t at, Op op) {
    const MarkedChar c = marked_char(text, at);
    if (c.op() == op) return true;
    return c.op() == Op::expand && at + 2 < text.size() && text[at + 2] == operator_char(op);
  }
  static size_t skip_operator(std::string_view text, size_t at) {
    return at + (marked_char(text, at).op() == Op::expand ? 3 : 2);
  }

  void expand_macro(NameId name, int depth) {
    const auto found = macros_.macro_value(name);
    if (!found) {
      if (name < kFirstLongName) append_operator(operator_named(static_cast<char>(name)));
      return;
    }
    if (!has_something_to_expand(*found)) {
      append(*found);
      return;
    }
    const std::string value(*found);  // the source may reuse its buffer
    if (depth >= kMaxExpandDepth) {
      status_ = ExpandStatus::too_deep;
      append(value);
      return;
    }
    run(value, depth + 1);
  }

  static bool has_something_to_expand(std::string_view value) {
    for (size_t at = 0; at < value.size();) {
      const MarkedChar c = marked_char(value, at);
      if (c.op() == Op::expand || c.op() == Op::cond_if) return true;
      at += c.size;
    }
    return false;
  }

  void append_operator(Op op) {
    if (op == Op::none) return;
    const char mark[] = {'\0', static_cast<char>(op)};
    append({mark, sizeof mark});
  }

  void append(std::string_view text) {
    for (size_t at = 0; at < text.size() && room_ > 0; --room_) {
      const size_t size = marked_char(text, at).size;
      out_ += text.substr(at, size);
      at += size;
    }
  }

  MacroSource& macros_;
  std::string& out_;
  size_t room_ = kMaxExpanded;  // characters that still fit; a mark is one
  int steps_ = 0;
  ExpandStatus status_ = ExpandStatus::ok;
};

}  // namespace

ExpandStatus expand(std::string_view text, MacroSource& macros, std::string& out) {
  Expander expander(macros, out);
  expander.run(text, 0);
  return expander.status();
}

Op operator_named(char c) {
  for (const auto& [name, op] : kOperatorChars) {
    if (name == c && c != '\0') return op;
  }
  return Op::none;
}

char operator_char(Op op) {
  for (const auto& [name, known] : kOperatorChars) {
    if (known == op) return name;
  }
  return '\0';
}

}  // namespace rules
