// See host_entry.h.

#include "cf/host_entry.h"

#include <fmt/format.h>
#include <sys/socket.h>

namespace rules {

std::string address_question(std::string_view host, bool v6) {
  return fmt::format("sm_gethostbyname({}, {})... ", host, v6 ? AF_INET6 : AF_INET);
}

std::vector<std::string> address_answer(const HostEntry& entry, bool detailed) {
  std::vector<std::string> lines = {entry.name};
  if (!detailed) return lines;
  for (const std::string& alias : entry.aliases) lines.push_back("\talias: " + alias);
  for (const std::string& address : entry.addresses) lines.push_back("\taddr: " + address);
  return lines;
}

std::string no_address_answer(int host_error) {
  return fmt::format("failure: errno=0, h_errno={}", host_error);
}

}  // namespace rules
