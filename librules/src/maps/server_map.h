// A map that asks a server, over connections that it shares with other maps.
//
// Tested by tests/unit/maps_socket_test.cc, tests/servers/.
#ifndef LIBRULES_MAPS_SERVER_MAP_H
#define LIBRULES_MAPS_SERVER_MAP_H

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "maps/opened_map.h"
#include "maps/server_connections.h"

namespace rules {

class ServerMap : public OpenedMap {
 public:
  using Clock = std::chrono::steady_clock;

  void share(const std::shared_ptr<ServerConnections>& connections) final {
    connections_ = connections;
  }

 protected:
  // How the class calls itself in traces.
  struct Words {
    std::string_view close;  // the function
    std::string_view kind;   // of connection
  };
  ServerMap(const MapDefinition& definition, Words words) : OpenedMap(definition), words_(words) {}

  // What names the server; see ServerConnections.
  virtual const std::string& server() const = 0;

  ServerConnections& connections() const { return *connections_; }
  // A server that was not there may be there later.
  bool worth_another_try() const override { return Clock::now() >= next_try_; }
  // Opening failed: this map and the others forget the server for a while.
  void rest() const;
  // The connection was no good: nor are those that share it.
  LookupAnswer give_up(LookupServices& services) const;

  std::vector<std::string> class_closing_lines() const override { return close_others(); }

 private:
  // Their traces.
  std::vector<std::string> close_others() const;

  const Words words_;
  std::shared_ptr<ServerConnections> connections_ = std::make_shared<ServerConnections>();
  mutable Clock::time_point next_try_;  // written and read by one thread at a time
};

}  // namespace rules

#endif
