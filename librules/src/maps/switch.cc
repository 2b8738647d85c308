// The map class switch: `Kx switch SERVICE` asks the maps x.files, x.dns ... that the service
// switch file names for SERVICE.
//
// Tested by tests/unit/maps_sequence_test.cc, tests/cases/bt/map_switch.

#include <fmt/format.h>

#include <string>
#include <vector>

#include "hosts/service_switch.h"
#include "maps/host_sources.h"
#include "maps/map_class.h"
#include "maps/member_maps.h"

namespace rules {

namespace {

class SwitchMap final : public MemberMaps {
 public:
  using MemberMaps::MemberMaps;

 protected:
  OpenResult open_now(LookupServices& services) const override {
    if (services.tracing(38, 2)) {
      services.trace(
          fmt::format("switch_map_open({}, {}, 0)", definition().name, definition().file));
    }
    sources_of(environment(), services).switch_watch.look(services);
    const auto methods = services_for(environment().safety.place(environment().service_switch_file),
                                      definition().file);
    if (services.tracing(38, 19)) trace_methods(methods, services);
    if (!methods) return cannot_open();
    std::vector<const Map*> members;
    for (const std::string& method : *methods) {
      const std::string name = fmt::format("{}.{}", definition().name, method);
      if (const Map* member = services.find_map(name)) {
        if (services.tracing(38, 4)) trace_member(members.size(), member->definition(), services);
        members.push_back(member);
      } else {
        services.complain(
            fmt::format("Switch map {}: unknown member map {}", definition().name, name));
      }
    }
    set_members(std::move(members));
    return {};
  }

 private:
  static void trace_methods(const std::optional<std::vector<std::string>>& methods,
                            LookupServices& services) {
    services.trace(
        fmt::format("\tswitch_map_find => {}", methods ? static_cast<int>(methods->size()) : -1));
    if (!methods) return;
    for (const std::string& method : *methods) services.trace("\t\t" + method);
  }
  static void trace_member(size_t number, const MapDefinition& member, LookupServices& services) {
    services.trace(
        fmt::format("\tmap_stack[{}] = {}:{}", number, member.map_class->name, member.name));
  }
};

}  // namespace

extern const MapClass kSwitchClass;
const MapClass kSwitchClass = {"switch", kNeedsFile, parse_common_flags, make_map<SwitchMap>};

}  // namespace rules
