// The name that somebody meant who wrote another one.
//
// Tested by policy_test.cc.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace accessmap {

// How many letters have to be changed, added, left out or swapped with their neighbour, whatever
// their case. Long names (over 64 bytes) are as far as can be from all but themselves.
[[nodiscard]] std::size_t spelling_distance(std::string_view a, std::string_view b);

// The one of `names` that is nearest to `written`, if it is near enough to be meant; else empty.
[[nodiscard]] std::string nearest_name(std::string_view written,
                                       std::span<const std::string_view> names);

}  // namespace accessmap
