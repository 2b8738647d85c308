// See map_definition.h.

#include "cf/map_definition.h"

namespace rules {

uint32_t map_flag_bits(const MapDefinition& map) {
  constexpr uint32_t kWithoutNull = 0x100;
  constexpr uint32_t kWithNull = 0x200;
  uint32_t bits = map.tries_nul_forms ? kWithoutNull | kWithNull : 0;
  if (map.include_null) bits = (bits & ~kWithoutNull) | 0x2;
  if (map.no_null_variants) bits &= ~kWithNull;
  if (map.optional) bits |= 0x4;
  if (map.keep_case) bits |= 0x8;
  if (map.match_only) bits |= 0x10;
  if (map.of_aliases) bits |= 0x80;
  if (map.append_duplicates) bits |= 0x8000;
  if (map.keep_quotes) bits |= 0x10000;
  if (map.no_tempfail) bits |= 0x20000;
  if (map.no_lookup_in_defer) bits |= 0x80000;
  if (map.single_match) bits |= 0x100000;
  if (map.inverted) bits |= 0x40000;
  return bits;
}

}  // namespace rules
