// The table of map_classes.def.
//
// Tested by tests/unit/maps_flags_test.cc.

#include <array>

#include "maps/map_class.h"
#include "text/fold.h"

namespace rules {

#define MAP_CLASS(name, descriptor) extern const MapClass descriptor;
#include "maps/map_classes.def"
#undef MAP_CLASS

namespace {

// Filled when first asked: descriptors are made before main() in an order that nobody knows.
class ClassTable final : public MapClasses {
 public:
  explicit ClassTable(bool debugging) : debugging_(debugging) {}

  const MapClass* find(std::string_view name) const override {
    static const std::array classes = {
#define MAP_CLASS(name, descriptor) &descriptor,
#include "maps/map_classes.def"
#undef MAP_CLASS
    };
    for (const MapClass* known : classes) {
      if (!debugging_ && (known->needs & kForDebugging) != 0) continue;
      if (equal_folded(known->name, name)) return known;
    }
    return nullptr;
  }

  bool parse(const MapClass& map_class, std::string_view definition, MapDefinition& map,
             MapProblems& problems) const override {
    map.keep_quotes |= (map_class.needs & kKeepsQuotes) != 0;
    return map_class.parse(map_class, definition, map, problems);
  }

 private:
  bool debugging_;
};

}  // namespace

const MapClasses& library_map_classes() {
  static const ClassTable table(false);
  return table;
}

const MapClasses& debugging_map_classes() {
  static const ClassTable table(true);
  return table;
}

}  // namespace rules
