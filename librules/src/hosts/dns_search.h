// DNS questions about names as they are typed: with or without a domain, with or without a final
// dot.
//
// Tested by tests/unit/hosts_canonical_test.cc.
#ifndef LIBRULES_HOSTS_DNS_SEARCH_H
#define LIBRULES_HOSTS_DNS_SEARCH_H

#include "hosts/canonical_name.h"
#include "hosts/name_server.h"

namespace rules {

// The name as it is.
DnsReply ask_dns(DnsQuestion question, const HostSources& sources);

// The name in each domain that is searched, and as it is: first so, if it has the dots for it. What
// the C library says when there is no answer: what was said of the name as it is; that a name has
// no such record; that one could not be told; that there is no name.
DnsReply search_dns(const DnsQuestion& question, const HostSources& sources);

}  // namespace rules

#endif
