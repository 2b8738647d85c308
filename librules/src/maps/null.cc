// The map class null: nothing is ever found.
//
// Tested by tests/unit/maps_simple_test.cc.

#include "maps/answers.h"
#include "maps/map_class.h"
#include "maps/opened_map.h"

namespace rules {

namespace {

class NullMap final : public OpenedMap {
 public:
  using OpenedMap::OpenedMap;

 protected:
  LookupAnswer answer(const LookupRequest&, LookupServices&) const override {
    return nothing_found(kExitNotFound);
  }
};

}  // namespace

extern const MapClass kNullClass;
const MapClass kNullClass = {"null", kNeedsNothing, parse_common_flags, make_map<NullMap>};

}  // namespace rules
