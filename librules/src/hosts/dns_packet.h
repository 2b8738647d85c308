// Reads the answer of a DNS server (RFC 1035, 4). It may say anything: nothing in it is trusted.
//
// Tested by tests/unit/dns_packet_test.cc, tests/fuzz/fuzz_dns.cc.
#ifndef LIBRULES_HOSTS_DNS_PACKET_H
#define LIBRULES_HOSTS_DNS_PACKET_H

#include <string_view>

#include "hosts/name_server.h"

namespace rules {

// The records of the answer section, up to the first that is broken. Names are written as the C
// library writes them: `\.` is a dot in a label, `\200` a byte. A packet that is none is try_again.
DnsReply read_dns_packet(std::string_view packet);

}  // namespace rules

#endif
