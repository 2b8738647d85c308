// The map class lmdb: an LMDB file, FILE.lmdb, as Postfix makes them. The reference lacks it.
//
// Tested by tests/unit/maps_database_test.cc.

#include "maps/database.h"
#include "maps/map_class.h"

namespace rules {

namespace {

class LmdbMap final : public DatabaseMap {
 public:
  explicit LmdbMap(const MapDefinition& definition)
      : DatabaseMap(definition, accessmap::Format::lmdb, true) {}
};

}  // namespace

extern const MapClass kLmdbClass;
const MapClass kLmdbClass = {"lmdb", kNeedsFile | kBeyondReference, parse_common_flags,
                             make_map<LmdbMap>};

}  // namespace rules
