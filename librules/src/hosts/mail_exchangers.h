// Where mail for a host goes: its MX records in order of preference, or the host itself.
//
// Tested by tests/unit/hosts_canonical_test.cc, tests/cases/bt/names_mx.
#ifndef LIBRULES_HOSTS_MAIL_EXCHANGERS_H
#define LIBRULES_HOSTS_MAIL_EXCHANGERS_H

#include <string>
#include <string_view>
#include <vector>

#include "hosts/canonical_name.h"

namespace rules {

struct MailExchangers {
  std::vector<std::string> hosts;  // with a final dot, but for [addresses]
  bool temp_fail = false;          // cannot be told now
  bool null_mx = false;            // the host takes no mail: RFC 7505
  int status = 0;                  // that the reference shows with it: 0, 68, 69, 75
};

// search: a name without a domain is looked for in the domains that are searched. Hosts of the same
// preference stay in the server's order, where the reference throws dice.
MailExchangers mail_exchangers(std::string_view host, bool search, const HostSources& sources,
                               NameTrace& trace);

}  // namespace rules

#endif
