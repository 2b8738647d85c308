// See member_maps.h.

#include "maps/member_maps.h"

#include "maps/answers.h"

namespace rules {

LookupAnswer MemberMaps::answer(const LookupRequest& request, LookupServices& services) const {
  trace_lookup("seq_map_lookup", definition(), request.key, services);
  const NestedLookup nested(services);
  if (!nested.allowed()) return temporary_failure();
  bool failed = false;
  int code = kExitNotFound;
  for (const Map* member : members_) {
    if (!member->open(services)) continue;
    const LookupAnswer answer = member->lookup(request, services);
    if (answer.status == LookupStatus::found || answer.status == LookupStatus::later) return answer;
    failed = failed || answer.status != LookupStatus::not_found;
    code = answer.code == kExitOk ? kExitNotFound : answer.code;
  }
  return failed ? temporary_failure() : nothing_found(code);
}

}  // namespace rules
