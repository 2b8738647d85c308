// The map class stab: an aliases file, read into memory when the map is opened.
//
// Tested by tests/unit/maps_stab_test.cc.

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
    trace_text_opening(map, services);
    const FileCheck check =
        check_file_for(services, map.file, environment().safety, FileUse::alias_text);
    if (!check.safe) return cannot_open(check.why);
    AliasEntries entries;
    reading_ = read_alias_text(definition(), environment(), services, entries);
    if (reading_ == AliasReading::stopped) return {OpenState::failed, {}, false};
    if (reading_ != AliasReading::done) return cannot_open();
    set_anew(entries_, std::move(entries));
    return {};
  }
  bool asks_rules() const override { return true; }
  bool worth_another_try() const override { return reading_ == AliasReading::stopped; }

  LookupAnswer answer(const LookupRequest& request, LookupServices& services) const override {
    return answer_from(entries_, definition(), request, services);
  }

 private:
  mutable AliasEntries entries_;                          // complete once open
  mutable AliasReading reading_ = AliasReading::no_file;  // the last; of who opens
};

}  // namespace

extern const MapClass kStabClass;
const MapClass kStabClass = {"stab", kNeedsFile, parse_common_flags, make_map<StabMap>};

}  // namespace rules
