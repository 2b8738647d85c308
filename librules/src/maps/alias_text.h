// The text of an aliases file: `alias: address, address ...`, lines that go on behind a blank.
//
// Tested by tests/unit/maps_stab_test.cc.
#ifndef LIBRULES_MAPS_ALIAS_TEXT_H
#define LIBRULES_MAPS_ALIAS_TEXT_H

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "maps/map.h"

namespace rules {

using AliasEntries = std::map<std::string, std::string, std::less<>>;  // names folded

// All of them, with the reference's words about their number; nullopt: the file cannot be read.
std::optional<AliasEntries> read_alias_text(const std::string& file, LookupServices& services);

// The answer for a key, folded here.
LookupAnswer answer_from(const AliasEntries& entries, const MapDefinition& map,
                         const LookupRequest& request, LookupServices& services);

}  // namespace rules

#endif
