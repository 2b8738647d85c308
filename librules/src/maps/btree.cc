// The map class btree: a Berkeley DB file of that kind.
//
// Tested by tests/unit/maps_database_test.cc.

#include "maps/database.h"
#include "maps/map_class.h"

namespace rules {

namespace {

class BtreeMap final : public DatabaseMap {
 public:
  explicit BtreeMap(const MapDefinition& definition)
      : DatabaseMap(definition, accessmap::Format::btree, true) {}
};

}  // namespace

extern const MapClass kBtreeClass;
const MapClass kBtreeClass = {"btree", kNeedsFile, parse_common_flags, make_map<BtreeMap>};

}  // namespace rules
