// The map class members: asks another map for every member of a class.
//
//   Kname members [-p] [-sTAIL] [-aSUFFIX] [-q] [-t] [-TSUFFIX] CLASS MAP      CLASS: x or {name}
//
// $(name PREFIX $) looks up PREFIX, a member and TAIL, for each member, and finds the different
// values, sorted, with a blank between two: neither the order of the members nor their number can
// change what a rule sees. With -p a member's parent domains are asked as well, the most special
// first, up to the first that is found. A temporary failure of the other map is one here, whatever
// was found besides: the answer might be what refuses.
//
// Not a class of sendmail's: rules can test membership ($=x), but cannot go through a class. It is
// for the names of a certificate, say `SubjAltName:` in the access map.
//
// Tested by tests/unit/maps_members_test.cc.

#include <fmt/format.h>

#include <set>
#include <string>

#include "maps/answers.h"
#include "maps/flag_text.h"
#include "maps/map_class.h"
#include "maps/opened_map.h"

namespace rules {

namespace {

struct MembersSettings final : MapSettings {
  bool parents = false;
  std::string tail;
  std::string class_name;
  std::string map_name;
};

bool parse_members(const MapClass&, std::string_view definition, MapDefinition& map,
                   MapProblems& problems) {
  auto settings = std::make_shared<MembersSettings>();
  FlagText flags(definition);
  while (const char letter = flags.next_flag()) {
    switch (letter) {
      case 'p':
        settings->parents = true;
        break;
      case 's':
        settings->tail = flags.word();
        break;
      case 'a':
        map.append = flags.word();
        break;
      case 'q':
        map.keep_quotes = true;
        break;
      case 't':
        map.no_tempfail = true;
        break;
      case 'T':
        map.tempfail_suffix = flags.word();
        map.has_tempfail_suffix = true;
        break;
      default:
        problems.map_problem(illegal_option(letter, map.name));
        break;
    }
    flags.word();
  }
  settings->class_name = flags.first_word();
  settings->map_name = FlagText(flags.rest()).first_word();
  map.settings = settings;
  if (settings->map_name.empty()) {
    problems.map_problem(fmt::format("Members map {}: a class and a map are required", map.name));
    return false;
  }
  if (!problems.uses_class(settings->class_name)) return false;
  if (problems.defined_map(settings->map_name) != nullptr) return true;
  problems.map_problem(fmt::format("Members map {}: unknown map {}", map.name, settings->map_name));
  return false;
}

// a.b.example, b.example, example.
std::string_view parent_of(std::string_view name) {
  const size_t dot = name.find('.');
  return dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
}

class MembersMap final : public OpenedMap {
 public:
  using OpenedMap::OpenedMap;

 protected:
  OpenResult open_now(LookupServices& services) const override {
    map_ = services.find_map(settings().map_name);
    return map_ != nullptr ? OpenResult{} : cannot_open();
  }

  LookupAnswer answer(const LookupRequest& request, LookupServices& services) const override {
    trace_lookup("members_map_lookup", definition(), request.key, services);
    const NestedLookup nested(services);
    if (!nested.allowed() || !map_->open(services)) return temporary_failure();
    std::set<std::string, std::less<>> values;
    for (const std::string_view member : services.class_words(settings().class_name)) {
      const LookupAnswer found = ask_for(member, request, services);
      if (found.status == LookupStatus::found) {
        values.emplace(found.value);
      } else if (found.status != LookupStatus::not_found) {
        return {found.status, found.code, {}};
      }
    }
    if (values.empty()) return nothing_found(kExitNotFound);
    std::string joined;
    for (const std::string& value : values) joined.append(joined.empty() ? "" : " ").append(value);
    return plain_value(definition(), joined, services);
  }

 private:
  // REQUIRES: the K line was usable, without which no look-up comes here.
  const MembersSettings& settings() const {
    return static_cast<const MembersSettings&>(*definition().settings);
  }

  LookupAnswer ask_for(std::string_view member, const LookupRequest& request,
                       LookupServices& services) const {
    LookupAnswer found;
    for (std::string_view name = member; !name.empty(); name = parent_of(name)) {
      std::string key(request.key);
      key.append(name).append(settings().tail);
      std::vector<std::string_view> args(request.args.begin(), request.args.end());
      if (args.empty()) args.emplace_back();
      args[0] = key;
      services.value.clear();
      found = map_->lookup({key, args}, services);
      if (found.status != LookupStatus::not_found || !settings().parents) break;
    }
    return found;
  }

  mutable const Map* map_ = nullptr;  // once the map is open
};

}  // namespace

extern const MapClass kMembersClass;
const MapClass kMembersClass = {"members", kBeyondReference, parse_members, make_map<MembersMap>};

}  // namespace rules
