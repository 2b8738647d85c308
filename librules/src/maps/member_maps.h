// Maps that ask other maps one after the other: sequence and switch.
//
// Tested by tests/unit/maps_sequence_test.cc.
#ifndef LIBRULES_MAPS_MEMBER_MAPS_H
#define LIBRULES_MAPS_MEMBER_MAPS_H

#include <utility>
#include <vector>

#include "maps/opened_map.h"

namespace rules {

// The first member's value that is found. A member that failed for the time being matters only when
// no other has the key. Maps that contain themselves end with a temporary failure.
class MemberMaps : public OpenedMap {
 public:
  using OpenedMap::OpenedMap;

 protected:
  // Of open_now(): these it is.
  void set_members(std::vector<const Map*> members) const {
    set_anew(members_, std::move(members));
  }
  LookupAnswer answer(const LookupRequest& request, LookupServices& services) const final;

 private:
  mutable std::vector<const Map*> members_;  // complete once the map is open
};

}  // namespace rules

#endif
