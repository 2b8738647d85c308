// The connections to servers that the maps of one configuration share.
//
// A look-up takes an idle connection, or makes one of its own, and puts it back when the answer is
// whole: threads do not wait for one another. Safe for concurrent use, and for fork(2): a child
// makes connections of its own.
//
// Tested by tests/unit/maps_socket_test.cc, tests/servers/.
#ifndef LIBRULES_MAPS_SERVER_CONNECTIONS_H
#define LIBRULES_MAPS_SERVER_CONNECTIONS_H

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "accessmap/turn.h"
#include "maps/opened_map.h"

namespace rules {

// What waits for its next question; closed where it is destroyed.
struct ServerConnection {
  ServerConnection() = default;
  virtual ~ServerConnection() = default;
  ServerConnection(const ServerConnection&) = delete;
  ServerConnection& operator=(const ServerConnection&) = delete;
};

// A server is named by all that makes its connections what they are (address, user ...).
class ServerConnections {
 public:
  // The map uses the server from now on. True: others do so already.
  bool join(const std::string& server, const OpenedMap& map);
  // NULL: none is idle.
  std::unique_ptr<ServerConnection> take(const std::string& server);
  void put_back(const std::string& server, std::unique_ptr<ServerConnection> connection);
  // The server failed one of its maps: no idle connection is used any more, and the maps that use
  // the server have to be opened again. Returns them without `map`, the last that joined first.
  std::vector<const OpenedMap*> fail(const std::string& server, const OpenedMap& map);

 private:
  struct Server {
    std::vector<std::unique_ptr<ServerConnection>> idle;
    std::vector<const OpenedMap*> maps;
  };
  using Servers = std::map<std::string, Server, std::less<>>;

  void leave_to_parent(bool whole);

  accessmap::Turn turn_;
  int process_ = 0;  // whose connections are in there
  Servers servers_;
};

}  // namespace rules

#endif
