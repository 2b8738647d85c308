// Addresses and networks, as people write them and as rulesets ask for them.
//
// Rulesets cut an address at its dots (IPv4) or colons (IPv6), so a network is
// as many keys as it has nets of whole octets, or of whole groups of 16 bits.
//
// Tested by policy_test.cc.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace accessmap::policy {

struct Network {
  bool v6 = false;
  std::array<std::uint8_t, 16> bytes{};  // the first four of IPv4
  unsigned bits = 0;                     // that count
};

// 10.0.0.0/8, 10/8, 192.0.2.0/255.255.255.0, 2001:db8::/32, IPv6:2001:db8::/32.
[[nodiscard]] std::optional<Network> read_network(std::string_view text);

// An IPv6 address in any of its forms, without a mark in front, as the keys
// have it: IPv6:2001:db8:0:0:0:0:0:1; or, `compressed`, IPv6:2001:db8::1.
[[nodiscard]] std::optional<std::string> ipv6_key(std::string_view address, bool compressed);

[[nodiscard]] bool is_ipv4(std::string_view text);

// Digits and dots only, and at least one of each or a number up to 255: an
// IPv4 address, a net, or what was meant as one.
[[nodiscard]] bool looks_like_ipv4(std::string_view text);

}  // namespace accessmap::policy
