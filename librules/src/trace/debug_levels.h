// Debug categories and their levels, as `-d` of the reference sets them.
//
// Tested by tests/unit/debug_levels_test.cc, tests/cases/bt/trace_spec.
#ifndef LIBRULES_TRACE_DEBUG_LEVELS_H
#define LIBRULES_TRACE_DEBUG_LEVELS_H

#include <array>
#include <cstdint>
#include <string_view>

namespace rules {

inline constexpr int kMaxDebug = 99;  // of categories; larger numbers mean this one
inline constexpr int kMaxDebugLevel = 255;

class DebugLevels {
 public:
  // Reads `cat[-cat][.level]` entries, separated by commas or blanks; level 1 when it is missing,
  // an empty text means category 0-99 at level 1. What is no number is skipped.
  void set(std::string_view spec);

  int level(int category) const {
    return category < 0 || category > kMaxDebug ? 0 : levels_[static_cast<size_t>(category)];
  }
  bool wants(int category, int level_wanted) const { return level(category) >= level_wanted; }

 private:
  std::array<uint8_t, kMaxDebug + 1> levels_{};
};

}  // namespace rules

#endif
