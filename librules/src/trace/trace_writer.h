// Turns what an evaluation tells into the reference's words: what -bt prints with and without -d.
//
// Tested by tests/unit/trace_writer_test.cc, tests/cases/bt/trace_*.
#ifndef LIBRULES_TRACE_TRACE_WRITER_H
#define LIBRULES_TRACE_TRACE_WRITER_H

#include <string>
#include <string_view>
#include <vector>

#include "eval/events.h"
#include "text/names.h"
#include "trace/debug_levels.h"
#include "trace/trace_sink.h"

namespace rules {

// What always comes: input, returns, complaints. Ruleset bodies are traced as `levels` says, which
// may change between and during calls.
class TraceWriter final : public EvalEvents {
 public:
  // All three must outlive the writer.
  TraceWriter(const Names& names, const DebugLevels& levels, TraceSink& sink)
      : names_(names), levels_(levels), sink_(sink) {}

  void ruleset_input(const Ruleset& ruleset, Tokens tokens) override;
  void ruleset_returns(const Ruleset& ruleset, Tokens tokens) override;
  void rule_tried(const Ruleset& ruleset, const Rule& rule) override;
  void rule_failed(const Rule& rule) override;
  void rule_matched(const Rule& rule) override;
  void replacement_used(int number, Tokens tokens) override;
  void rewritten(const Rule& rule, Tokens tokens) override;
  void call_skipped(std::string_view name, int number) override;
  void deferred_macro(bool rhs, NameId name, const std::string_view* value) override;
  void deferred_tokens(Tokens tokens) override;
  void match_step(MatchStep step, const Token* item, const Token* token) override;
  void macro_set(std::string_view name, const std::string_view* value, bool had) override;
  void phrase_joined(Tokens tokens, std::string_view phrase, bool part) override;
  void prescan_begins(std::string_view text) override;
  void prescan_step(const PrescanStep& step) override;
  void prescan_ends(Tokens tokens, bool failed) override;
  void address_resolved(int flags, Tokens tokens) override;
  void place_changes(const FilePlace& place) override;
  void address_judged(const ResolvedAddress& address, std::string_view typed) override;
  void address_unfit(std::string_view typed) override;
  void queue_group_asked(std::string_view user) override;
  void match_given_over(const Rule& rule) override;
  void lookup_begins(const LookupEvent& event) override;
  void lookup_ends(const LookupEvent& event) override;
  void map_step(std::string_view text, bool ends_line) override;
  void system_error(int error_number) override { stale_error_ = error_number; }
  void prescan_problem(PrescanProblem problem, std::string_view input) override;
  void problem(const ProblemEvent& event) override;
  void remark(std::string_view text) override;
  void loop_left(Tokens tokens) override;
  bool wants(int category, int level) const override { return levels_.wants(category, level); }

 private:
  struct Place {
    const Ruleset* ruleset;
    uint32_t line;
  };

  void leave(const Ruleset& ruleset);
  void lookup_failed(const LookupEvent& event);
  void tokens_line(TraceKind kind, std::string_view label, Tokens tokens);
  void complaint(std::string_view text, int exit_status);
  void line(TraceKind kind, std::string_view text, bool ends_line = true, int exit_status = 0);

  const Names& names_;
  const DebugLevels& levels_;
  TraceSink& sink_;
  std::vector<Place> places_;  // the rulesets at work, the innermost last
  std::string text_;           // of the piece being made
  std::string about_;          // the place of a file with which complaints begin
  // errno as the reference's process has it, from a look-up that found nothing for example. Its
  // complaints end in it until something is printed or a text is made tokens.
  int stale_error_ = 0;
};

}  // namespace rules

#endif
