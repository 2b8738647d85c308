// The map classes that need a server of their own: nis, nisplus, userdb.
//
// Their K lines are read as the reference reads them, so that a configuration loads with the same
// complaints. No server is asked: each look-up is a temporary failure, and the first one says so.
//
// Tested by tests/unit/maps_network_test.cc, tests/cases/bt/map_flag_errors.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

#include "maps/answers.h"
#include "maps/flag_text.h"
#include "maps/map_class.h"
#include "maps/opened_map.h"
#include "text/fold.h"

namespace rules {

namespace {

class NetworkMap final : public OpenedMap {
 public:
  using OpenedMap::OpenedMap;

 protected:
  OpenResult open_now(LookupServices& services) const override {
    if (!definition().optional) {
      services.complain(fmt::format("{} map \"{}\": this library asks no servers",
                                    definition().map_class->name, definition().name));
    }
    return cannot_open();
  }

  LookupAnswer answer(const LookupRequest&, LookupServices&) const override {
    return temporary_failure();
  }
};

}  // namespace

#define NETWORK_CLASS(descriptor, name, needs, parse) \
  extern const MapClass descriptor;                   \
  const MapClass descriptor = {name, needs, parse, make_map<NetworkMap>}

NETWORK_CLASS(kNisClass, "nis", kNeedsFile, parse_common_flags);
NETWORK_CLASS(kNisplusClass, "nisplus", kNeedsFile, parse_common_flags);
NETWORK_CLASS(kUserdbClass, "userdb", kNeedsFile, parse_common_flags);

#undef NETWORK_CLASS

}  // namespace rules
