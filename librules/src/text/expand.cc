// See expand.h.

#include "text/expand.h"

#include <algorithm>
#include <utility>

namespace rules {

namespace {

// The character after it is no operator here.
constexpr uint16_t kQuote = 0xff;

// Where the characters end that are neither marks nor quotes of others.
size_t plain_end(std::string_view text, size_t at) {
  while (at < text.size() && text[at] != '\0' && text[at] != static_cast<char>(kQuote)) ++at;
  return at;
}

// One pass over a text: what its macros stand for goes in as it is.
//
// The reference expands what comes out of a pass as a whole again, so that a macro and the name
// behind it, or a conditional and its end, can come from different values.
class ExpandPass {
 public:
  ExpandPass(MacroSource& macros, std::string& out) : macros_(macros), out_(out) {}

  // Does a value that went in have an operator, or a macro? The reference passes over such texts
  // once more.
  bool has_put_in_marks() const { return has_put_in_marks_; }

  void run(std::string_view text) {
    int nesting = 0;   // conditionals that are open
    int skipping = 0;  // of them, those whose text is skipped
    for (size_t at = 0; at < text.size() && room_ > 0;) {
      if (const size_t end = plain_end(text, at); end > at) {
        if (skipping == 0) append(text.substr(at, end - at));
        at = end;
        continue;
      }
      const MarkedChar c = marked_char(text, at);
      const size_t next = at + c.size;
      if (c.code == kQuote && next < text.size()) {
        const size_t quoted = marked_char(text, next).size;
        if (skipping == 0) append(text.substr(at, 1 + quoted));
        at = next + quoted;
      } else if (c.op() == Op::cond_if && next == text.size()) {
        at = next;  // asks for nothing, and has nothing behind it
      } else if (c.op() == Op::cond_if) {
        const MarkedChar name = marked_char(text, next);
        at = next + name.size;
        ++nesting;
        if (skipping > 0 || !is_set(name.name())) ++skipping;
      } else if (nesting > 0 && c.op() == Op::cond_else) {
        at = next;
        if (skipping < 2) skipping = 1 - skipping;
      } else if (nesting > 0 && c.op() == Op::cond_fi) {
        at = next;
        --nesting;
        if (skipping > 0) --skipping;
      } else if (c.op() == Op::expand && next < text.size()) {
        const MarkedChar name = marked_char(text, next);
        at = next + name.size;
        if (skipping == 0) append_macro(name.name());
      } else {
        // A lone NUL or quote at the end is a character like others.
        if (skipping == 0) append(text.substr(at, c.size));
        at = next;
      }
    }
  }

 private:
  bool is_set(NameId name) {
    const auto value = macros_.macro_value(name);
    return value && !value->empty();
  }

  void append_macro(NameId name) {
    const auto value = macros_.macro_value(name);
    if (!value) return;
    has_put_in_marks_ = has_put_in_marks_ || value->find('\0') != std::string_view::npos;
    append(*value);
  }

  void append(std::string_view text) {
    if (text.size() == 2 && text[0] == '\0') {  // an operator, as most are
      out_ += text;
      --room_;
      return;
    }
    if (text.find('\0') == std::string_view::npos) {
      const std::string_view fits = text.substr(0, room_);
      room_ -= fits.size();
      out_ += fits;
      return;
    }
    for (size_t at = 0; at < text.size() && room_ > 0; --room_) {
      const size_t size = marked_char(text, at).size;
      out_ += text.substr(at, size);
      at += size;
    }
  }

  MacroSource& macros_;
  std::string& out_;
  size_t room_ = kMaxExpanded;  // characters that still fit; a mark is one
  bool has_put_in_marks_ = false;
};

bool has_something_to_expand(std::string_view text) {
  for (size_t at = plain_end(text, 0); at < text.size(); at = plain_end(text, at)) {
    const MarkedChar c = marked_char(text, at);
    const size_t next = at + c.size;
    if (c.code == kQuote && next < text.size()) {
      at = next + marked_char(text, next).size;
      continue;
    }
    if (c.op() == Op::cond_if || (c.op() == Op::expand && next < text.size())) return true;
    at = next;
  }
  return false;
}

// `${}` leaves a mark without a name: what comes to stand behind it is its name; at the end it is
// nothing.
void drop_nameless_mark(std::string& text) {
  if (text.size() < 2 || text[text.size() - 2] != '\0') return;
  size_t last = 0;
  for (size_t at = plain_end(text, 0); at < text.size(); at = plain_end(text, at)) {
    last = at;
    const MarkedChar c = marked_char(text, at);
    at += c.size;
    if (c.code == kQuote && at < text.size()) at += marked_char(text, at).size;
  }
  if (last < text.size() && marked_char(text, last).op() == Op::expand) text.resize(last);
}

}  // namespace

ExpandStatus expand(std::string_view text, MacroSource& macros, std::string& out,
                    ExpandListener* listener) {
  std::string expanded(text);
  ExpandStatus status = ExpandStatus::ok;
  bool again = true;
  for (int depth = 0; again && status == ExpandStatus::ok; ++depth) {
    if (listener != nullptr) listener->expand_begins(expanded);
    std::string next;
    ExpandPass pass(macros, next);
    pass.run(expanded);
    expanded = std::move(next);
    drop_nameless_mark(expanded);
    if (listener != nullptr) listener->expand_pass(depth, expanded);
    again = has_something_to_expand(expanded);
    if (!pass.has_put_in_marks()) continue;
    if (depth == kMaxExpandDepth) status = ExpandStatus::too_deep;
    again = again || listener != nullptr;  // a pass that changes nothing, but is told
  }
  out += expanded;
  return status;
}

std::optional<std::string> operator_macro(NameId name) {
  std::string value;
  if (name >= '0' && name <= '9') {
    append_mark(value, Op::replacement);
    value += static_cast<char>(name);
    return value;
  }
  const Op op = operator_of(name);
  if (op == Op::none) return std::nullopt;
  append_mark(value, op);
  return value;
}

char operator_char(Op op) { return op_facts(op).sign; }

}  // namespace rules
