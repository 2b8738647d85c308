// See host_identity.h.

#include "host_identity.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

namespace cftest {

namespace {

struct HostsLine {
  std::string address;
  std::vector<std::string> names;
};

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<HostsLine> read_hosts() {
  std::vector<HostsLine> lines;
  std::ifstream file("/etc/hosts");
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line.substr(0, line.find('#')));
    HostsLine entry;
    if (!(words >> entry.address)) continue;
    for (std::string name; words >> name;) entry.names.push_back(name);
    lines.push_back(std::move(entry));
  }
  return lines;
}

std::string kernel_name() {
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) return "localhost";
  return name.data();
}

// A name with a domain from the line that has ours.
std::string qualified(const std::string& name, const std::vector<HostsLine>& hosts) {
  if (name.find('.') != std::string::npos) return name;
  for (const HostsLine& line : hosts) {
    if (!contains(line.names, name)) continue;
    for (const std::string& other : line.names) {
      if (other.find('.') != std::string::npos) return other;
    }
  }
  return name;
}

std::string address_text(const sockaddr* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address == nullptr || address->sa_family != AF_INET) return "";
  const auto* in = reinterpret_cast<const sockaddr_in*>(address);
  if (inet_ntop(AF_INET, &in->sin_addr, text.data(), text.size()) == nullptr) return "";
  return text.data();
}

std::vector<std::string> interface_addresses() {
  std::vector<std::string> addresses;
  ifaddrs* first = nullptr;
  if (getifaddrs(&first) != 0) return addresses;
  for (const ifaddrs* at = first; at != nullptr; at = at->ifa_next) {
    std::string text = address_text(at->ifa_addr);
    if (!text.empty()) addresses.push_back(std::move(text));
  }
  freeifaddrs(first);
  return addresses;
}

// The host's other names and its addresses, from the lines that have its name.
void add_host(const std::string& host, const std::vector<HostsLine>& hosts,
              std::vector<std::string>& names) {
  for (const HostsLine& line : hosts) {
    if (!contains(line.names, host)) continue;
    names.insert(names.end(), line.names.begin(), line.names.end());
    names.push_back("[" + line.address + "]");
  }
}

// An interface's address, and its names from the first line that has it.
void add_interface(const std::string& address, const std::vector<HostsLine>& hosts,
                   std::vector<std::string>& names) {
  if (contains(names, "[" + address + "]")) return;
  names.push_back("[" + address + "]");
  const auto line = std::find_if(hosts.begin(), hosts.end(),
                                 [&](const HostsLine& known) { return known.address == address; });
  if (line == hosts.end()) return;
  for (const std::string& name : line->names) {
    names.push_back(name);
    names.push_back("[" + name + "]");
  }
}

}  // namespace

HostIdentity identity_of_system() {
  const std::vector<HostsLine> hosts = read_hosts();
  HostIdentity identity;
  identity.host_name = qualified(kernel_name(), hosts);
  add_host(identity.host_name, hosts, identity.interface_names);
  for (const std::string& address : interface_addresses()) {
    add_interface(address, hosts, identity.interface_names);
  }
  const passwd* user = getpwuid(getuid());
  identity.user_name = user == nullptr ? std::to_string(getuid()) : user->pw_name;
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
