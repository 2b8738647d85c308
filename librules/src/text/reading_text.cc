// See reading_text.h.

#include "text/reading_text.h"

#include <fmt/format.h>

#include "text/printable.h"

namespace rules {

namespace {

constexpr int kFirstId = 0xa0;  // of long names, in the reference

std::string printable(std::string_view text, const Names& names) {
  std::string out;
  append_printable(text, names, out);
  return out;
}

}  // namespace

int level_of(const PrescanStep& step) {
  return step.kind == PrescanStep::Kind::token ? kPrescanEach : kPrescanStates;
}

bool ends_line(const PrescanStep& step) { return step.kind != PrescanStep::Kind::character; }

std::string prescan_step_text(const PrescanStep& step, const Names& names) {
  switch (step.kind) {
    case PrescanStep::Kind::character:
      return fmt::format("c={}, s={}; ", static_cast<char>(step.byte), step.state);
    case PrescanStep::Kind::state:
      return fmt::format("ns={:02o}", step.state);
    case PrescanStep::Kind::token:
      break;
  }
  return "tok=" + printable(step.token, names);
}

std::string prescan_begin_text(std::string_view input, const Names& names) {
  return "prescan: " + printable(input, names);
}

std::string prescan_end_text(Tokens tokens, bool failed, const Names& names) {
  if (failed) return "prescan: ==> NULL";
  std::string out = "prescan==>";
  append_printable_tokens(tokens, names, out);
  return out;
}

std::string name_begin_text(std::string_view text, const Names& names) {
  return "macid(" + printable(text, names) + ") => ";
}

std::string name_end_text(std::string_view text, const ParsedName& name, const Names& names) {
  if (name.name == kNoName) return "NULL";
  if (text.front() == '{') {
    const bool numbered = name.name >= kFirstLongName;
    return fmt::format("0x{:x}", numbered ? name.name - kFirstLongName + kFirstId : name.name);
  }
  return printable(text.substr(0, name.size), names);
}

std::string expand_begin_text(std::string_view text, const Names& names) {
  return "expand(" + printable(text, names) + ")";
}

std::string expand_pass_text(int depth, std::string_view text, const Names& names) {
  return fmt::format("expand({}) ==> {}", depth, printable(text, names));
}

std::string expand_end_text(std::string_view text, const Names& names) {
  return "expand ==> " + printable(text, names);
}

}  // namespace rules
