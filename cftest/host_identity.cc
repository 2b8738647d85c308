// See host_identity.h.

#include "host_identity.h"

#include <net/if.h>
#include <pwd.h>

#include <algorithm>
#include <cctype>

namespace cftest {

HostIdentity identity_of_system() {
  const std::vector<rules::HostsLine> hosts = rules::read_hosts_file("/etc/hosts");
  HostIdentity identity;
  identity.node_name = rules::kernel_host_name();
  identity.host_name = rules::qualified_name(identity.node_name, hosts);
  identity.user_name = rules::process_user_name();
  identity.names = rules::names_of_host(identity.node_name, hosts);
  for (rules::Interface& found : rules::interfaces(hosts)) {
    if (!found.ipv6) identity.interfaces.push_back(std::move(found));
  }
  return identity;
}

// Of the fields of the comment, the first; & stands for the user's name.
std::string full_name_of(const std::string& user) {
  const passwd* const entry = getpwnam(user.c_str());
  if (entry == nullptr) return "";
  std::string name;
  for (const char* c = entry->pw_gecos; *c != '\0' && *c != ',' && *c != ';'; ++c) {
    if (*c != '&') {
      name += *c;
      continue;
    }
    const size_t begin = name.size();
    name += user;
    if (begin < name.size()) {
      name[begin] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[begin])));
    }
  }
  return name;
}

std::string home_folder_of(const std::string& user) {
  const passwd* const entry = getpwnam(user.c_str());
  return entry == nullptr ? "" : entry->pw_dir;
}

rules::Interface interface_of(std::string_view text) {
  const size_t equals = std::min(text.find('='), text.size());
  const std::string_view address = text.substr(0, equals);
  rules::Interface given;
  given.ipv6 = address.find(':') != std::string_view::npos;
  given.loopback = given.ipv6 ? address == "::1" : address.starts_with("127.");
  given.flags = given.loopback ? IFF_UP | IFF_LOOPBACK | IFF_RUNNING
                               : IFF_UP | IFF_BROADCAST | IFF_RUNNING | IFF_MULTICAST;
  given.address = (given.ipv6 ? "[IPv6:" : "[") + std::string(address) + "]";
  given.names = split_list(text.substr(std::min(equals + 1, text.size())));
  return given;
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
