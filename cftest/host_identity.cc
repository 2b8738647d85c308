// See host_identity.h.

#include "host_identity.h"

#include <algorithm>

namespace cftest {

HostIdentity identity_of_system() {
  const std::vector<rules::HostsLine> hosts = rules::read_hosts_file("/etc/hosts");
  HostIdentity identity;
  identity.host_name = rules::qualified_name(rules::kernel_host_name(), hosts);
  identity.user_name = rules::process_user_name();
  identity.names = rules::names_of_host(identity.host_name, hosts);
  for (rules::Interface& found : rules::interfaces(hosts)) {
    if (!found.ipv6) identity.interfaces.push_back(std::move(found));
  }
  return identity;
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const size_t comma = std::min(text.find(','), text.size());
    if (comma > 0) parts.emplace_back(text.substr(0, comma));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return parts;
}

}  // namespace cftest
