// The map class bestmx: the host that mail for a host goes to first; with -z all of them.
//
// Tested by tests/unit/maps_names_test.cc, tests/cases/bt/names_mx.

#include "hosts/mail_exchangers.h"
#include "maps/answers.h"
#include "maps/host_sources.h"
#include "maps/map_class.h"
#include "maps/opened_map.h"

namespace rules {

namespace {

class BestMxMap final : public OpenedMap {
 public:
  using OpenedMap::OpenedMap;

 protected:
  LookupAnswer answer(const LookupRequest& request, LookupServices& services) const override {
    std::string host;
    append_unmarked(request.key, host);
    const MailExchangers found =
        mail_exchangers(host, false, sources_of(environment(), services), services);
    if (found.temp_fail) return temporary_failure();
    if (found.hosts.empty()) return nothing_found(found.status);
    std::string all = found.hosts.front();
    if (definition().column_delimiter != 0) {
      for (size_t i = 1; i < found.hosts.size(); ++i) {
        all += definition().column_delimiter;
        all += found.hosts[i];
      }
    }
    services.scratch.clear();
    append_data(all, services, services.scratch);
    LookupAnswer result = rewritten_value(definition(), request, services.scratch, services);
    result.code = found.status;
    return result;
  }
};

}  // namespace

extern const MapClass kBestmxClass;
const MapClass kBestmxClass = {"bestmx", kNeedsNothing, parse_common_flags, make_map<BestMxMap>};

}  // namespace rules
