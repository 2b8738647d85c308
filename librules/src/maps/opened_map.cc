// See opened_map.h.

#include "maps/opened_map.h"

#include <fmt/format.h>

#include <utility>

#include "maps/answers.h"
#include "maps/map_class.h"

namespace rules {

OpenedMap::OpenedMap(const MapDefinition& definition)
    : Map(definition), state_(definition.usable ? OpenState::not_tried : OpenState::invalid) {}

bool OpenedMap::open(LookupServices& services) const {
  return ensure_open(services) != OpenState::invalid;
}

LookupAnswer OpenedMap::lookup(const LookupRequest& request, LookupServices& services) const {
  switch (ensure_open(services)) {
    case OpenState::open:
      return answer(request, services);
    case OpenState::failed:
      return temporary_failure();
    default:
      return nothing_found(kExitOk);
  }
}

std::vector<std::string> OpenedMap::closing_lines(bool detailed) const {
  std::vector<std::string> lines;
  const OpenState state = state_.load(std::memory_order_acquire);
  if (state != OpenState::open && state != OpenState::failed) return lines;
  const std::string& file = definition().file;
  lines.push_back(fmt::format("closemaps: closing {} ({})", definition().name,
                              file.empty() ? "NULL" : std::string_view(file)));
  if (!detailed || state != OpenState::open) return lines;
  for (std::string& line : class_closing_lines()) lines.push_back(std::move(line));
  return lines;
}

OpenState OpenedMap::ensure_open(LookupServices& services) const {
  OpenState state = state_.load(std::memory_order_acquire);
  if (state == OpenState::open || !definition().usable) return state;
  if (services.resolving_alias && asks_rules()) return OpenState::failed;
  const accessmap::HeldTurn turn(turn_);
  state = state_.load(std::memory_order_relaxed);
  if (state == OpenState::open) return state;
  if (state != OpenState::not_tried && !worth_another_try()) return state;
  services.system_error(0);
  const OpenResult result = open_now(services);
  trace_open(result, services);
  state_.store(result.state, std::memory_order_release);
  return result.state;
}

void OpenedMap::trace_open(const OpenResult& result, LookupServices& services) const {
  if (!services.tracing(38, 4)) return;
  const MapDefinition& map = definition();
  std::string line = fmt::format("openmap()\t{}:{} {}: {}", map.map_class->name, map.name,
                                 map.file.empty() ? "NULL" : map.file,
                                 result.state == OpenState::open ? "valid" : "invalid");
  const bool shown = result.state == OpenState::invalid || result.untold;
  if (shown && !result.reason.empty()) line += ": " + result.reason;
  services.trace(line);
}

OpenResult OpenedMap::cannot_open(std::string reason) const {
  return {definition().optional ? OpenState::invalid : OpenState::failed, std::move(reason), false};
}

const MapEnvironment& OpenedMap::environment() const {
  static const MapEnvironment defaults;
  return definition().environment ? *definition().environment : defaults;
}

}  // namespace rules
