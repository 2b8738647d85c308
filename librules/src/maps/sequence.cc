// The map class sequence: other maps, asked one after the other.
//
// Tested by tests/unit/maps_sequence_test.cc, tests/cases/bt/map_debug60.

#include <fmt/format.h>

#include <string>
#include <vector>

#include "maps/map_class.h"
#include "maps/member_maps.h"

namespace rules {

namespace {

struct SequenceSettings final : MapSettings {
  std::vector<std::string> members;
};

bool is_alnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The next name; what stands between names is skipped. Empty: no more.
std::string_view next_name(std::string_view& text) {
  size_t begin = 0;
  while (begin < text.size() && !is_alnum(text[begin])) ++begin;
  size_t end = begin;
  while (end < text.size() && (is_alnum(text[end]) || text[end] == '_' || text[end] == '.')) ++end;
  const std::string_view name = text.substr(begin, end - begin);
  text.remove_prefix(end);
  return name;
}

bool parse_sequence(const MapClass&, std::string_view definition, MapDefinition& map,
                    MapProblems& problems) {
  auto settings = std::make_shared<SequenceSettings>();
  if (problems.map_tracing(38, 2)) {
    problems.map_trace(fmt::format("seq_map_parse({}, {})", map.name, definition), true);
  }
  for (auto name = next_name(definition); !name.empty(); name = next_name(definition)) {
    if (problems.defined_map(name) != nullptr) {
      settings->members.emplace_back(name);
    } else {
      problems.map_problem(fmt::format("Sequence map {}: unknown member map {}", map.name, name));
    }
  }
  map.settings = std::move(settings);
  return true;
}

class SequenceMap final : public MemberMaps {
 public:
  using MemberMaps::MemberMaps;

 protected:
  OpenResult open_now(LookupServices& services) const override {
    const auto* settings = dynamic_cast<const SequenceSettings*>(definition().settings.get());
    if (settings == nullptr) return {};
    std::vector<const Map*> members;
    for (const std::string& name : settings->members) {
      if (const Map* member = services.find_map(name)) members.push_back(member);
    }
    set_members(std::move(members));
    return {};
  }
};

}  // namespace

extern const MapClass kSequenceClass;
const MapClass kSequenceClass = {"sequence", kNeedsNothing, parse_sequence, make_map<SequenceMap>};

}  // namespace rules
