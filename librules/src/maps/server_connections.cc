// See server_connections.h.

#include "maps/server_connections.h"

#include <unistd.h>

#include <algorithm>
#include <new>
#include <utility>

namespace rules {

// In a forked child: the idle connections are those of the parent, who goes on to use them. They
// are not even closed, since protocols say good-bye.
void ServerConnections::leave_to_parent(bool whole) {
  const int self = ::getpid();
  if (process_ == self) return;
  if (!whole) {
    new (&servers_) Servers();
  } else if (process_ != 0) {
    for (auto& [name, server] : servers_) {
      for (auto& connection : server.idle) static_cast<void>(connection.release());
      server.idle.clear();
    }
  }
  process_ = self;
}

bool ServerConnections::join(const std::string& server, const OpenedMap& map) {
  const accessmap::HeldTurn turn(turn_);
  leave_to_parent(turn.whole());
  auto& maps = servers_[server].maps;
  const bool shared = !maps.empty();
  if (std::find(maps.begin(), maps.end(), &map) == maps.end()) maps.push_back(&map);
  return shared;
}

std::unique_ptr<ServerConnection> ServerConnections::take(const std::string& server) {
  const accessmap::HeldTurn turn(turn_);
  leave_to_parent(turn.whole());
  const auto at = servers_.find(server);
  if (at == servers_.end() || at->second.idle.empty()) return nullptr;
  auto connection = std::move(at->second.idle.back());
  at->second.idle.pop_back();
  return connection;
}

void ServerConnections::put_back(const std::string& server,
                                 std::unique_ptr<ServerConnection> connection) {
  const accessmap::HeldTurn turn(turn_);
  leave_to_parent(turn.whole());
  servers_[server].idle.push_back(std::move(connection));
}

std::vector<const OpenedMap*> ServerConnections::fail(const std::string& server,
                                                      const OpenedMap& map) {
  Server failed;
  {
    const accessmap::HeldTurn turn(turn_);
    leave_to_parent(turn.whole());
    failed = std::exchange(servers_[server], {});
  }
  map.open_again();
  for (const OpenedMap* user : failed.maps) user->open_again();
  std::erase(failed.maps, &map);
  std::reverse(failed.maps.begin(), failed.maps.end());
  return failed.maps;
}

}  // namespace rules
