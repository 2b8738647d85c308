// What this machine tells about itself: the defaults of loading. Asks no name server.
#ifndef LIBRULES_CAPI_LOCAL_HOST_H
#define LIBRULES_CAPI_LOCAL_HOST_H

#include <string>
#include <vector>

namespace rules::capi {

// The kernel's name of the host, with a domain only if it was set so.
std::string kernel_host_name();

// The login name of the process' real user; the number if it has no name.
std::string process_user_name();

// The addresses of the network interfaces that are up, as $=w has them: [192.0.2.1],
// [IPv6:2001:db8::1]. Addresses that are valid on one link only are left out.
std::vector<std::string> interface_addresses();

}  // namespace rules::capi

#endif
