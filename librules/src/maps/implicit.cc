// The map class implicit: the database of an aliases file. Where there is none, the reference reads
// the file itself for the option AliasFile; for a K line it is a silent failure.
//
// Tested by tests/unit/maps_database_test.cc.

#include <fmt/format.h>

#include "maps/alias_text.h"
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
    OpenResult result = DatabaseMap::open_now(services);
    if (result.state == OpenState::open || !definition().of_aliases) return result;
    return open_text(services);
  }

  bool asks_rules() const override { return definition().of_aliases; }
  bool worth_another_try() const override {
    return reading_ == AliasReading::stopped || DatabaseMap::worth_another_try();
  }

  std::vector<std::string> class_closing_lines() const override {
    const uint32_t kind = is_text_ ? 0 : 0x1000;
    const uint32_t implicit = definition().of_aliases ? kind | 0x2 : kind;
    std::vector<std::string> lines;
    for (const char* function : {"impl_map_close", "db_map_close"}) {
      if (is_text_ && !lines.empty()) break;
      lines.push_back(fmt::format("{}({}, {}, {:x})", function, definition().name,
                                  definition().file, closing_flags() | implicit));
    }
    return lines;
  }

  LookupAnswer answer(const LookupRequest& request, LookupServices& services) const override {
    trace_lookup("impl_map_lookup", definition(), request.key, services);
    if (is_text_) return answer_from(entries_, definition(), request, services);
    return DatabaseMap::answer(request, services);
  }

 private:
  OpenResult open_text(LookupServices& services) const {
    const std::string& file = definition().file;
    services.remark(
        fmt::format("WARNING: cannot open alias database {}; reading text version", file));
    trace_text_opening(definition(), services);
    const FileCheck check =
        check_file_for(services, file, environment().safety, FileUse::alias_text);
    if (!check.safe) return cannot_open(check.why);
    AliasEntries entries;
    reading_ = read_alias_text(definition(), environment(), services, entries);
    if (reading_ == AliasReading::stopped) return {OpenState::failed, {}, false};
    if (reading_ != AliasReading::done) return cannot_open();
    set_anew(entries_, std::move(entries));
    is_text_ = true;
    return {};
  }

  mutable AliasEntries entries_;  // both complete once the map is open
  mutable bool is_text_ = false;
  mutable AliasReading reading_ = AliasReading::no_file;  // the last; of who opens
};

}  // namespace

extern const MapClass kImplicitClass;
const MapClass kImplicitClass = {"implicit", kNeedsFile, parse_common_flags, make_map<ImplicitMap>};

}  // namespace rules
