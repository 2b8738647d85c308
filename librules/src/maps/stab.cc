// The map class stab: an aliases file, read into memory when the map is opened.
//
// Tested by tests/unit/maps_stab_test.cc.

#include <fmt/format.h>

#include "maps/alias_text.h"
#include "maps/answers.h"
#include "maps/map_class.h"
#include "maps/opened_map.h"

namespace rules {

namespace {

class StabMap final : public OpenedMap {
 public:
  using OpenedMap::OpenedMap;

 protected:
  OpenResult open_now(LookupServices& services) const override {
    const MapDefinition& map = definition();
    if (services.tracing(38, 2)) {
      services.trace(fmt::format("stab_map_open({}, {}, 0)", map.name, map.file));
    }
    const FileCheck check = check_file(map.file, environment().safety, FileUse::map);
    if (!check.safe) return cannot_open(check.why);
    auto entries = read_alias_text(environment().safety.place(map.file), services);
    if (!entries) return cannot_open();
    set_anew(entries_, std::move(*entries));
    return {};
  }

  LookupAnswer answer(const LookupRequest& request, LookupServices& services) const override {
    return answer_from(entries_, definition(), request, services);
  }

 private:
  mutable AliasEntries entries_;  // complete once open
};

}  // namespace

extern const MapClass kStabClass;
const MapClass kStabClass = {"stab", kNeedsFile, parse_common_flags, make_map<StabMap>};

}  // namespace rules
