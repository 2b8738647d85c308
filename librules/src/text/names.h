// Macro and class names: one byte, or {name} with a number of its own.
//
// Tested by tests/unit/names_test.cc.
#ifndef LIBRULES_TEXT_NAMES_H
#define LIBRULES_TEXT_NAMES_H

#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "text/marked.h"

namespace rules {

inline constexpr size_t kMaxNameBytes = 25;  // of a long name
// What the reference says of a name that has no number.
inline constexpr std::string_view kNoMacroId = "Unable to assign macro/class ID (mid = 0xffffffff)";

// The long names of a configuration, shared by macros and classes.
class Names {
 public:
  // kNoName if there is none.
  NameId find(std::string_view long_name) const;

  // The name's number, a new one if it has none; nullopt when the table is full.
  std::optional<NameId> add(std::string_view long_name);

  // Was there no room for it before?
  bool was_refused(std::string_view long_name) const { return refused_.contains(long_name); }

  // "x" or "{name}".
  std::string text(NameId name) const;

  size_t count() const { return long_names_.size(); }

 private:
  static size_t slot_of(std::string_view long_name);

  std::vector<std::string> long_names_;
  std::array<uint8_t, 256> slots_{};  // index + 1 of a long name; more than twice their most
  std::set<std::string, std::less<>> refused_;  // no more than kMaxRefused
};

enum class NameProblem : uint8_t {
  none,
  missing,        // nothing there
  unbalanced,     // { without }
  too_long,       // cut to kMaxNameBytes
  bad_character,  // dropped
  table_full,
  refused,  // as before: the table was full when it came first
};

struct ParsedName {
  NameId name = kNoName;
  size_t size = 0;  // bytes of the input that it took
  NameProblem problem = NameProblem::none;
  std::string long_name;  // the text in braces, what can be read of it
  std::string bad_characters;
};

// Reads a name at the beginning of `text`, `x` or `{name}`, without looking for a long one's
// number.
ParsedName read_name(std::string_view text);

// The same; new long names are added to `names`. A name of bad characters only is the empty one.
ParsedName parse_name(std::string_view text, Names& names);

// What the reference says about the problem with a name, line by line.
std::vector<std::string> name_problem_texts(const ParsedName& name);

}  // namespace rules

#endif
