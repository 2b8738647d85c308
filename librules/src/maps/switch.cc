// The map class switch: `Kx switch SERVICE` asks the maps x.files, x.dns ... that the service
// switch file names for SERVICE.
//
// Tested by tests/unit/maps_sequence_test.cc, tests/cases/bt/map_switch.

#include <fmt/format.h>

#include <string>
#include <vector>

#include "hosts/service_switch.h"
#include "maps/map_class.h"
#include "maps/member_maps.h"

namespace rules {

namespace {

class SwitchMap final : public MemberMaps {
 public:
  using MemberMaps::MemberMaps;

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
    set_members(std::move(members));
    return {};
  }
};

}  // namespace

extern const MapClass kSwitchClass;
const MapClass kSwitchClass = {"switch", kNeedsFile, parse_common_flags, make_map<SwitchMap>};

}  // namespace rules
