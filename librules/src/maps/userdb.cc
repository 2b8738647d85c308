// The map class userdb: one field of the user database, which is named by UserDatabaseSpec.
//
// Tested by tests/unit/maps_user_database_test.cc, tests/cases/bt/map_userdb.

#include <fmt/format.h>

#include <memory>
#include <string>

#include "maps/answers.h"
#include "maps/map_class.h"
#include "maps/opened_map.h"
#include "maps/user_database.h"

namespace rules {

namespace {

class UserdbMap final : public OpenedMap {
 public:
  using OpenedMap::OpenedMap;

 protected:
  LookupAnswer answer(const LookupRequest& request, LookupServices& services) const override {
    const MapDefinition& map = definition();
    if (services.tracing(38, 20) || services.tracing(28, 20)) {
      services.trace(fmt::format("udb_map_lookup({}, {})", map.name, request.key));
    }
    const std::string name(key_in_scratch(request.key, !map.keep_case, services));
    std::string value;
    switch (database().find(name, map.file, environment(), value, services)) {
      case LookupStatus::found:
        break;
      case LookupStatus::not_found:
        return nothing_found(kExitOk);
      default:
        return temporary_failure();
    }
    services.scratch.clear();
    append_data(value, services, services.scratch);
    return rewritten_value(map, request, services.scratch, services);
  }

 private:
  const UserDatabase& database() const {
    static const UserDatabase none{{}};
    const auto& configured = environment().user_database;
    return configured ? static_cast<const UserDatabase&>(*configured) : none;
  }
};

// Of UserDatabaseSpec: the database itself.
bool parse_userdb(const MapClass& map_class, std::string_view definition, MapDefinition& map,
                  MapProblems& problems) {
  if (!map.for_defaults) return parse_common_flags(map_class, definition, map, problems);
  map.settings = std::make_shared<UserDatabase>(definition);
  return true;
}

}  // namespace

extern const MapClass kUserdbClass;
const MapClass kUserdbClass = {"userdb", kNeedsFile, parse_userdb, make_map<UserdbMap>};

}  // namespace rules
