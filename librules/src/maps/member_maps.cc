// See member_maps.h.

#include "maps/member_maps.h"

#include "maps/answers.h"

namespace rules {

LookupAnswer ask_members(std::span<const Map* const> members, const LookupRequest& request,
                         LookupServices& services) {
  const NestedLookup nested(services);
  if (nested.too_deep()) return temporary_failure();
  bool failed = false;
  for (const Map* member : members) {
    if (!member->open(services)) continue;
    const LookupAnswer answer = member->lookup(request, services);
    if (answer.status == LookupStatus::found) return answer;
    failed = failed || answer.status != LookupStatus::not_found;
    // A cycle would otherwise be walked again for each member of each map in it.
    if (nested.too_deep_below()) return temporary_failure();
  }
  return failed ? temporary_failure() : nothing_found(kExitNotFound);
}

}  // namespace rules
