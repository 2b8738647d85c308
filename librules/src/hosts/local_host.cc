// See local_host.h.

#include "hosts/local_host.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>

namespace rules {

namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Without brackets; empty: an address of another family, or of one link.
std::string address_text(const sockaddr* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address->sa_family == AF_INET) {
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(address);
    return inet_ntop(AF_INET, &v4->sin_addr, text.data(), text.size());
  }
  if (address->sa_family != AF_INET6) return {};
  const auto* v6 = reinterpret_cast<const sockaddr_in6*>(address);
  if (IN6_IS_ADDR_LINKLOCAL(&v6->sin6_addr)) return {};
  return inet_ntop(AF_INET6, &v6->sin6_addr, text.data(), text.size());
}

}  // namespace

std::string kernel_host_name() {
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0 || name[0] == '\0') return "localhost";
  return name.data();
}

std::string process_user_name() {
  std::array<char, 16384> buffer;
  passwd entry{};
  passwd* found = nullptr;
  if (getpwuid_r(getuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr) {
    return found->pw_name;
  }
  return std::to_string(getuid());
}

std::string qualified_name(const std::string& name, const std::vector<HostsLine>& hosts) {
  if (name.find('.') != std::string::npos) return name;
  for (const HostsLine& line : hosts) {
    if (!contains(line.names, name)) continue;
    for (const std::string& other : line.names) {
      if (other.find('.') != std::string::npos) return other;
    }
  }
  return name;
}

std::vector<std::string> names_of_host(const std::string& name,
                                       const std::vector<HostsLine>& hosts) {
  auto entry = host_entry(hosts, name, true);
  if (!entry) entry = host_entry(hosts, name, false);
  std::vector<std::string> names;
  if (!entry) return names;
  names.push_back(entry->name);
  names.insert(names.end(), entry->aliases.begin(), entry->aliases.end());
  for (const std::string& address : entry->addresses) names.push_back("[" + address + "]");
  return names;
}

std::vector<Interface> interfaces(const std::vector<HostsLine>& hosts) {
  std::vector<Interface> all;
  ifaddrs* list = nullptr;
  if (getifaddrs(&list) != 0) return all;
  const std::unique_ptr<ifaddrs, void (*)(ifaddrs*)> owner(list, freeifaddrs);
  for (const ifaddrs* at = list; at != nullptr; at = at->ifa_next) {
    if (at->ifa_addr == nullptr || (at->ifa_flags & IFF_UP) == 0) continue;
    const std::string text = address_text(at->ifa_addr);
    if (text.empty()) continue;
    Interface found;
    found.ipv6 = at->ifa_addr->sa_family == AF_INET6;
    found.flags = at->ifa_flags & 0xffffu;
    found.loopback = (at->ifa_flags & IFF_LOOPBACK) != 0;
    found.address = (found.ipv6 ? "[IPv6:" : "[") + text + "]";
    const auto line = std::find_if(hosts.begin(), hosts.end(),
                                   [&](const HostsLine& known) { return known.address == text; });
    if (line != hosts.end()) found.names = line->names;
    all.push_back(std::move(found));
  }
  return all;
}

}  // namespace rules
