// The words of a trace, what each piece is about, and the exit statuses of complaints.

#include "trace/trace_writer.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "text/prescan.h"
#include "trace/problem_text.h"

namespace rules {

namespace {

struct Piece {
  TraceKind kind;
  std::string ruleset;
  uint32_t line;
  std::string text;
  bool ends_line;
  int exit_status;
};

class Collected final : public TraceSink {
 public:
  void write(const TracePiece& piece) override {
    pieces.push_back({piece.kind, std::string(piece.ruleset), piece.line, std::string(piece.text),
                      piece.ends_line, piece.exit_status});
  }
  std::vector<Piece> pieces;
};

struct Traced {
  explicit Traced(std::string_view debug) : writer(names, levels, sink) {
    if (!debug.empty()) levels.set(debug);
    ruleset.name = "a_name_of_over_sixteen";
    rule.line = 7;
    rule.number = 1;
    rule.lhs = tokens;
    rule.rhs = tokens;
  }

  const std::string& last() const { return sink.pieces.back().text; }

  Names names;
  DebugLevels levels;
  Collected sink;
  TraceWriter writer;
  CharTypes types;
  std::vector<Token> tokens{make_token("a", types, nullptr), make_token("\"b c\"", types, nullptr)};
  Ruleset ruleset;
  Rule rule;
};

}  // namespace

TEST_CASE("trace: what goes in and out of a ruleset, its name in 16 columns") {
  Traced traced("");
  traced.writer.ruleset_input(traced.ruleset, traced.tokens);
  CHECK(traced.last() == "a_name_of_over_s   input: a \"b c\"");
  traced.writer.rule_tried(traced.ruleset, traced.rule);
  traced.writer.rule_failed(traced.rule);
  traced.writer.ruleset_returns(traced.ruleset, {});
  REQUIRE(traced.sink.pieces.size() == 2);
  CHECK(traced.last() == "a_name_of_over_s returns:");
  CHECK(traced.sink.pieces[0].kind == TraceKind::input);
  CHECK(traced.sink.pieces[1].kind == TraceKind::returns);
  CHECK(traced.sink.pieces[1].ruleset == "a_name_of_over_sixteen");
  CHECK(traced.sink.pieces[1].line == 7);
}

TEST_CASE("trace: rules at level 12, with their lines from level 15 on") {
  Traced traced("21.12");
  traced.writer.ruleset_input(traced.ruleset, traced.tokens);
  traced.writer.rule_tried(traced.ruleset, traced.rule);
  CHECK(traced.last() == "-----trying rule: a \"b c\"");
  traced.writer.rule_matched(traced.rule);
  CHECK(traced.last() == "-----rule matches: a \"b c\"");
  traced.levels.set("21.15");
  traced.writer.rule_tried(traced.ruleset, traced.rule);
  CHECK(traced.last() == "-----trying rule (line 7): a \"b c\"");
}

TEST_CASE("trace: steps of the matcher") {
  Traced traced("21.36");
  traced.writer.match_step(MatchStep::advance, &traced.tokens[0], nullptr);
  CHECK(traced.last() == "ADVANCE rp=a, ap=<null>");
  traced.writer.match_step(MatchStep::backup, nullptr, &traced.tokens[1]);
  CHECK(traced.last() == "BACKUP  rp=<null>, ap=\"b c\"");
  traced.writer.match_step(MatchStep::class_match, nullptr, nullptr);
  CHECK(traced.last() == "CLMATCH");
  const size_t told = traced.sink.pieces.size();
  traced.levels.set("21.35");
  traced.writer.match_step(MatchStep::extend, &traced.tokens[0], nullptr);
  CHECK(traced.sink.pieces.size() == told);
}

TEST_CASE("trace: values of macros are printed as they are") {
  Traced traced("21.2");
  const std::string_view value = "x\x81\"y";
  traced.writer.deferred_macro(true, 'Q', &value);
  CHECK(traced.last() == "rewrite: RHS $&{Q} => \"x\x81\"y\"");
  traced.writer.deferred_macro(false, *traced.names.add("long"), nullptr);
  CHECK(traced.last() == "rewrite: LHS $&{long} => \"(NULL)\"");
}

TEST_CASE("trace: complaints and their exit statuses") {
  Traced traced("");
  ProblemEvent event;
  event.problem = EvalProblem::infinite_loop;
  event.ruleset = &traced.ruleset;
  event.number = 3;
  traced.writer.problem(event);
  CHECK(traced.last() == "Infinite loop in ruleset a_name_of_over_sixteen, rule 3");
  CHECK(traced.sink.pieces.back().exit_status == 70);
  event = {};
  event.problem = EvalProblem::message;
  event.text = "cannot open";
  event.error_number = 2;
  traced.writer.problem(event);
  CHECK(traced.sink.pieces.back().exit_status == 71);
  traced.writer.prescan_problem(PrescanProblem::unbalanced_less, "<a");
  CHECK(traced.last() == "<a... Unbalanced '<'");
  CHECK(traced.sink.pieces.back().exit_status == 0);
}

TEST_CASE("trace: a long input is shown by both of its ends") {
  const std::string input = std::string(102, 'a') + std::string(102, 'b');
  std::string text;
  append_prescan_problem_text(PrescanProblem::unbalanced_quote, input, text);
  CHECK(text == std::string(100, 'a') + "..." + std::string(100, 'b') + "... Unbalanced '\"'");
  text.clear();
  append_prescan_problem_text(PrescanProblem::unbalanced_quote, "\xe9t\xe9", text);
  CHECK(text == "iti... Unbalanced '\"'");
}

TEST_CASE("trace: a ruleset that is given up leaves no place behind") {
  Traced traced("21.12");
  Ruleset inner;
  inner.name = "inner";
  traced.writer.ruleset_input(traced.ruleset, {});
  traced.writer.rule_tried(traced.ruleset, traced.rule);
  traced.writer.ruleset_input(inner, {});
  traced.writer.rule_tried(traced.ruleset, traced.rule);
  CHECK(traced.sink.pieces.back().ruleset == "a_name_of_over_sixteen");
}

}  // namespace rules
