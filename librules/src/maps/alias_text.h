// The text of an aliases file: `alias: address, address ...`, lines that go on behind a blank.
//
// Each alias is what rules make of it, and those that are not local are left out.
//
// Tested by tests/unit/maps_stab_test.cc, tests/cases/bt/alias_text.
#ifndef LIBRULES_MAPS_ALIAS_TEXT_H
#define LIBRULES_MAPS_ALIAS_TEXT_H

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "maps/opened_map.h"

namespace rules {

using AliasEntries = std::map<std::string, std::string, std::less<>>;  // names folded

enum class AliasReading : uint8_t {
  done,
  no_file,  // it cannot be read
  stopped,  // rules could not tell of an alias now: another try may go better
};

// All of the map's file into `entries`, with the reference's words about what is wrong, and their
// number.
AliasReading read_alias_text(const MapDefinition& map, const MapEnvironment& environment,
                             LookupServices& services, AliasEntries& entries);

// The answer for a key, folded here.
LookupAnswer answer_from(const AliasEntries& entries, const MapDefinition& map,
                         const LookupRequest& request, LookupServices& services);

// `stab_map_open(MAP, FILE, 0)` for 38.2.
void trace_text_opening(const MapDefinition& map, LookupServices& services);

}  // namespace rules

#endif
