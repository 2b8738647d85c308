// How map classes make their answers.
//
// Tested by tests/unit/maps_rewrite_test.cc.
#ifndef LIBRULES_MAPS_ANSWERS_H
#define LIBRULES_MAPS_ANSWERS_H

#include <string>
#include <string_view>

#include "maps/map.h"

namespace rules {

inline LookupAnswer nothing_found(int code) { return {LookupStatus::not_found, code, {}}; }
inline LookupAnswer temporary_failure() { return {LookupStatus::temp_fail, kExitTempFail, {}}; }

// The usual answer of a map whose data says `value` (marked text): the value with its %0-%9
// replaced, or with -m the key; then what -a says. Traces the steps (39.1).
//
// REQUIRES: `value` does not lie in services.value.
LookupAnswer rewritten_value(const MapDefinition& map, const LookupRequest& request,
                             std::string_view value, LookupServices& services);

// Its trace, for maps that do it in their own way.
void trace_rewrite(std::string_view value, std::span<const std::string_view> args,
                   LookupServices& services);
void trace_rewritten(LookupServices& services);

// `value` and -a, nothing replaced.
LookupAnswer plain_value(const MapDefinition& map, std::string_view value,
                         LookupServices& services);

// Bytes of a file or program as marked text, appended to `out`: cut at a NUL; bytes 0x80-0x9f are
// operators where the host wants them to be.
void append_data(std::string_view bytes, const LookupServices& services, std::string& out);

// Marked text as the bytes that it was written with, appended to `out`: for keys of files.
void append_unmarked(std::string_view text, std::string& out);

// services.scratch: the unmarked key, folded to lower case if `folded`.
std::string_view key_in_scratch(std::string_view key, bool folded, LookupServices& services);

// `FUNCTION(MAP, KEY)` for 38.20.
void trace_lookup(std::string_view function, const MapDefinition& map, std::string_view key,
                  LookupServices& services);

// One map's turn to ask others. Counts, so that maps which contain themselves end.
class NestedLookup {
 public:
  explicit NestedLookup(LookupServices& services) : services_(services) {
    if (services_.depth++ == 0) services_.nested_lookups = 0;
    ++services_.nested_lookups;
  }
  ~NestedLookup() { --services_.depth; }
  NestedLookup(const NestedLookup&) = delete;
  NestedLookup& operator=(const NestedLookup&) = delete;

  bool allowed() const { return services_.depth <= kDeepest && services_.nested_lookups <= kMost; }

 private:
  static constexpr int kDeepest = 12;
  static constexpr int kMost = 1000;
  LookupServices& services_;
};

}  // namespace rules

#endif
