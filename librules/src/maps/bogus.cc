// The map class bogus: every look-up fails for the time being. For trying what a configuration does
// then; the reference knows it only while it debugs maps.
//
// Tested by tests/unit/maps_simple_test.cc.

#include "maps/answers.h"
#include "maps/map_class.h"
#include "maps/opened_map.h"

namespace rules {

namespace {

class BogusMap final : public OpenedMap {
 public:
  using OpenedMap::OpenedMap;

 protected:
  LookupAnswer answer(const LookupRequest&, LookupServices&) const override {
    return temporary_failure();
  }
};

}  // namespace

extern const MapClass kBogusClass;
const MapClass kBogusClass = {"bogus", kForDebugging, parse_common_flags, make_map<BogusMap>};

}  // namespace rules
