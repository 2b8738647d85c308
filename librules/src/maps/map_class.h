// A map class: how its K lines are read, and how its maps are made.
//
// A new class is one file here that ends in its descriptor, and one line in map_classes.def.
#ifndef LIBRULES_MAPS_MAP_CLASS_H
#define LIBRULES_MAPS_MAP_CLASS_H

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "cf/map_definition.h"
#include "maps/map.h"

namespace rules {

enum MapNeeds : uint32_t {
  kNeedsNothing = 0,
  kNeedsFile = 1u << 0,        // "No file name for CLASS map N"
  kKeepsQuotes = 1u << 1,      // the key is looked up with its quotes
  kStartsPrograms = 1u << 2,   // only when the host allowed it
  kForDebugging = 1u << 3,     // known only while category 38 is traced when a cf is read
  kBeyondReference = 1u << 4,  // not known to the reference as Debian builds it
};

struct MapClass {
  const char* name;
  uint32_t needs;
  bool (*parse)(const MapClass&, std::string_view definition, MapDefinition&, MapProblems&);
  std::unique_ptr<Map> (*make)(const MapDefinition&);
};

// Reads the flags that hash, btree, text, null ... share; the rest goes to definition.file.
bool parse_common_flags(const MapClass& map_class, std::string_view definition, MapDefinition& map,
                        MapProblems& problems);

// The flags of dequote, macro, arith and arpa: one word, -aAPPEND or -SC or -sC or -D; what follows
// is ignored.
bool parse_single_flag(const MapClass& map_class, std::string_view definition, MapDefinition& map,
                       MapProblems& problems);

template <typename MapType>
std::unique_ptr<Map> make_map(const MapDefinition& definition) {
  return std::make_unique<MapType>(definition);
}

// The table of map_classes.def, without or with the classes that are kForDebugging.
const MapClasses& library_map_classes();
const MapClasses& debugging_map_classes();
// The same without those that are kBeyondReference.
const MapClasses& reference_map_classes(bool debugging);

}  // namespace rules

#endif
