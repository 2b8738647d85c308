// The map classes whose servers are not asked: nis, nisplus.
//
// They answer as the reference does where no such server runs.
//
// Tested by tests/unit/maps_network_test.cc, tests/cases/bt/map_no_servers.

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include "maps/answers.h"
#include "maps/map_class.h"
#include "maps/opened_map.h"

namespace rules {

namespace {

// `NAME_map_open(MAP, FILE, 0)`
void trace_opening(std::string_view name, const MapDefinition& map, LookupServices& services) {
  if (!services.tracing(38, 2)) return;
  services.trace(fmt::format("{}_map_open({}, {}, 0)", name, map.name, map.file));
}

class NisMap final : public OpenedMap {
 public:
  using OpenedMap::OpenedMap;

 protected:
  OpenResult open_now(LookupServices& services) const override {
    trace_opening("nis", definition(), services);
    if (!definition().optional) {
      services.complain(
          fmt::format("NIS map {} specified, but NIS not running", definition().file));
    }
    return cannot_open();
  }
  LookupAnswer answer(const LookupRequest&, LookupServices&) const override {
    return temporary_failure();
  }
};

class NisplusMap final : public OpenedMap {
 public:
  using OpenedMap::OpenedMap;

 protected:
  OpenResult open_now(LookupServices& services) const override {
    trace_opening("nisplus", definition(), services);
    if (services.tracing(38, 4)) {
      services.trace(fmt::format("nisplus_map_open({}): using domain (none).", definition().file));
    }
    OpenResult result = cannot_open(std::strerror(EAGAIN));
    result.untold = true;
    return result;
  }
  LookupAnswer answer(const LookupRequest&, LookupServices&) const override {
    return temporary_failure();
  }
};

}  // namespace

extern const MapClass kNisClass;
extern const MapClass kNisplusClass;
const MapClass kNisClass = {"nis", kNeedsFile, parse_common_flags, make_map<NisMap>};
const MapClass kNisplusClass = {"nisplus", kNeedsFile, parse_common_flags, make_map<NisplusMap>};

}  // namespace rules
