// The map class switch: `Kx switch SERVICE` asks the maps x.files, x.dns ... that the service
// switch file names for SERVICE.
//
// Tested by tests/unit/maps_sequence_test.cc, tests/cases/bt/map_switch.

#include <fmt/format.h>

#include <string>
#include <vector>

#include "hosts/service_switch.h"
#include "maps/answers.h"
#include "maps/map_class.h"
#include "maps/member_maps.h"
#include "maps/opened_map.h"

namespace rules {

namespace {

class SwitchMap final : public OpenedMap {
 public:
  using OpenedMap::OpenedMap;

 protected:
  OpenResult open_now(LookupServices& services) const override {
    const auto methods = services_for(environment().safety.place(environment().service_switch_file),
                                      definition().file);
    if (!methods) return cannot_open();
    std::vector<const Map*> members;
    for (const std::string& method : *methods) {
      const std::string name = fmt::format("{}.{}", definition().name, method);
      if (const Map* member = services.find_map(name)) {
        members.push_back(member);
      } else {
        services.complain(
            fmt::format("Switch map {}: unknown member map {}", definition().name, name));
      }
    }
    set_anew(members_, std::move(members));
    return {};
  }

  LookupAnswer answer(const LookupRequest& request, LookupServices& services) const override {
    trace_lookup("seq_map_lookup", definition(), request.key, services);
    return ask_members(members_, request, services);
  }

 private:
  mutable std::vector<const Map*> members_;  // complete once the map is open
};

}  // namespace

extern const MapClass kSwitchClass;
const MapClass kSwitchClass = {"switch", kNeedsFile, parse_common_flags, make_map<SwitchMap>};

}  // namespace rules
