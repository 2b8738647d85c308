// Where the maps of a configuration look for names of hosts.
#ifndef LIBRULES_MAPS_HOST_SOURCES_H
#define LIBRULES_MAPS_HOST_SOURCES_H

#include "hosts/canonical_name.h"
#include "maps/map.h"

namespace rules {

inline HostSources sources_of(const MapEnvironment& environment, LookupServices& services) {
  HostSources sources;
  sources.switch_file = environment.safety.place(environment.service_switch_file);
  sources.switch_watch = {environment.service_switch_file, &environment.safety,
                          &services.switch_looked_at};
  sources.hosts_file = environment.safety.place(environment.hosts_file);
  sources.system_hosts_file = environment.safety.place("/etc/hosts");
  sources.server = environment.name_server.get();
  sources.patience = {environment.resolver_seconds, environment.resolver_tries};
  sources.domain = services.macro_text("m");
  sources.expand_cnames = environment.expand_cnames;
  sources.search_domains = environment.search_domains;
  sources.default_domain = environment.default_domain;
  sources.wildcard_mx = environment.wildcard_mx;
  sources.fallback_mx = environment.fallback_mx;
  return sources;
}

}  // namespace rules

#endif
