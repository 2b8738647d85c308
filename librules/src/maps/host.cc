// The map class host: canonical names of hosts, and those of [addresses].
//
// Tested by tests/unit/maps_simple_test.cc, tests/cases/bt/host_map_files, names_*.

#include <fmt/format.h>

#include "hosts/canonical_name.h"
#include "hosts/service_switch.h"
#include "maps/answers.h"
#include "maps/flag_text.h"
#include "maps/host_sources.h"
#include "maps/map_class.h"
#include "maps/opened_map.h"

namespace rules {

namespace {

bool parse_host(const MapClass&, std::string_view definition, MapDefinition& map,
                MapProblems& problems) {
  FlagText flags(definition);
  while (const char letter = flags.next_flag()) {
    switch (letter) {
      case 'a':
        map.append = flags.word();
        break;
      case 'T':
        map.tempfail_suffix = flags.word();
        map.has_tempfail_suffix = true;
        break;
      case 'm':
        map.match_only = true;
        break;
      case 't':
        map.no_tempfail = true;
        break;
      case 'S':
        map.space_sub = flags.character();
        break;
      case 'D':
        map.no_lookup_in_defer = true;
        break;
      case 'd':
        check_time(flags.word_after_blanks(), problems);
        break;
      default:
        break;
    }
    flags.word();
  }
  return true;
}

class HostMap final : public OpenedMap {
 public:
  using OpenedMap::OpenedMap;

 protected:
  LookupAnswer answer(const LookupRequest& request, LookupServices& services) const override {
    std::string name;
    append_unmarked(request.key, name);
    const bool tracing = services.tracing(9, 1);
    if (tracing) services.trace(fmt::format("host_map_lookup({}) => ", name), false);
    if (const CanonicalName* known = services.known_names.find(name)) {
      services.known_names.last_error = known->error;
      if (tracing) services.trace("CACHE " + (known->found ? known->name : "NULL"));
      if (!known->found && known->error == DnsStatus::try_again) tell_timeout(name, services);
      return answer_of(*known, request, services);
    }
    if (name.starts_with('[')) return look_up_address(name, request, services);
    const CanonicalName& found = services.known_names.add(
        name, canonical_name(name, true, sources_of(environment(), services), services));
    if (!found.found) services.known_names.last_error = found.error;
    return look_up_ended(name, found, request, services);
  }

 private:
  LookupAnswer look_up_address(const std::string& name, const LookupRequest& request,
                               LookupServices& services) const {
    const size_t end = name.find(']');
    if (end == std::string::npos) {
      if (services.tracing(9, 1)) services.trace("FAILED");
      return nothing_found(kExitOk);
    }
    CanonicalName found = name_of_address(std::string_view(name).substr(1, end - 1),
                                          sources_of(environment(), services));
    if (found.found || found.error != DnsStatus::answered)
      services.known_names.last_error = found.error;
    found.error = services.known_names.last_error;
    return look_up_ended(name, services.known_names.add(name, std::move(found)), request, services);
  }

  LookupAnswer look_up_ended(const std::string& name, const CanonicalName& found,
                             const LookupRequest& request, LookupServices& services) const {
    if (services.tracing(9, 1)) {
      services.trace(found.found ? "FOUND " + found.name
                                 : fmt::format("FAIL ({})", static_cast<int>(found.error)));
    }
    if (!found.found && found.error == DnsStatus::try_again &&
        asks_dns(environment().safety.place(environment().service_switch_file)))
      tell_timeout(name, services);
    return answer_of(found, request, services);
  }

  static void tell_timeout(const std::string& name, LookupServices& services) {
    services.complain(fmt::format("{:.100}: Name server timeout", name), kNoError);
  }

  LookupAnswer answer_of(const CanonicalName& known, const LookupRequest& request,
                         LookupServices& services) const {
    if (known.found) {
      if (definition().match_only)
        services.scratch.assign(request.key);
      else {
        services.scratch.clear();
        append_data(known.name, services, services.scratch);
      }
      return rewritten_value(definition(), request, services.scratch, services);
    }
    switch (known.error) {
      case DnsStatus::try_again:
        return temporary_failure();
      case DnsStatus::refused:
        return nothing_found(kExitSoftware);
      case DnsStatus::answered:
        return nothing_found(kExitUnavailable);
      default:
        return nothing_found(kExitNotFound);
    }
  }
};

}  // namespace

extern const MapClass kHostClass;
const MapClass kHostClass = {"host", kNeedsNothing, parse_host, make_map<HostMap>};

}  // namespace rules
