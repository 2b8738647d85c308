// DNS as this system has it: /etc/resolv.conf and the servers that it names, asked by libresolv.
#ifndef LIBRULES_HOSTS_SYSTEM_NAME_SERVER_H
#define LIBRULES_HOSTS_SYSTEM_NAME_SERVER_H

#include "hosts/name_server.h"

namespace rules {

// Reads no file and asks no server before the first question; each thread may ask.
class SystemNameServer final : public NameServer {
 public:
  DnsReply ask(const DnsQuestion& question, const DnsPatience& patience) const override;
  std::vector<std::string> search_domains() const override;
  unsigned dots_needed() const override;
};

}  // namespace rules

#endif
