// The flags that most map classes share.
//
// Flags cannot be bundled: what stands behind a flag's letter belongs to it, or is ignored. A
// second K line for the same map keeps what it does not set.
//
// Tested by tests/unit/maps_flags_test.cc, tests/cases/bt/map_flag_errors.

#include <fmt/format.h>

#include "maps/answers.h"
#include "maps/flag_text.h"
#include "maps/map_class.h"

namespace rules {

namespace {

void set_tempfail_suffix(MapDefinition& map, std::string_view word) {
  map.tempfail_suffix = word;
  map.has_tempfail_suffix = true;
}

// False: no such flag.
bool read_flag(char letter, FlagText& flags, MapDefinition& map, MapProblems& problems) {
  switch (letter) {
    case 'A':
      map.append_duplicates = true;
      break;
    case 'a':
      map.append = flags.word();
      return true;
    case 'D':
      map.no_lookup_in_defer = true;
      break;
    case 'd':
      check_time(flags.time_ahead(), problems);
      break;
    case 'f':
      map.keep_case = true;
      break;
    case 'k':
      map.key_column = flags.word_after_blanks();
      return true;
    case 'm':
      map.match_only = true;
      break;
    case 'N':
      map.include_null = true;
      break;
    case 'O':
      map.no_null_variants = true;
      break;
    case 'o':
      map.optional = true;
      break;
    case 'q':
      map.keep_quotes = true;
      break;
    case 'S':
      map.space_sub = flags.character();
      return true;
    case 'T':
      set_tempfail_suffix(map, flags.word());
      return true;
    case 't':
      map.no_tempfail = true;
      break;
    case 'v':
      map.value_column = flags.word_after_blanks();
      map.has_value_column = true;
      return true;
    case 'z': {
      FlagText ahead = flags;
      const std::string_view word = ahead.word();
      map.column_delimiter = delimiter_of(word, flags.character());
      return true;
    }
    default:
      return false;
  }
  flags.word();
  return true;
}

}  // namespace

bool parse_common_flags(const MapClass& map_class, std::string_view definition, MapDefinition& map,
                        MapProblems& problems) {
  map.tries_nul_forms = true;
  // As BlankSub is on this line; what it becomes later is for other maps.
  if (map.environment) map.space_sub = map.environment->blank_sub;
  FlagText flags(definition);
  while (const char letter = flags.next_flag()) {
    if (read_flag(letter, flags, map, problems)) continue;
    problems.map_problem(illegal_option(letter, map.name));
    flags.word();
  }
  const std::string_view file = flags.first_word();
  if (!file.empty()) map.file.clear();
  append_unmarked(file, map.file);
  if ((map_class.needs & kNeedsFile) == 0 || !map.file.empty()) return true;
  problems.map_problem(fmt::format("No file name for {} map {}", map_class.name, map.name));
  return false;
}

bool parse_single_flag(const MapClass&, std::string_view definition, MapDefinition& map,
                       MapProblems&) {
  FlagText flags(definition);
  switch (flags.next_flag()) {
    case 'a':
      map.append = flags.word();
      break;
    case 'S':
    case 's':
      map.space_sub = flags.character();
      break;
    case 'D':
      map.no_lookup_in_defer = true;
      break;
    default:
      break;
  }
  return true;
}

}  // namespace rules
