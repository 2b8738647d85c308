// See system_name_server.h.

#include "hosts/system_name_server.h"

#include <arpa/nameser.h>
#include <netinet/in.h>
#include <resolv.h>

#include <algorithm>
#include <array>

#include "hosts/dns_packet.h"

namespace rules {

namespace {

constexpr size_t kLongestPacket = 65535;

// A resolver state of this call's own: resolv.conf is read again, as it may have changed.
class Resolver {
 public:
  Resolver() : usable_(res_ninit(&state_) == 0) {}
  ~Resolver() {
    if (usable_) res_nclose(&state_);
  }
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  explicit operator bool() const { return usable_; }
  struct __res_state& operator*() {
    return state_;
  }

 private:
  struct __res_state state_ {};
  bool usable_;
};

}  // namespace

DnsReply SystemNameServer::ask(const DnsQuestion& question, const DnsPatience& patience) const {
  Resolver resolver;
  if (!resolver) return {};
  if (patience.seconds > 0) (*resolver).retrans = patience.seconds;
  if (patience.tries > 0) (*resolver).retry = patience.tries;
  std::array<unsigned char, NS_PACKETSZ> query;
  const std::string name(question.name);
  const int size =
      res_nmkquery(&*resolver, QUERY, name.c_str(), ns_c_in, static_cast<int>(question.type),
                   nullptr, 0, nullptr, query.data(), static_cast<int>(query.size()));
  if (size < 0) return {DnsStatus::refused, {}};  // not a name that could be asked for
  std::string answer(kLongestPacket, '\0');
  const int received =
      res_nsend(&*resolver, query.data(), size, reinterpret_cast<unsigned char*>(answer.data()),
                static_cast<int>(answer.size()));
  if (received < 0) return {};
  answer.resize(std::min(static_cast<size_t>(received), answer.size()));
  return read_dns_packet(answer);
}

std::vector<std::string> SystemNameServer::search_domains() const {
  std::vector<std::string> domains;
  Resolver resolver;
  if (!resolver) return domains;
  for (const char* domain : (*resolver).dnsrch) {
    if (domain == nullptr) break;
    if (*domain != '\0') domains.emplace_back(domain);
  }
  return domains;
}

unsigned SystemNameServer::dots_needed() const {
  Resolver resolver;
  return resolver ? (*resolver).ndots : 1;
}

}  // namespace rules
