// Options that say what maps are or ask: AliasFile, LDAPDefaultSpec, UserDatabaseSpec.

#include <fmt/format.h>

#include <string>

#include "cf/ldap_schema.h"
#include "cf/option_checks.h"
#include "text/fold.h"

namespace rules {

namespace {

// A map of an option: it is checked, and never asked.
class OptionMap final : public MapProblems {
 public:
  OptionMap(LineReader& reader, const MapClass& map_class, std::string name)
      : reader_(reader), map_class_(map_class) {
    map_.name = std::move(name);
    map_.map_class = &map_class;
    map_.environment = reader.config.map_environment;
  }

  bool parse(std::string_view definition) {
    map_.definition = definition;
    return reader_.options.map_classes->parse(map_class_, definition, map_, *this);
  }
  void map_problem(std::string text, int error_number = 0) override {
    reader_.warn(std::move(text), error_number);
  }
  void map_remark(std::string text) override { reader_.note(std::move(text)); }
  const MapDefinition* defined_map(std::string_view name) const override {
    return reader_.defined_map(name);
  }
  bool uses_class(std::string_view name) override { return reader_.uses_class(name); }
  MapDefinition& definition() { return map_; }

 private:
  LineReader& reader_;
  const MapClass& map_class_;
  MapDefinition map_;
};

// The map that asks them all, one after the other.
constexpr std::string_view kAllAliases = "aliases.files";

void add_to_all(LineReader& reader, const std::string& name) {
  MapDefinition* all = reader.config.find_map(kAllAliases);
  const MapClass* sequence = reader.options.map_classes->find("sequence");
  if (all == nullptr || sequence == nullptr || all->map_class != sequence) return;
  all->definition += " " + name;
  OptionMap silent(reader, *sequence, all->name);
  reader.options.map_classes->parse(*sequence, all->definition, *all, silent);
}

void define_alias_map(LineReader& reader, const MapClass& map_class, std::string_view definition) {
  const std::string name = fmt::format("Alias{}", reader.config.alias_files);
  MapDefinition& map = reader.config.map_named(name);
  map.map_class = &map_class;
  map.environment = reader.config.map_environment;
  map.line = reader.line();
  map.definition = definition;
  map.of_aliases = true;
  map.usable = reader.options.map_classes->parse(map_class, definition, map, reader);
  if (!map.usable) return;
  ++reader.config.alias_files;
  add_to_all(reader, name);
}

// `class:definition`, or a file; more of them behind commas.
void add_alias(LineReader& reader, std::string_view text) {
  const MapClasses& classes = *reader.options.map_classes;
  std::string_view class_name = "implicit";
  const size_t colon = text.find(':');
  const bool is_file = !text.empty() && (text.front() == '/' || text.front() == '-');
  if (colon != std::string_view::npos && !is_file &&
      text.substr(0, colon).find('/') == std::string_view::npos) {
    class_name = trim(text.substr(0, colon));
    text = text.substr(colon + 1);
  }
  const MapClass* map_class = classes.find(class_name);
  if (map_class == nullptr) {
    reader.warn(fmt::format("setalias: unknown alias class {}", seven_bit(class_name)));
    return;
  }
  for (const std::string_view name : {"regex", "macro", "dequote", "arith", "arpa", "syslog",
                                      "host", "user", "dns", "userdb", "bestmx"}) {
    if (!equal_folded(name, class_name)) continue;
    reader.warn(fmt::format("setalias: map class {} can't handle aliases", seven_bit(class_name)));
    return;
  }
  if (reader.tracing(27, 20)) {
    reader.trace(fmt::format("  map {}:Alias{} {}", class_name, reader.config.alias_files, text));
  }
  const bool is_schema = text.empty() && equal_folded(class_name, "ldap");
  define_alias_map(reader, *map_class,
                   is_schema ? ldap_alias_definition(reader) : std::string(trim(text)));
}

// Is there a flag that any map may have?
bool has_common_flag(std::string_view text) {
  constexpr std::string_view kCommon = "AaDfmNOoqSTt1";
  for (size_t at = 0; at + 1 < text.size(); ++at) {
    const bool begins = text[at] == '-' && (at == 0 || is_blank(text[at - 1]));
    if (begins && kCommon.find(text[at + 1]) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

namespace option_checks {

void alias_file(LineReader& reader, const OptionValue& value) {
  std::string_view rest = value.text;
  if (reader.tracing(27, 8))
    reader.trace(fmt::format("setalias({})", printable_text(reader, rest)));
  if (reader.config.alias_files == 0) {
    read_map_line(reader, std::string(kAllAliases) + " sequence");
  }
  if (rest.empty()) ++reader.config.alias_files;  // the reference's own file
  while (!rest.empty()) {
    const size_t comma = std::min(rest.find(','), rest.size());
    add_alias(reader, trim(rest.substr(0, comma)));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
}

// Flags of a map of class ldap, for all of them: servers, but no filter.
void ldap_defaults(LineReader& reader, const OptionValue& value) {
  const MapClass* map_class = reader.options.map_classes->find("ldap");
  if (map_class == nullptr) return;
  OptionMap map(reader, *map_class, fmt::format("O {}", value.option));
  map.definition().for_defaults = true;
  if (!map.parse(value.text)) {
    // What was read stays, as after a file of -P that is not there.
    if (map.definition().settings) {
      reader.config.map_environment->ldap_defaults = map.definition().settings;
    }
    return;
  }
  map.definition().tries_nul_forms = false;
  if (has_common_flag(value.text)) {
    reader.warn(fmt::format("readcf: option {}: Do not set non-LDAP specific flags", value.option));
  }
  if (!map.definition().key_column.empty()) {
    reader.warn(fmt::format("readcf: option {}: Do not set the LDAP search filter", value.option));
  }
  if (map.definition().has_value_column) {
    reader.warn(
        fmt::format("readcf: option {}: Do not set the requested LDAP attributes", value.option));
  }
  reader.config.map_environment->ldap_defaults = map.definition().settings;
}

// What the maps of class userdb ask.
void user_database(LineReader& reader, const OptionValue& value) {
  const MapClass* map_class = reader.options.map_classes->find("userdb");
  if (map_class == nullptr) return;
  OptionMap map(reader, *map_class, fmt::format("O {}", value.option));
  map.definition().for_defaults = true;
  if (map.parse(value.text)) {
    reader.config.map_environment->user_database = map.definition().settings;
  }
}

}  // namespace option_checks

}  // namespace rules
