// The canonical name of a host, found as the reference finds it: the services of the service switch
// are asked one after the other.
//
// Tested by tests/unit/hosts_canonical_test.cc, tests/cases/bt/names_*, host_map_files.
#ifndef LIBRULES_HOSTS_CANONICAL_NAME_H
#define LIBRULES_HOSTS_CANONICAL_NAME_H

#include <ctime>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "hosts/name_server.h"
#include "hosts/name_trace.h"
#include "hosts/service_switch.h"

namespace rules {

inline constexpr int kNoError = -1;  // of a complaint that leaves the exit status alone

// Where names are looked for.
struct HostSources {
  std::string switch_file;
  SwitchWatch switch_watch;
  std::string hosts_file;
  std::string system_hosts_file;       // the C library's, for addresses
  const NameServer* server = nullptr;  // NULL: DNS has no answer now
  std::string domain;                  // $m
  DnsPatience patience;                // Timeout.resolver.*
  bool expand_cnames = true;           // DontExpandCnames
  // Names are looked for in all domains of the resolver; those without a dot in its own; MX records
  // may be those of a wildcard.
  bool search_domains = true;
  bool default_domain = true;
  bool wildcard_mx = false;
  std::string fallback_mx;  // for each host, behind its own exchangers; empty: none
};

struct CanonicalName {
  bool found = false;
  bool from_dns = false;
  std::string name;                      // without a final dot
  int status = 68;                       // the reference's: 0, 68, 69, 75
  DnsStatus error = DnsStatus::no_name;  // not found: why
};

// What was found out about names: kept for an hour, as the reference keeps it.
class KnownNames {
 public:
  // NULL: nothing is known. Names are compared with case.
  const CanonicalName* find(std::string_view name) const;
  const CanonicalName& add(std::string_view name, CanonicalName found);

  // Why the last search failed: the reference's h_errno, which outlives the search.
  DnsStatus last_error = DnsStatus::no_name;

 private:
  struct Entry {
    CanonicalName found;
    time_t expires = 0;
  };
  std::map<std::string, Entry, std::less<>> entries_;
};

// mail: a name that has only MX records is one too.
CanonicalName canonical_name(std::string_view name, bool mail, const HostSources& sources,
                             NameTrace& trace);

// Is it the text of an address, as in [192.0.2.1] or [IPv6:2001:db8::1]?
bool is_address(std::string_view text);

// The name of the host with that address (`192.0.2.1`, `IPv6:2001:db8::1`): from the system's hosts
// file, then from DNS. found: false and DnsStatus::answered if the text is no address.
CanonicalName name_of_address(std::string_view address, const HostSources& sources);

}  // namespace rules

#endif
