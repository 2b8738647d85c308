// The map class hash: a Berkeley DB file of that kind.
//
// Tested by tests/unit/maps_database_test.cc.

#include "maps/database.h"
#include "maps/map_class.h"

namespace rules {

namespace {

class HashMap final : public DatabaseMap {
 public:
  explicit HashMap(const MapDefinition& definition)
      : DatabaseMap(definition, accessmap::Format::hash, true) {}
};

}  // namespace

extern const MapClass kHashClass;
const MapClass kHashClass = {"hash", kNeedsFile, parse_common_flags, make_map<HashMap>};

}  // namespace rules
