// The map class arpa: an IPv4 address, or `IPv6:` and an IPv6 address, as the DNS spells it
// backwards.
//
// Tested by tests/unit/maps_simple_test.cc.

#include <arpa/inet.h>

#include <array>
#include <cstdio>

#include "maps/answers.h"
#include "maps/map_class.h"
#include "maps/opened_map.h"
#include "text/fold.h"

namespace rules {

namespace {

constexpr std::string_view kIpv6Prefix = "IPv6:";

template <size_t kBytes>
bool parse_address(int family, std::string_view text, std::array<unsigned char, kBytes>& out) {
  std::array<char, INET6_ADDRSTRLEN> buffer;
  if (text.size() >= buffer.size()) return false;
  buffer[text.copy(buffer.data(), text.size())] = '\0';
  return ::inet_pton(family, buffer.data(), out.data()) == 1;
}

bool append_reversed_ipv4(std::string_view text, std::string& out) {
  std::array<unsigned char, 4> bytes;
  if (!parse_address(AF_INET, text, bytes)) return false;
  std::array<char, 16> reversed;
  std::snprintf(reversed.data(), reversed.size(), "%d.%d.%d.%d", bytes[3], bytes[2], bytes[1],
                bytes[0]);
  out += reversed.data();
  return true;
}

bool append_reversed_ipv6(std::string_view text, std::string& out) {
  std::array<unsigned char, 16> bytes;
  if (!parse_address(AF_INET6, text, bytes)) return false;
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (size_t i = bytes.size(); i-- > 0;) {
    out += kDigits[bytes[i] & 15];
    out += '.';
    out += kDigits[bytes[i] >> 4];
    if (i > 0) out += '.';
  }
  return true;
}

bool append_reversed(std::string_view key, std::string& out) {
  if (equal_folded(key.substr(0, kIpv6Prefix.size()), kIpv6Prefix)) {
    return append_reversed_ipv6(key.substr(kIpv6Prefix.size()), out);
  }
  return append_reversed_ipv4(key, out);
}

void trace(std::string_view text, std::string_view value, LookupServices& services) {
  if (!services.tracing(38, 20)) return;
  std::string line("arpa_map_lookup: ");
  services.trace(line.append(text).append(value).append("'"));
}

class ArpaMap final : public OpenedMap {
 public:
  using OpenedMap::OpenedMap;

 protected:
  LookupAnswer answer(const LookupRequest& request, LookupServices& services) const override {
    trace("key '", request.key, services);
    services.scratch.clear();
    const bool good = append_reversed(request.key, services.scratch);
    trace(good ? "r=1, result='" : "r=0, result='", services.scratch, services);
    if (!good) return nothing_found(kExitDataError);
    return rewritten_value(definition(), request, services.scratch, services);
  }
};

}  // namespace

extern const MapClass kArpaClass;
const MapClass kArpaClass = {"arpa", kKeepsQuotes, parse_single_flag, make_map<ArpaMap>};

}  // namespace rules
