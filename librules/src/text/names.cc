// See names.h.

#include "text/names.h"

#include <algorithm>

namespace rules {

namespace {

constexpr size_t kMaxRefused = 1000;
// The long name that has its number from the start, one that no character has.
constexpr std::string_view kOperationMode = "opMode";
constexpr NameId kOperationModeName = 0x82;

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

// A few characters tell the names of a configuration apart.
size_t Names::slot_of(std::string_view long_name) {
  if (long_name.empty()) return 0;
  const auto byte = [&](size_t at) { return static_cast<unsigned char>(long_name[at]); };
  const size_t size = long_name.size();
  return size * 7 + byte(0) * 31 + byte(size / 2) * 5 + byte(size - 1) * 13;
}

NameId Names::find(std::string_view long_name) const {
  if (long_name == kOperationMode) return kOperationModeName;
  for (size_t at = slot_of(long_name);; ++at) {
    const uint8_t index = slots_[at % slots_.size()];
    if (index == 0) return kNoName;
    if (long_names_[index - 1u] == long_name) {
      return static_cast<NameId>(kFirstLongName + index - 1);
    }
  }
}

std::optional<NameId> Names::add(std::string_view long_name) {
  if (const NameId known = find(long_name)) return known;
  if (long_names_.size() >= kMaxLongNames) {
    if (refused_.size() < kMaxRefused) refused_.emplace(long_name);
    return std::nullopt;
  }
  long_names_.emplace_back(long_name);
  size_t at = slot_of(long_name);
  while (slots_[at % slots_.size()] != 0) ++at;
  slots_[at % slots_.size()] = static_cast<uint8_t>(long_names_.size());
  return static_cast<NameId>(kFirstLongName + long_names_.size() - 1);
}

std::string Names::text(NameId name) const {
  if (name == kOperationModeName) return "{" + std::string(kOperationMode) + "}";
  if (name < kFirstLongName) return std::string(1, static_cast<char>(name));
  const size_t index = name - kFirstLongName;
  return index < long_names_.size() ? "{" + long_names_[index] + "}" : "{?}";
}

ParsedName read_name(std::string_view text) {
  ParsedName parsed;
  if (text.empty()) {
    parsed.problem = NameProblem::missing;
    return parsed;
  }
  if (text[0] != '{') {
    const MarkedChar c = marked_char(text, 0);
    parsed.name = c.name();
    parsed.size = c.size;
    return parsed;
  }
  size_t at = 1;
  for (; at < text.size() && text[at] != '}'; ++at) {
    if (parsed.long_name.size() >= kMaxNameBytes) break;
    if (is_name_char(text[at])) {
      parsed.long_name += text[at];
    } else {
      parsed.bad_characters += text[at];
    }
  }
  if (at >= text.size()) {
    parsed.problem = NameProblem::unbalanced;
    parsed.size = at;
    return parsed;
  }
  if (text[at] != '}') {
    const size_t close = text.find('}', at);
    parsed.size = close == std::string_view::npos ? text.size() : close + 1;
    parsed.problem = NameProblem::too_long;
    return parsed;
  }
  parsed.size = at + 1;
  if (!parsed.bad_characters.empty()) parsed.problem = NameProblem::bad_character;
  if (parsed.long_name.empty() && parsed.bad_characters.empty()) {
    parsed.problem = NameProblem::missing;
  }
  if (parsed.long_name.size() == 1) parsed.name = static_cast<uint8_t>(parsed.long_name[0]);
  return parsed;
}

ParsedName parse_name(std::string_view text, Names& names) {
  ParsedName parsed = read_name(text);
  const bool good =
      parsed.problem == NameProblem::none || parsed.problem == NameProblem::bad_character;
  if (!good || parsed.name != kNoName) return parsed;
  const bool refused = names.was_refused(parsed.long_name);
  const auto name = names.add(parsed.long_name);
  if (!name) {
    parsed.problem = refused ? NameProblem::refused : NameProblem::table_full;
    return parsed;
  }
  parsed.name = *name;
  return parsed;
}

std::vector<std::string> name_problem_texts(const ParsedName& name) {
  std::vector<std::string> texts;
  for (const char c : name.bad_characters) {
    if (c == '\0') continue;  // the first byte of a mark
    texts.emplace_back("Invalid macro/class character ");
    if (c != '\x80') texts.back() += c;  // told with seven bits, it is none
  }
  switch (name.problem) {
    case NameProblem::none:
    case NameProblem::bad_character:
      return texts;
    case NameProblem::missing:
      texts.emplace_back("Name required for macro/class");
      return texts;
    case NameProblem::unbalanced:
      texts.push_back("Unbalanced { on " + name.long_name);
      break;
    case NameProblem::too_long:
      texts.push_back("Macro/class name ({" + name.long_name + "}) too long (" +
                      std::to_string(kMaxNameBytes) + " chars max)");
      break;
    case NameProblem::refused:
      break;
    case NameProblem::table_full:
      texts.push_back("Macro/class {" + name.long_name + "}: too many long names");
      break;
  }
  texts.emplace_back(kNoMacroId);
  return texts;
}

}  // namespace rules
