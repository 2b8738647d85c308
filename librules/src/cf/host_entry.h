// What the system tells of a host, and the reference's words for asking it (-d61).
//
// Tested by tests/cases/bt/trace_own_names, names_address.
#ifndef LIBRULES_CF_HOST_ENTRY_H
#define LIBRULES_CF_HOST_ENTRY_H

#include <string>
#include <string_view>
#include <vector>

namespace rules {

inline constexpr int kAddressTrace = 61;
inline constexpr int kAddressAsked = 10;
inline constexpr int kAddressTold = 11;  // its further names and addresses

struct HostEntry {
  std::string name;
  std::vector<std::string> aliases;
  std::vector<std::string> addresses;  // 192.0.2.1, IPv6:2001:db8:0:0:0:0:0:1
};

// `sm_gethostbyname(HOST, FAMILY)... `, which the answer follows.
std::string address_question(std::string_view host, bool v6);
// The answer's lines.
std::vector<std::string> address_answer(const HostEntry& entry, bool detailed);
std::string no_address_answer(int host_error);

}  // namespace rules

#endif
