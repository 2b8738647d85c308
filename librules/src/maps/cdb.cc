// The map class cdb: a cdb file, FILE.cdb. The reference has it only where it was built with cdb.
//
// Tested by tests/unit/maps_database_test.cc.

#include "maps/database.h"
#include "maps/map_class.h"

namespace rules {

namespace {

class CdbMap final : public DatabaseMap {
 public:
  explicit CdbMap(const MapDefinition& definition)
      : DatabaseMap(definition, accessmap::Format::cdb, true) {}
};

}  // namespace

extern const MapClass kCdbClass;
const MapClass kCdbClass = {"cdb", kNeedsFile | kBeyondReference, parse_common_flags,
                            make_map<CdbMap>};

}  // namespace rules
