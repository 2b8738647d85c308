// Map classes whose look-ups a host answers.
//
// Tested by tests/capi/calls.c.
#ifndef LIBRULES_MAPS_CALLBACK_CLASS_H
#define LIBRULES_MAPS_CALLBACK_CLASS_H

#include <memory>
#include <string_view>

#include "maps/map_class.h"

namespace rules {

// The two functions of such a class. What the session acts on is read from the K line: -aAPPEND
// -TSUFFIX -SC -m -q -t; all else is for the host, who gets the whole text. Nothing is a problem.
bool parse_callback_class(const MapClass& map_class, std::string_view definition,
                          MapDefinition& map, MapProblems& problems);
std::unique_ptr<Map> make_callback_map(const MapDefinition& definition);

}  // namespace rules

#endif
