// Loads what was generated with librules, before it is written.
//
// Tested by tests/cfgen/.
#pragma once

#include <string>
#include <vector>

#include "messages.h"
#include "origins.h"

namespace cfgen {

// What librules says about the configuration, each message with the line of the .mc file that it
// comes from; a file of class members that is not there on this machine is none of its business.
[[nodiscard]] Messages check_by_loading(const std::string& text, const Origins& origins);

}  // namespace cfgen
