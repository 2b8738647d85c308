// An IPv4 address of a host, as the C library finds it: shown in a trace alone.
//
// Tested by tests/cases/bt/names_canon.
#ifndef LIBRULES_HOSTS_HOST_ADDRESS_H
#define LIBRULES_HOSTS_HOST_ADDRESS_H

#include <string_view>

#include "hosts/canonical_name.h"

namespace rules {

// Looks in the system's hosts file, then asks DNS; traces the steps (61.10).
void trace_address_of(std::string_view host, const HostSources& sources, NameTrace& trace);

}  // namespace rules

#endif
