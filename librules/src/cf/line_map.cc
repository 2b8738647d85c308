// K lines: Kname class definition.
//
// Tested by tests/unit/reader_test.cc, tests/cases/bt/map_*.

#include <fmt/format.h>

#include "cf/line_reader.h"

namespace rules {

namespace {

template <typename Accepts>
std::string_view take_while(std::string_view& text, Accepts accepts) {
  size_t end = 0;
  while (end < text.size() && accepts(text[end])) ++end;
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end);
  return taken;
}

void skip_blanks(std::string_view& text) {
  take_while(text, [](char c) { return is_blank(c); });
}

// One character, whatever it is, ends a name.
void skip_separator(std::string_view& text) {
  if (!text.empty()) text.remove_prefix(marked_char(text, 0).size);
  skip_blanks(text);
}

}  // namespace

void read_map_line(LineReader& reader, std::string_view text) {
  define_map(reader, reader.expanded(text));
}

void define_map(LineReader& reader, std::string_view argument) {
  std::string_view rest = argument;
  skip_blanks(rest);
  if (rest.empty() || !is_alnum(rest.front())) {
    reader.warn("readcf: config K line: no map name");
    return;
  }
  const std::string_view name =
      take_while(rest, [](char c) { return is_alnum(c) || c == '_' || c == '.'; });
  skip_separator(rest);
  if (rest.empty() || !is_alnum(rest.front())) {
    reader.warn(fmt::format("readcf: config K line, map {}: no map class", name));
    return;
  }
  const std::string_view class_name = take_while(rest, is_alnum);
  skip_separator(rest);
  const MapClass* map_class = reader.options.map_classes->find(class_name);
  if (map_class == nullptr) {
    reader.warn(fmt::format("readcf: map {}: class {} not available", name, class_name));
    return;
  }
  MapDefinition& map = reader.config.map_named(name);
  map.map_class = map_class;
  map.environment = reader.config.map_environment;
  map.line = reader.line();
  map.definition = rest;
  map.usable = reader.options.map_classes->parse(*map_class, rest, map, reader);
  if (map.usable) trace_map(reader, map);
}

void trace_map(LineReader& reader, const MapDefinition& map) {
  if (!reader.tracing(37, 5)) return;
  const auto shown = [&](const std::string& text) {
    return text.empty() ? std::string("(null)") : raw_bytes(text);
  };
  reader.trace(fmt::format("map {}, class {}, flags {:x}, file {},", map.name,
                           reader.options.map_classes->name_of(*map.map_class),
                           map_flag_bits(map) | kMapUsable, shown(map.file)));
  reader.trace(fmt::format("\tapp {}, domain (null), rebuild (null)", shown(map.append)));
}

}  // namespace rules
