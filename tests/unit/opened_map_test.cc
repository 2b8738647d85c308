// Maps that are opened at their first look-up, and fork(2). See opened_map.h, server_connections.h.

#include "maps/opened_map.h"

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "accessmap/turn.h"
#include "maps/server_connections.h"

namespace rules {
namespace {

// Whether the child, in which `work` is done, ends well and soon.
template <typename Work>
bool child_does(Work work) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::alarm(20);
    ::_exit(work() ? 0 : 1);
  }
  int status = 1;
  ::waitpid(child, &status, 0);
  return status == 0;
}

MapDefinition usable_definition() {
  MapDefinition definition;
  definition.usable = true;
  return definition;
}

struct CountedConnection final : ServerConnection {
  explicit CountedConnection(int& closed) : closed_(closed) {}
  ~CountedConnection() override { ++closed_; }
  int& closed_;
};

class NoMap final : public OpenedMap {
 public:
  using OpenedMap::OpenedMap;

 protected:
  LookupAnswer answer(const LookupRequest&, LookupServices&) const override { return {}; }
};

}  // namespace

// Thread sanitizer cannot follow threads into a child.
#if !defined(__SANITIZE_THREAD__)
TEST_CASE("turn: a child takes over what a thread of its parent has") {
  accessmap::Turn turn;
  std::atomic<bool> taken{false}, stop{false};
  std::thread holder([&] {
    const accessmap::HeldTurn held(turn);
    taken = true;
    while (!stop) ::usleep(1000);
  });
  while (!taken) ::usleep(1000);
  const bool over = child_does([&] {
    {
      const accessmap::HeldTurn held(turn);
      if (held.whole()) return false;
    }
    return accessmap::HeldTurn(turn).whole();
  });
  stop = true;
  holder.join();
  CHECK(over);
  CHECK(accessmap::HeldTurn(turn).whole());
}
#endif

TEST_CASE("server connections: a child leaves those of its parent alone") {
  const MapDefinition definition = usable_definition();
  const NoMap map(definition);
  int closed = 0;
  ServerConnections connections;
  CHECK_FALSE(connections.join("server", map));
  connections.put_back("server", std::make_unique<CountedConnection>(closed));
  CHECK(child_does([&] {
    if (connections.take("server") != nullptr || closed != 0) return false;
    if (!connections.join("server", map)) return false;
    connections.put_back("server", std::make_unique<CountedConnection>(closed));
    if (connections.take("server") == nullptr) return false;
    return closed == 1;  // its own
  }));
  CHECK(connections.take("server") != nullptr);
}

}  // namespace rules
