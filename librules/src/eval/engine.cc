// See engine.h.

#include "eval/engine.h"

#include "maps/map_class.h"
#include "maps/server_connections.h"
#include "text/fold.h"

namespace rules {

namespace {

std::string folded(std::string_view name) {
  std::string out;
  for (const char c : name) out += static_cast<char>(fold(c));
  return out;
}

}  // namespace

Engine::Engine(std::unique_ptr<Config> config) : program_(std::move(config)) {
  const auto connections = std::make_shared<ServerConnections>();
  for (const auto& definition : program_.config().maps) {
    if (definition->map_class == nullptr) continue;
    auto& map = maps_[folded(definition->name)] = definition->map_class->make(*definition);
    map->share(connections);
  }
  const Symbols& symbols = program_.symbols();
  maps_by_symbol_.resize(symbols.size() + 1);
  for (const auto& [name, map] : maps_) {
    if (const SymbolId symbol = symbols.find(name, folded_hash(name))) {
      maps_by_symbol_[symbol] = map.get();
    }
  }
  host_map_ = find_map(std::string_view("host"));
}

const Map* Engine::find_map(std::string_view name) const {
  // Names are short: folding them on the stack keeps the look-up free of allocation.
  char buffer[64] = {};
  if (name.size() > sizeof buffer) {
    const auto at = maps_.find(folded(name));
    return at == maps_.end() ? nullptr : at->second.get();
  }
  for (size_t i = 0; i < name.size(); ++i) buffer[i] = static_cast<char>(fold(name[i]));
  const auto at = maps_.find(std::string_view(buffer, name.size()));
  return at == maps_.end() ? nullptr : at->second.get();
}

}  // namespace rules
