// What this machine tells about itself: the defaults of loading. Asks no name server.
//
// Tested by tests/unit/hosts_files_test.cc, tests/cases/command_line_test.
#ifndef LIBRULES_HOSTS_LOCAL_HOST_H
#define LIBRULES_HOSTS_LOCAL_HOST_H

#include <string>
#include <string_view>
#include <vector>

#include "hosts/hosts_file.h"

namespace rules {

// The kernel's name of the host, with a domain only if it was set so.
std::string kernel_host_name();

// The login name of the process' real user; the number if it has no name.
std::string process_user_name();

// A name with a domain for `name`: itself, or another one on a line of the hosts file that has it;
// itself if there is none.
std::string qualified_name(const std::string& name, const std::vector<HostsLine>& hosts);

// What the hosts file says of the host: its names, its own first, and its [addresses], of version 6
// if it has such. As the reference asks, and as it writes them.
std::vector<std::string> names_of_host(const std::string& name,
                                       const std::vector<HostsLine>& hosts);

// A network interface that is up.
struct Interface {
  std::string address;             // as $=w has it: [192.0.2.1], [IPv6:2001:db8::1]
  std::vector<std::string> names;  // of the address
  bool loopback = false;
  bool ipv6 = false;
  unsigned flags = 0;  // the system's, IFF_UP and the like
};

// All of them, but for addresses that are valid on one link only; names from the first line of the
// hosts file that has the address.
std::vector<Interface> interfaces(const std::vector<HostsLine>& hosts);

}  // namespace rules

#endif
