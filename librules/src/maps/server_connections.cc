// See server_connections.h.

#include "maps/server_connections.h"

#include <algorithm>
#include <utility>

namespace rules {

bool ServerConnections::join(const std::string& server, const OpenedMap& map) {
  const std::lock_guard lock(mutex_);
  auto& maps = servers_[server].maps;
  const bool shared = !maps.empty();
  if (std::find(maps.begin(), maps.end(), &map) == maps.end()) maps.push_back(&map);
  return shared;
}

std::unique_ptr<ServerConnection> ServerConnections::take(const std::string& server) {
  const std::lock_guard lock(mutex_);
  const auto at = servers_.find(server);
  if (at == servers_.end() || at->second.idle.empty()) return nullptr;
  auto connection = std::move(at->second.idle.back());
  at->second.idle.pop_back();
  return connection;
}

void ServerConnections::put_back(const std::string& server,
                                 std::unique_ptr<ServerConnection> connection) {
  const std::lock_guard lock(mutex_);
  servers_[server].idle.push_back(std::move(connection));
}

std::vector<const OpenedMap*> ServerConnections::fail(const std::string& server,
                                                      const OpenedMap& map) {
  Server failed;
  {
    const std::lock_guard lock(mutex_);
    failed = std::exchange(servers_[server], {});
  }
  for (const OpenedMap* user : failed.maps) user->open_again();
  std::erase(failed.maps, &map);
  std::reverse(failed.maps.begin(), failed.maps.end());
  return failed.maps;
}

}  // namespace rules
