// O lines: O Name=value, Oxvalue. All are kept; those that change what the engine does act here.
//
// Tested by tests/unit/reader_test.cc, tests/cases/bt/opt_*.

#include <fmt/format.h>

#include "cf/line_reader.h"
#include "cf/option_checks.h"
#include "text/fold.h"

namespace rules {

namespace {

struct OptionName {
  std::string_view name;
  int letter;  // from kFirstNumber on: none, but a number
  OptionCheck check;
};

constexpr int kFirstNumber = 0x80;

constexpr OptionName kOptions[] = {
#define CF_OPTION(name, letter, check) {#name, letter, option_checks::check},
#include "cf/options.def"
#undef CF_OPTION
};

// Options that have a letter only.
constexpr OptionName kLetterOptions[] = {{"", 'g', option_checks::group},
                                         {"", 'M', option_checks::macro}};

// The one option that `name` begins or is; nullptr: none or several, which is told.
const OptionName* find_option(LineReader& reader, std::string_view name) {
  const OptionName* found = nullptr;
  for (const OptionName& option : kOptions) {
    if (!name.empty() && fold(option.name.front()) != fold(name.front())) continue;
    if (option.name.size() < name.size() ||
        !equal_folded(option.name.substr(0, name.size()), name)) {
      continue;
    }
    if (option.name.size() == name.size()) return &option;
    if (found != nullptr) {
      reader.warn(fmt::format("readcf: ambiguous option name {} (matches {} and {})", name,
                              found->name, option.name));
      return nullptr;
    }
    found = &option;
  }
  if (found == nullptr) {
    reader.warn(fmt::format("readcf: unknown option name {}", seven_bit(name)));
  } else {
    reader.note(fmt::format("Option {} used as abbreviation for {}", name, found->name));
  }
  return found;
}

const OptionName* find_option_letter(LineReader& reader, std::string_view text) {
  const char letter = text.empty() ? '\0' : static_cast<char>(marked_char(text, 0).code);
  for (const OptionName& option : kOptions) {
    if (option.letter == static_cast<uint8_t>(letter) && option.letter < kFirstNumber)
      return &option;
  }
  for (const OptionName& option : kLetterOptions) {
    if (option.letter == letter) return &option;
  }
  reader.warn(fmt::format("readcf: unknown option name {:#x}", static_cast<uint8_t>(letter)));
  return nullptr;
}

// `Name=value` or `Name.part=value`, or a letter and the value. Blanks around the `=` are no part
// of either, if they are no tabs; those behind a letter are of the value.
struct WrittenOption {
  const OptionName* option = nullptr;  // NULL: none that is known, which was told
  std::string part;
  bool has_part = false;
  std::string_view value;
};

WrittenOption read_long(LineReader& reader, std::string_view text) {
  WrittenOption written;
  text.remove_prefix(1);
  const size_t equals = text.find('=');
  std::string_view full_name = text.substr(0, equals);
  if (full_name.empty()) {
    reader.warn("readcf: null option name");
    return written;
  }
  while (full_name.ends_with(' ')) full_name.remove_suffix(1);
  const size_t dot = full_name.find('.');
  written.option = find_option(reader, full_name.substr(0, dot));
  written.has_part = dot != std::string_view::npos;
  if (written.has_part) written.part = full_name.substr(dot + 1);
  if (equals != std::string_view::npos) written.value = text.substr(equals + 1);
  while (written.value.starts_with(' ')) written.value.remove_prefix(1);
  return written;
}

// What the cf says comes to what the command line says.
bool adds_up(std::string_view name) {
  return name == "DontBlameSendmail" || name == "PrivacyOptions";
}

bool has_parts(std::string_view name) { return name == "Timeout" || name == "Milter"; }

void trace_option(LineReader& reader, const WrittenOption& written, bool ignored) {
  if (!reader.tracing(37, 1)) return;
  const OptionName& option = *written.option;
  std::string line = fmt::format("setoption {} (", option.name);
  if (option.letter < kFirstNumber) {
    line += static_cast<char>(option.letter);
  } else {
    line += fmt::format("{:#x}", option.letter);
  }
  line += ')';
  if (written.has_part) line += "." + written.part;
  line += "=" + printable_text(reader, written.value);
  if (ignored) line += " (ignored)";
  reader.trace(std::move(line));
}

void drop_part(LineReader& reader, WrittenOption& written) {
  if (!written.has_part || has_parts(written.option->name)) return;
  if (reader.tracing(37, 1)) {
    reader.trace(fmt::format("setoption: {} does not support suboptions, ignoring .{}",
                             written.option->name, written.part));
  }
  written.part.clear();
  written.has_part = false;
}

}  // namespace

void set_option(LineReader& reader, std::string_view text, bool sticky) {
  WrittenOption written;
  if (!text.empty() && text.front() == ' ') {
    written = read_long(reader, text);
  } else {
    written.option = find_option_letter(reader, text);
    if (!text.empty()) written.value = text.substr(1);
  }
  if (written.option == nullptr) return;
  const OptionName& option = *written.option;
  drop_part(reader, written);
  std::string name = option.name.empty() ? std::string(1, static_cast<char>(option.letter))
                                         : std::string(option.name);
  if (written.has_part) name += "." + written.part;
  for (const ConfigOption& known : reader.config.options) {
    if (!known.sticky || sticky || !equal_folded(known.name, name)) continue;
    return trace_option(reader, written, true);
  }
  trace_option(reader, written, false);
  const bool expands = option.name == "OperatorChars";
  const std::string value = expands ? reader.expanded(written.value) : std::string(written.value);
  const bool wins = sticky && !written.has_part && !adds_up(option.name);
  reader.config.options.push_back({name, value, reader.line(), wins});
  const char letter = option.letter < kFirstNumber ? static_cast<char>(option.letter) : '\0';
  option.check(reader, {option.name, letter, written.part, written.has_part, value});
}

void read_option_line(LineReader& reader, std::string_view text) {
  set_option(reader, text, false);
}

}  // namespace rules
