// Times such as `1d12h` in a cf.
//
// Tested by tests/unit/maps_flags_test.cc, tests/cases/bt/opt_timeouts*.
#ifndef LIBRULES_CF_TIME_VALUE_H
#define LIBRULES_CF_TIME_VALUE_H

#include <string_view>

#include "cf/map_definition.h"

namespace rules {

// What is wrong with a time, in the reference's words; one call of map_remark() each.
void check_time(std::string_view text, MapProblems& problems);

// Its seconds, at most a day of them: a number without a unit is seconds. What is wrong with it is
// left out.
int seconds_of(std::string_view text);

}  // namespace rules

#endif
