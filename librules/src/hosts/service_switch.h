// The service switch file: which services answer for `hosts`, `aliases`, `passwd`.
//
// Tested by tests/unit/hosts_files_test.cc, tests/cases/bt/map_switch.
#ifndef LIBRULES_HOSTS_SERVICE_SWITCH_H
#define LIBRULES_HOSTS_SERVICE_SWITCH_H

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cf/file_safety.h"
#include "hosts/name_trace.h"

namespace rules {

// The words after `service` in the first line that begins with it, in any case; without such a
// line or a file, what the reference does then. nullopt: nobody knows the service.
std::optional<std::vector<std::string>> services_for(const std::string& file,
                                                     std::string_view service);

// Those for hosts, which are never unknown.
std::vector<std::string> host_services(const std::string& file);

// The reference looks at the file again when it is asked for a service, ten seconds later or more.
struct SwitchWatch {
  std::string_view name;                                       // as written
  const SafetyOptions* safety = nullptr;                       // NULL: nobody tells of it
  std::chrono::steady_clock::time_point* looked_at = nullptr;  // of this session

  // To be called for each service; traces what there is to see (-d44).
  void look(NameTrace& trace) const;
};

// Is DNS one of them?
bool asks_dns(const std::string& file);

}  // namespace rules

#endif
