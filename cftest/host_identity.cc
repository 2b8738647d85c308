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
    if (std::find(line.names.begin(), line.names.end(), name) == line.names.end()) continue;
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

void add_names(const std::string& address, const std::vector<HostsLine>& hosts,
               std::vector<std::string>& names) {
  names.push_back("[" + address + "]");
  for (const HostsLine& line : hosts) {
    if (line.address != address) continue;
    for (const std::string& name : line.names) {
      names.push_back(name);
      names.push_back("[" + name + "]");
    }
  }
}

}  // namespace

HostIdentity identity_of_system() {
  const std::vector<HostsLine> hosts = read_hosts();
  HostIdentity identity;
  identity.host_name = qualified(kernel_name(), hosts);
  for (const HostsLine& line : hosts) {
    if (std::find(line.names.begin(), line.names.end(), identity.host_name) != line.names.end()) {
      identity.interface_names.push_back("[" + line.address + "]");
    }
  }
  for (const std::string& address : interface_addresses()) {
    add_names(address, hosts, identity.interface_names);
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
