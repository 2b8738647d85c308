// O lines: O Name=value, Oxvalue. All are kept; those that change what the engine does act here.
//
// Tested by tests/unit/reader_test.cc, tests/cases/bt/opt_*.

#include <fmt/format.h>

#include <array>
#include <cstdlib>

#include "cf/line_reader.h"
#include "text/fold.h"

namespace rules {

namespace {

struct OptionName {
  std::string_view name;
  char letter;
};

constexpr OptionName kOptions[] = {
#define CF_OPTION(name, letter) {#name, letter},
#include "cf/options.def"
#undef CF_OPTION
};

// The one option that `name` begins or is; nullptr: none or several, which is told.
const OptionName* find_option(LineReader& reader, std::string_view name) {
  const OptionName* found = nullptr;
  for (const OptionName& option : kOptions) {
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
    reader.warn(fmt::format("Option {} used as abbreviation for {}", name, found->name));
  }
  return found;
}

const OptionName* find_option_letter(LineReader& reader, char letter) {
  for (const OptionName& option : kOptions) {
    if (option.letter != 0 && option.letter == letter) return &option;
  }
  reader.warn(fmt::format("readcf: unknown option name {:#x}", static_cast<uint8_t>(letter)));
  return nullptr;
}

void redefine_operators(LineReader& reader, std::string_view value) {
  Config& config = reader.config;
  if (!config.operators.empty() || config.char_types) {
    reader.note_plain("Warning: OperatorChars is being redefined.");
    reader.note_plain("         It should only be set before ruleset definitions.");
  }
  config.operators = value;
}

// name: with what follows a dot.
void apply_timeout(MapEnvironment& environment, std::string_view name, const std::string& value) {
  if (equal_folded(name, "Timeout.resolver.retry")) {
    environment.resolver_tries = std::atoi(value.c_str());
  } else if (equal_folded(name, "Timeout.resolver.retrans")) {
    environment.resolver_seconds = std::atoi(value.c_str());
  }
}

void apply(LineReader& reader, std::string_view name, const std::string& value) {
  if (name == "OperatorChars") {
    redefine_operators(reader, value);
  } else if (name == "BlankSub") {
    reader.config.blank_sub = value.empty() ? '\0' : value.front();
    reader.config.map_environment->blank_sub = reader.config.blank_sub;
  } else if (name == "DontBlameSendmail") {
    for (const std::string& word : reader.config.map_environment->safety.add_words(value)) {
      reader.warn(fmt::format("readcf: DontBlameSendmail option: {} unrecognized", word));
    }
  } else if (name == "ServiceSwitchFile") {
    reader.config.map_environment->service_switch_file = value;
  } else if (name == "HostsFile") {
    reader.config.map_environment->hosts_file = value;
  } else if (name == "UseCompressedIPv6Addresses") {
    reader.config.map_environment->compressed_ipv6 = is_true_value(value);
  } else if (name == "DontExpandCnames") {
    reader.config.map_environment->expand_cnames = !is_true_value(value);
  } else if (name == "EightBitMode" &&
             (value.empty() ||
              std::string_view("mMpPsSrRaAj").find(value[0]) == std::string_view::npos)) {
    reader.fail(fmt::format("Unknown 8-bit mode {}", value.substr(0, 1)), 64);
  }
}

}  // namespace

void set_option(LineReader& reader, std::string_view text, bool sticky) {
  const OptionName* option = nullptr;
  std::string_view value;
  std::string full_name;
  if (!text.empty() && text.front() == ' ') {
    text = trim(text);
    if (text.empty()) {
      reader.warn("readcf: null option name");
      return;
    }
    const size_t equals = text.find('=');
    full_name = trim(text.substr(0, equals));
    value = equals == std::string_view::npos ? std::string_view() : text.substr(equals + 1);
    option = find_option(reader, full_name.substr(0, full_name.find('.')));
  } else {
    option = find_option_letter(reader, text.empty() ? '\0' : text.front());
    value = text.empty() ? text : text.substr(1);
  }
  if (option == nullptr) return;
  const size_t dot = full_name.find('.');
  std::string name(option->name);
  if (dot != std::string::npos) name += full_name.substr(dot);
  for (const ConfigOption& known : reader.config.options) {
    if (known.sticky && !sticky && equal_folded(known.name, name)) return;
  }
  const std::string expanded = reader.expanded(trim(value));
  reader.config.options.push_back({name, expanded, reader.line(), sticky});
  apply(reader, option->name, expanded);
  apply_timeout(*reader.config.map_environment, name, expanded);
}

void read_option_line(LineReader& reader, std::string_view text) {
  set_option(reader, text, false);
}

}  // namespace rules
