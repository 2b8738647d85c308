// What an evaluation tells while it runs: typed events, no words.
//
// trace/ turns them into the reference's -bt and -d21 lines; the C ABI hands those on.
#ifndef LIBRULES_EVAL_EVENTS_H
#define LIBRULES_EVAL_EVENTS_H

#include <cstdint>
#include <span>
#include <string_view>

#include "maps/map.h"
#include "program/program.h"
#include "text/prescan.h"

namespace rules {

enum class EvalProblem : uint8_t {
  none,
  excessive_recursion,  // rewrite: excessive recursion (max 50), ruleset NAME
  infinite_loop,        // Infinite loop in ruleset NAME, rule N
  replacement_bounds,   // rewrite: ruleset NAME: replacement $N out of bounds
  expansion_too_long,   // rewrite: expansion too long
  unknown_ruleset,      // Unknown ruleset TEXT
  bad_ruleset_name,     // TEXT, in words already
  too_many_calls,       // Too many subroutine calls (16 max)
  unknown_map,          // rewrite: map TEXT not found
  missing_map_name,     // rewrite: missing mapname
  message,              // TEXT, in words already (of a map)
};

struct ProblemEvent {
  EvalProblem problem = EvalProblem::none;
  const Ruleset* ruleset = nullptr;
  int number = 0;  // rule, replacement, ruleset number
  std::string_view text;
  int error_number = 0;  // message: errno, when a system call failed
};

struct LookupEvent {
  const Map* map = nullptr;
  std::string_view key;  // as looked up; marked text
  std::span<const std::string_view> args;
  LookupAnswer answer;
};

// What the reference's matcher does next with an item of the LHS.
enum class MatchStep : uint8_t {
  advance,      // tries the item at the token
  backup,       // goes back to it
  extend,       // a class item: takes one more token
  class_match,  // a class item: what it has is a member
};

struct ResolvedAddress;  // eval/resolve_address.h

class EvalEvents {
 public:
  virtual ~EvalEvents() = default;

  virtual void ruleset_input(const Ruleset&, Tokens) {}
  virtual void ruleset_returns(const Ruleset&, Tokens) {}
  virtual void rule_tried(const Ruleset&, const Rule&) {}
  virtual void rule_failed(const Rule&) {}
  virtual void rule_matched(const Rule&) {}
  virtual void replacement_used(int /*number*/, Tokens) {}  // 21.15: what $1 stands for
  virtual void rewritten(const Rule&, Tokens) {}            // 21.4, after $> calls
  virtual void call_skipped(std::string_view /*name*/, int /*number*/) {}  // 21.3: it has no rules
  virtual void deferred_macro(bool /*rhs*/, NameId, const std::string_view* /*value*/) {}  // 21.2
  virtual void deferred_tokens(Tokens) {}  // 21.19: what $&x on the RHS became
  // 21.35, 21.36: steps of the matcher; NULL: the end of the LHS, of the workspace.
  virtual void match_step(MatchStep, const Token* /*item*/, const Token* /*token*/) {}
  // 35.9: a macro gets a value, or (NULL) loses it. had: it had one.
  virtual void macro_set(std::string_view /*name*/, const std::string_view* /*value*/,
                         bool /*had*/) {}
  // 59.14: tokens were made one text. part: of those told, not all.
  virtual void phrase_joined(Tokens, std::string_view /*phrase*/, bool /*part*/) {}
  virtual void prescan_begins(std::string_view /*text*/) {}  // 22.11
  virtual void prescan_step(const PrescanStep&) {}           // 22.36, 22.101
  virtual void prescan_ends(Tokens, bool /*failed*/) {}      // 22.12
  virtual void address_resolved(int /*flags*/, Tokens) {}    // 24.5: what 3 and 0 made
  // What is complained of from now on is about this place of a file; "": about none.
  virtual void place_changes(const FilePlace&) {}
  // What became of an address of a file; `typed` is its text.
  virtual void address_judged(const ResolvedAddress&, std::string_view /*typed*/) {}
  virtual void address_unfit(std::string_view /*typed*/) {}     // too long, say: no rule was asked
  virtual void queue_group_asked(std::string_view /*user*/) {}  // 48.2
  virtual void match_given_over(const Rule&) {}                 // its steps are too many to be told
  virtual void lookup_begins(const LookupEvent&) {}             // 60.1, before the map's own steps
  virtual void lookup_ends(const LookupEvent&) {}               // 60.1
  virtual void map_step(std::string_view /*text*/, bool /*ends_line*/) {}  // 8.x, 38.x: in words
  virtual void system_error(int /*error_number*/) {}  // LookupServices::system_error
  virtual void prescan_problem(PrescanProblem, std::string_view /*input*/) {}
  virtual void problem(const ProblemEvent&) {}
  virtual void remark(std::string_view /*text*/) {}  // of a map, in words; nothing is wrong
  virtual void loop_left(Tokens) {}                  // 21.1, after infinite_loop
  // Does the trace of the maps' own steps want this category and level?
  virtual bool wants(int /*category*/, int /*level*/) const { return false; }
};

}  // namespace rules

#endif
