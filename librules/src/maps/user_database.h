// The user database: the files of UserDatabaseSpec, which all maps of class userdb ask.
//
// Each is a btree of `name:field` and what the field says of the name. Nobody asks whether others
// could write it: the reference does not, either.
//
// Tested by tests/unit/maps_user_database_test.cc, tests/cases/bt/map_userdb.
#ifndef LIBRULES_MAPS_USER_DATABASE_H
#define LIBRULES_MAPS_USER_DATABASE_H

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accessmap/database.h"
#include "accessmap/turn.h"
#include "maps/map.h"

namespace rules {

// What UserDatabaseSpec leaves in the environment of all maps. Safe for concurrent use.
class UserDatabase final : public MapSettings {
 public:
  // spec: files and @hosts, commas between them.
  explicit UserDatabase(std::string_view spec) : spec_(spec) {}

  // What the first file that knows has in `field` of `name`: its bytes are in `value`. A name that
  // has a maildrop and no mailname gets NAME@DEFAULT for one, if that file has a default.
  LookupStatus find(std::string_view name, std::string_view field,
                    const MapEnvironment& environment, std::string& value,
                    LookupServices& services) const;

  std::vector<std::string> closing_lines() const;

 private:
  struct Source {
    std::string shown;                              // in traces
    std::unique_ptr<accessmap::Database> database;  // NULL: a host, which is not asked
  };
  using Sources = std::vector<Source>;

  void ensure_open(const MapEnvironment& environment, LookupServices& services) const;
  Sources open_all(const MapEnvironment& environment, LookupServices& services) const;
  void open_file(std::string_view word, const MapEnvironment& environment, Sources& sources,
                 LookupServices& services) const;
  accessmap::Status look_in(const Source& source, const std::string& key, std::string& value,
                            LookupServices& services) const;
  accessmap::Status default_name(const Source& source, std::string_view name, std::string& value,
                                 LookupServices& services) const;
  void tell_once(const std::string& problem, int error_number, LookupServices& services) const;

  const std::string spec_;
  mutable accessmap::Turn turn_;
  mutable std::atomic<bool> opened_{false};
  mutable std::atomic<bool> told_{false};  // of a file that cannot be read
  mutable Sources sources_;                // complete once opened
};

// What the reference says at its end of the files that were opened.
std::vector<std::string> closing_lines_of_user_database(const MapEnvironment& environment);

}  // namespace rules

#endif
