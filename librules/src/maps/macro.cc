// The map class macro: $(macro {Name} $@ value $) sets a macro, $(macro {Name} $) unsets it.
//
// The value keeps its operators: the reference reads them again where the macro is used.
//
// Tested by tests/unit/maps_simple_test.cc, tests/cases/bt/map_macro.

#include "maps/answers.h"
#include "maps/map_class.h"
#include "maps/opened_map.h"

namespace rules {

namespace {

class MacroMap final : public OpenedMap {
 public:
  using OpenedMap::OpenedMap;

 protected:
  LookupAnswer answer(const LookupRequest& request, LookupServices& services) const override {
    trace_lookup("macro_map_lookup", definition(), request.key, services);
    const std::string_view* value = request.args.size() > 1 ? &request.args[1] : nullptr;
    if (request.key.empty() || !services.set_macro(request.key, value)) {
      return nothing_found(kExitConfig);
    }
    services.value.clear();
    return {LookupStatus::found, kExitOk, services.value};
  }
};

}  // namespace

extern const MapClass kMacroClass;
const MapClass kMacroClass = {"macro", kKeepsQuotes, parse_single_flag, make_map<MacroMap>};

}  // namespace rules
