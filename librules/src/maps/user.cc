// The map class user: entries of the password file, -v says which field.
//
// Tested by tests/unit/maps_simple_test.cc, tests/cases/bt/map_debug60.

#include <fmt/format.h>
#include <pwd.h>

#include <array>
#include <cerrno>
#include <string>
#include <vector>

#include "maps/answers.h"
#include "maps/map_class.h"
#include "maps/opened_map.h"
#include "text/fold.h"

namespace rules {

namespace {

constexpr int kExitNoUser = 67;
constexpr size_t kMostBytes = 1 << 20;  // of one entry

struct Column {
  std::string_view name;
  void (*append)(const passwd& entry, std::string& out);
};

constexpr std::array kColumns = {
    Column{"name", [](const passwd& entry, std::string& out) { out += entry.pw_name; }},
    Column{"passwd", [](const passwd& entry, std::string& out) { out += entry.pw_passwd; }},
    Column{"uid",
           [](const passwd& entry, std::string& out) { out += std::to_string(entry.pw_uid); }},
    Column{"gid",
           [](const passwd& entry, std::string& out) { out += std::to_string(entry.pw_gid); }},
    Column{"gecos", [](const passwd& entry, std::string& out) { out += entry.pw_gecos; }},
    Column{"dir", [](const passwd& entry, std::string& out) { out += entry.pw_dir; }},
    Column{"shell", [](const passwd& entry, std::string& out) { out += entry.pw_shell; }},
};

const Column* column_named(std::string_view name) {
  for (const Column& column : kColumns) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

// A -v without a value names no column; without -v it is the name.
const Column* column_of(const MapDefinition& map) {
  return column_named(map.has_value_column ? std::string_view(map.value_column) : "name");
}

class UserMap final : public OpenedMap {
 public:
  using OpenedMap::OpenedMap;

 protected:
  OpenResult open_now(LookupServices& services) const override {
    if (services.tracing(38, 2)) {
      services.trace(fmt::format("user_map_open({}, 0)", definition().name));
    }
    if (column_of(definition()) != nullptr) return {};
    services.complain(fmt::format("User map {}: unknown column name {}", definition().name,
                                  definition().value_column));
    return cannot_open();
  }

  LookupAnswer answer(const LookupRequest& request, LookupServices& services) const override {
    trace_lookup("user_map_lookup", definition(), request.key, services);
    services.system_error(0);
    key_in_scratch(request.key, true, services);
    std::vector<char> buffer(1024);
    passwd entry{};
    passwd* found = nullptr;
    int error = 0;
    while ((error = ::getpwnam_r(services.scratch.c_str(), &entry, buffer.data(), buffer.size(),
                                 &found)) == ERANGE &&
           buffer.size() < kMostBytes) {
      buffer.resize(buffer.size() * 2);
    }
    if (found == nullptr)
      return error == 0 || error == ENOENT ? nothing_found(kExitNoUser) : temporary_failure();
    std::string raw;
    column_of(definition())->append(entry, raw);
    services.scratch.clear();
    append_data(raw, services, services.scratch);
    return rewritten_value(definition(), request, services.scratch, services);
  }
};

}  // namespace

extern const MapClass kUserClass;
const MapClass kUserClass = {"user", kNeedsNothing, parse_common_flags, make_map<UserMap>};

}  // namespace rules
