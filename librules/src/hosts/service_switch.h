// The service switch file: which services answer for `hosts`, `aliases`, `passwd`.
//
// Tested by tests/unit/hosts_files_test.cc, tests/cases/bt/map_switch.
#ifndef LIBRULES_HOSTS_SERVICE_SWITCH_H
#define LIBRULES_HOSTS_SERVICE_SWITCH_H

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rules {

// The words after `service` in the first line that begins with it, in any case; without such a
// line or a file, what the reference does then. nullopt: nobody knows the service.
std::optional<std::vector<std::string>> services_for(const std::string& file,
                                                     std::string_view service);

// Those for hosts, which are never unknown.
std::vector<std::string> host_services(const std::string& file);

// Is DNS one of them?
bool asks_dns(const std::string& file);

}  // namespace rules

#endif
