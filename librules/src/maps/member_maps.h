// Maps that ask other maps one after the other: sequence and switch.
//
// Tested by tests/unit/maps_sequence_test.cc.
#ifndef LIBRULES_MAPS_MEMBER_MAPS_H
#define LIBRULES_MAPS_MEMBER_MAPS_H

#include <span>

#include "maps/map.h"

namespace rules {

// The first member's value that is found. A member that failed for the time being matters only when
// no other has the key. Maps that contain themselves end with a temporary failure.
LookupAnswer ask_members(std::span<const Map* const> members, const LookupRequest& request,
                         LookupServices& services);

}  // namespace rules

#endif
