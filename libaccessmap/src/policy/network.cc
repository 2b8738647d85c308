// Addresses and networks. See network.h.

#include "network.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "accessmap/policy.h"
#include "value_grammars.h"

namespace accessmap {
namespace policy {
namespace {

constexpr std::string_view kIpv6Mark = "IPv6:";

std::optional<unsigned> read_bits(std::string_view text, unsigned most) {
  if (!is_number(text) || text.size() > 3) return std::nullopt;
  const auto bits = static_cast<unsigned>(std::stoul(std::string(text)));
  if (bits > most) return std::nullopt;
  return bits;
}

// 255.255.240.0 is 20.
std::optional<unsigned> read_mask(const std::string& text) {
  in_addr mask{};
  if (inet_pton(AF_INET, text.c_str(), &mask) != 1) return std::nullopt;
  const std::uint32_t ones = ntohl(mask.s_addr);
  unsigned bits = 0;
  while (bits < 32 && (ones >> (31 - bits) & 1) != 0) ++bits;
  const bool whole = bits == 32 || ones << bits == 0;
  return whole ? std::optional(bits) : std::nullopt;
}

bool read_address(bool v6, std::string address, Network& network) {
  if (v6) return inet_pton(AF_INET6, address.c_str(), network.bytes.data()) == 1;
  for (auto dots = std::count(address.begin(), address.end(), '.'); dots < 3; ++dots) {
    address += ".0";  // 10/8
  }
  return inet_pton(AF_INET, address.c_str(), network.bytes.data()) == 1;
}

std::string group(const Network& network, unsigned at, unsigned add) {
  char text[16];
  if (!network.v6) {
    std::snprintf(text, sizeof text, "%u", network.bytes[at] + add);
  } else {
    const unsigned value = network.bytes[2 * at] * 256U + network.bytes[2 * at + 1] + add;
    std::snprintf(text, sizeof text, "%x", value);
  }
  return text;
}

void clear_behind(Network& network) {
  for (unsigned bit = network.bits; bit < (network.v6 ? 128U : 32U); ++bit) {
    network.bytes[bit / 8] &= static_cast<std::uint8_t>(~(0x80U >> bit % 8));
  }
}

}  // namespace

std::optional<Network> read_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == text.npos || text.size() > 96) return std::nullopt;
  std::string_view address = text.substr(0, slash);
  const std::string_view width = text.substr(slash + 1);
  if (starts_with_word(address, kIpv6Mark)) address.remove_prefix(kIpv6Mark.size());
  Network network;
  network.v6 = address.find(':') != address.npos;
  auto bits = read_bits(width, network.v6 ? 128 : 32);
  if (!bits && !network.v6) bits = read_mask(std::string(width));
  if (!bits || !read_address(network.v6, std::string(address), network)) return std::nullopt;
  network.bits = *bits;
  clear_behind(network);
  return network;
}

std::optional<std::string> ipv6_key(std::string_view address, bool compressed) {
  Network network;
  network.v6 = true;
  if (address.size() > 64 || !read_address(true, std::string(address), network)) {
    return std::nullopt;
  }
  std::string key(kIpv6Mark);
  if (compressed) {
    char text[INET6_ADDRSTRLEN];
    if (inet_ntop(AF_INET6, network.bytes.data(), text, sizeof text) == nullptr) return {};
    return key + text;
  }
  for (unsigned at = 0; at < 8; ++at) key += (at == 0 ? "" : ":") + group(network, at, 0);
  return key;
}

bool is_ipv4(std::string_view text) {
  in_addr address{};
  return text.size() < 16 && inet_pton(AF_INET, std::string(text).c_str(), &address) == 1;
}

bool looks_like_ipv4(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789.") != text.npos) return false;
  return text.find_first_of("0123456789") != text.npos;
}

}  // namespace policy

std::vector<std::string> keys_of_network(std::string_view text) {
  const auto network = policy::read_network(text);
  if (!network || network->bits == 0) return {};
  const unsigned width = network->v6 ? 16 : 8;
  const unsigned groups = (network->bits + width - 1) / width;
  const unsigned count = 1U << (groups * width - network->bits);
  std::string front = network->v6 ? "IPv6:" : "";
  for (unsigned at = 0; at + 1 < groups; ++at) {
    front += policy::group(*network, at, 0) + (network->v6 ? ":" : ".");
  }
  std::vector<std::string> keys;
  for (unsigned add = 0; add < count; ++add) {
    keys.push_back(front + policy::group(*network, groups - 1, add));
  }
  return keys;
}

}  // namespace accessmap
