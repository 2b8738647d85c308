// Where a server listens, as a cf says it: `unix:FILE`, `inet:PORT@HOST`, `inet6:PORT@HOST`.
//
// Tested by tests/servers/servers_test, tests/unit/maps_socket_test.cc.
#ifndef LIBRULES_MAPS_SOCKET_ADDRESS_H
#define LIBRULES_MAPS_SOCKET_ADDRESS_H

#include <sys/socket.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "maps/host_sources.h"

namespace rules {

struct SocketAddress {
  sockaddr_storage bytes{};
  socklen_t size = 0;  // 0: nobody can be reached there; see below
  std::string host;    // or the file's name
};

// What is wrong with an address, in the reference's words.
struct AddressProblem {
  std::string text;
  int error_number = 0;
};

// nullopt: see `problem`. A HOST in brackets has to be an address, and cannot be reached then: the
// reference takes no length from it.
std::optional<SocketAddress> read_socket_address(std::string_view text, const SafetyOptions& safety,
                                                 const HostSources& hosts, NameTrace& trace,
                                                 AddressProblem& problem);

// A connected socket that does not block, or -1: errno says why. Gives up at the deadline.
int connect_until(const SocketAddress& address, std::chrono::steady_clock::time_point deadline);

// Waits until the socket can be read from (POLLIN) or written to (POLLOUT); false: the deadline
// passed.
bool wait_for_socket(int fd, short events, std::chrono::steady_clock::time_point deadline);

}  // namespace rules

#endif
