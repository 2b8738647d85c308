// The map class implicit: the database of an aliases file. The reference falls back to the file
// itself only where it was built without databases; so here a missing database is a silent failure.
//
// Tested by tests/unit/maps_database_test.cc.

#include <fmt/format.h>

#include "maps/answers.h"
#include "maps/database.h"
#include "maps/map_class.h"

namespace rules {

namespace {

class ImplicitMap final : public DatabaseMap {
 public:
  explicit ImplicitMap(const MapDefinition& definition)
      : DatabaseMap(definition, std::nullopt, false) {}

 protected:
  OpenResult open_now(LookupServices& services) const override {
    if (services.tracing(38, 2)) {
      services.trace(fmt::format("impl_map_open({}, {}, 0)", definition().name, definition().file));
    }
    return DatabaseMap::open_now(services);
  }

  std::vector<std::string> class_closing_lines() const override {
    constexpr uint32_t kImplicit = 0x1000;
    std::vector<std::string> lines;
    for (const char* function : {"impl_map_close", "db_map_close"}) {
      lines.push_back(fmt::format("{}({}, {}, {:x})", function, definition().name,
                                  definition().file, closing_flags() | kImplicit));
    }
    return lines;
  }

  LookupAnswer answer(const LookupRequest& request, LookupServices& services) const override {
    trace_lookup("impl_map_lookup", definition(), request.key, services);
    return DatabaseMap::answer(request, services);
  }
};

}  // namespace

extern const MapClass kImplicitClass;
const MapClass kImplicitClass = {"implicit", kNeedsFile, parse_common_flags, make_map<ImplicitMap>};

}  // namespace rules
