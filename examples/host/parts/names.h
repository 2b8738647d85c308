// Who an address is, where mail for a domain goes, and at which addresses a host is.
//
// A file answers first, DNS only if it may. Lines of the file:
//
//   peer 127.0.0.5 client.example.com           the name of who connects from there
//   mx example.com mx1.example.com mx2.test     where mail for a domain goes, best first
//   at mx1.example.com 127.0.0.1:2526           where a host is
//
// Tested by tests/host/ (claims C3, C10, L1).
#ifndef EXAMPLES_HOST_NAMES_H
#define EXAMPLES_HOST_NAMES_H

#include <sys/socket.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "settings.h"

namespace host {

struct Address {
  sockaddr_storage storage = {};
  socklen_t length = 0;

  bool is_loopback() const;
  // "192.0.2.1", or "IPv6:2001:db8:0:0:0:0:0:1" as {client_addr} has it.
  std::string text() const;
  std::string port() const;
  const sockaddr* raw() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

// "127.0.0.1:25", "[::1]:25".
std::optional<Address> read_address(const std::string& text);

// The client of a connection as the rulesets see it.
struct Peer {
  std::string name;     // "mx.example.com", or "[192.0.2.1]"
  std::string resolve;  // {client_resolve}: OK, FAIL, FORGED, TEMP
};

// What a look-up found, best first; or the reply for mail that goes there: 5xx there is nothing,
// 4xx it cannot be told now.
template <typename Thing>
struct Answer {
  std::vector<Thing> found;
  std::string problem;
};

class Names {
 public:
  // nullptr-like: nothing, and `complaint` says why.
  static std::optional<Names> read(const Settings& settings, std::string& complaint);

  Peer peer(const Address& address) const;
  // The hosts that take mail for a domain. An address literal is its own.
  Answer<std::string> mail_hosts(const std::string& domain) const;
  Answer<Address> addresses(const std::string& host) const;
  // What the file says, as a zone file: for look-ups of the rules where there is no DNS.
  const std::string& zone() const { return zone_; }

 private:
  bool take(const std::vector<std::string>& words);  // a line of the file

  std::map<std::string, std::string> peers_;
  std::map<std::string, std::vector<std::string>> mx_;
  std::map<std::string, std::vector<Address>> at_;
  std::string zone_ = "localhost A 127.0.0.1\n";
  bool dns_ = true;
  long port_ = 25;
};

}  // namespace host

#endif
