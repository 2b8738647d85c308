// An address of a host, as the C library finds it.
//
// Tested by tests/cases/bt/names_canon, tests/servers/.
#ifndef LIBRULES_HOSTS_HOST_ADDRESS_H
#define LIBRULES_HOSTS_HOST_ADDRESS_H

#include <string>
#include <string_view>

#include "hosts/canonical_name.h"

namespace rules {

// Of that kind, in figures; empty: none is known, or none can be told now.
std::string address_of_host(std::string_view host, bool v6, const HostSources& sources);

// Looks for an IPv4 address in the system's hosts file, then asks DNS; traces the steps (61.10).
void trace_address_of(std::string_view host, const HostSources& sources, NameTrace& trace);

}  // namespace rules

#endif
