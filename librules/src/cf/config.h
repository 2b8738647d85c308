// A configuration as it was read: what each line of a sendmail.cf said.
//
// Tested by tests/unit/reader_test.cc, tests/cases/bt/cf_*.
#ifndef LIBRULES_CF_CONFIG_H
#define LIBRULES_CF_CONFIG_H

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cf/map_definition.h"
#include "text/arena.h"
#include "text/char_types.h"
#include "text/classes.h"
#include "text/expand.h"
#include "text/names.h"
#include "text/symbols.h"
#include "text/token.h"

namespace rules {

inline constexpr int kMaxRulesets = 200;          // numbers
inline constexpr int kMaxNumberedRulesets = 100;  // those that can be named by number
inline constexpr int kNoRuleset = -1;
inline constexpr int kMaxWildcards = 9;  // of a LHS
inline constexpr int kNewestLevel = 10;

struct ConfigRule {
  uint32_t line = 0;
  Tokens lhs;  // in Config::arena
  Tokens rhs;
  bool no_lhs = false;  // "null LHS": the reference does not know its line
};

struct ConfigRuleset {
  std::string name;  // the last name given to the number; the number itself if none was
  bool named = false;
  std::vector<ConfigRule> rules;
};

struct ConfigMailer {
  std::string name;
  uint32_t line = 0;
  std::string path, args, directory, type_mta, type_address, type_diagnostic, charset, eol, queue;
  std::string flags;
  int sender_envelope = 0, sender_header = 0;        // S=: rulesets
  int recipient_envelope = 0, recipient_header = 0;  // R=
  long max_size = 0, max_line = 0, max_messages = 0, max_recipients = 100;
  std::string user = "-1:-1";           // U=: numbers of user and group; -1 is none
  std::map<char, std::string> equates;  // as written
};

struct ConfigOption {
  std::string name;  // long name
  std::string value;
  uint32_t line = 0;
  bool sticky = false;  // from the command line: wins over the cf
};

// An H line.
struct ConfigHeader {
  std::string name;
  int ruleset = kNoRuleset;     // that checks it
  bool keeps_comments = false;  // $>+: the ruleset is given comments, too
  bool has_text = false;        // what a mail without this header gets
};

// A line whose meaning the engine does not act on: kept as it was read.
struct ConfigLine {
  char type;
  uint32_t line;
  std::string text;
};

// Is a boolean option set by this value?
inline bool is_true_value(std::string_view value) {
  return value.empty() || std::string_view("tTyY").find(value.front()) != std::string_view::npos;
}

// Macros, classes, maps, rulesets and the rest, in the order and with the effects of reading line
// by line: texts that the reference expands while it reads are expanded.
struct Config final : MacroSource {
  std::string file;
  int level = 0;  // of the V line
  std::string vendor;
  Names names;
  std::array<std::optional<std::string>, kNameIds> macros;  // marked text
  std::array<bool, kNameIds> sticky_macros{};               // from the command line
  bool operators_unchanged = true;  // `$*`, `$1` ... still stand for themselves
  Classes words;                    // of all classes
  std::array<ConfigRuleset, kMaxRulesets> rulesets;
  std::map<std::string, int, std::less<>> ruleset_numbers;
  int next_auto_ruleset = kMaxRulesets - 1;
  std::vector<std::unique_ptr<MapDefinition>> maps;
  std::shared_ptr<MapEnvironment> map_environment = std::make_shared<MapEnvironment>();
  std::vector<ConfigMailer> mailers;
  std::vector<ConfigOption> options;
  std::vector<ConfigHeader> headers;
  std::vector<std::string> queues{"mqueue"};  // names of Q lines
  std::vector<ConfigLine> lines;              // H P Q X E T
  char blank_sub = ' ';
  int daemons = 0;                           // DaemonPortOptions read
  int alias_files = 0;                       // of AliasFile
  std::optional<CharTypes> char_types;       // set at the first tokenization
  std::string operators;                     // OperatorChars, if given
  bool operators_set = false;                // it was given, though perhaps empty
  Symbols symbols;                           // of the literals of all rules
  Arena arena;                               // tokens and their texts
  Arena kept;                                // the same, from a cache file
  std::array<bool, kNameIds> macros_read{};  // while the cf was

  std::optional<std::string_view> macro_value(NameId name) override;
  const std::string* option(std::string_view name) const;
  MapDefinition* find_map(std::string_view name);
  // A new one if there is none of that name; else the known one, spelt so from now on.
  MapDefinition& map_named(std::string_view name);
};

}  // namespace rules

#endif
