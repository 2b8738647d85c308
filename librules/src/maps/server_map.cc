// See server_map.h.

#include "maps/server_map.h"

#include <fmt/format.h>

#include "maps/answers.h"

namespace rules {

void ServerMap::rest() const {
  connections_->fail(server(), *this);
  next_try_ = Clock::now() + std::chrono::seconds(environment().server_pause);
}

std::vector<std::string> ServerMap::close_others() const {
  std::vector<std::string> lines;
  for (const OpenedMap* other : connections_->fail(server(), *this)) {
    lines.push_back(fmt::format("{}({}): closed {} (shared {} connection)", words_.close,
                                definition().name, other->definition().name, words_.kind));
  }
  return lines;
}

LookupAnswer ServerMap::give_up(LookupServices& services) const {
  const std::vector<std::string> lines = close_others();
  if (!services.tracing(38, 2)) return temporary_failure();
  for (const std::string& line : lines) services.trace(line);
  return temporary_failure();
}

}  // namespace rules
