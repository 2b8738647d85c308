// The map class host: canonical names of hosts. The library asks no name server by itself; the host
// program's callback answers.
//
// Tested by tests/unit/maps_simple_test.cc.

#include "maps/answers.h"
#include "maps/flag_text.h"
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
    const LookupAnswer asked = services.ask_host(definition(), request);
    if (asked.status == LookupStatus::not_found) return nothing_found(kExitNotFound);
    if (asked.status != LookupStatus::found) return asked;
    services.scratch.assign(definition().match_only ? request.key : asked.value);
    return plain_value(definition(), services.scratch, services);
  }
};

}  // namespace

extern const MapClass kHostClass;
const MapClass kHostClass = {"host", kNeedsNothing, parse_host, make_map<HostMap>};

}  // namespace rules
