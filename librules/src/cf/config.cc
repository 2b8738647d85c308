// See config.h.

#include "cf/config.h"

#include "text/fold.h"

namespace rules {

std::optional<std::string_view> Config::macro_value(NameId name) {
  const auto& value = macros[name];
  macros_read[name] = true;
  if (!value) return std::nullopt;
  return std::string_view(*value);
}

const std::string* Config::option(std::string_view name) const {
  for (auto at = options.rbegin(); at != options.rend(); ++at) {
    if (equal_folded(at->name, name)) return &at->value;
  }
  return nullptr;
}

MapDefinition* Config::find_map(std::string_view name) {
  for (const auto& map : maps) {
    if (equal_folded(map->name, name)) return map.get();
  }
  return nullptr;
}

MapDefinition& Config::map_named(std::string_view name) {
  MapDefinition* map = find_map(name);
  if (map == nullptr) map = maps.emplace_back(std::make_unique<MapDefinition>()).get();
  map->name = name;
  return *map;
}

}  // namespace rules
