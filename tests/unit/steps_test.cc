// Tests program/rhs.h and what eval/replace.cc makes of it: each RHS does the same whether it is
// done in steps or, because somebody watches, token by token. The same with random rules:
// tests/differential/watched_test.

#include <catch2/catch.hpp>
#include <string>

#include "test_engine.h"

using namespace rules;
using test::Bench;
using std::string_literals::operator""s;

namespace {

const Rule& first_rule(const Bench& bench) {
  const Program& program = bench.engine->program();
  return program.ruleset(program.find_called("1")).rules[0];
}

// One letter for each step of the RHS, and how many literals follow.
std::string steps_of(std::string_view rhs) {
  const Bench bench("Kt table\nS2\nRa\tb\nS1\nR$+ . $* < $-\t" + std::string(rhs) + "\n");
  const Rule& rule = first_rule(bench);
  if (!rule.has_steps) return "none";
  std::string text = rule.calls_first ? "call " : "";
  for (const RhsStep& step : rule.steps) {
    text += "lsd(?"[static_cast<size_t>(step.kind)];
    if (!step.literals.empty()) text += std::to_string(step.literals.size());
  }
  return text;
}

// What ruleset 1 leaves of the input, with its look-ups; told once and alone.
std::string run_twice(std::string_view cf, std::string_view input) {
  Bench bench(cf);
  bench.session->set_host({{}, [](const MapDefinition&, const LookupRequest& request, auto& value) {
                             if (request.key == "later") return LookupStatus::later;
                             value = request.key == "comment" ? "(c)" : "found:";
                             if (value != "(c)") value += request.key;
                             return LookupStatus::found;
                           }});
  bench.session->set_macro(Scope::connection, "{M}", "m.m");
  std::string outcomes[2];
  for (std::string& outcome : outcomes) {
    if (&outcome == &outcomes[1]) bench.listen();
    bench.session->reset_transaction();
    outcome = bench.run("1", input);
    while (bench.state == RunState::pending) outcome = bench.resume(LookupStatus::found, "answer");
    outcome += " status " + std::to_string(bench.session->status());
    for (const LookupRecord& made : bench.session->lookups()) {
      outcome.append(" ").append(made.map).append("(").append(made.key).append(")");
    }
  }
  CHECK(outcomes[0] == outcomes[1]);
  return outcomes[0];
}

}  // namespace

TEST_CASE("steps: what a LHS has in a row is one stretch") {
  CHECK(steps_of("$1 . $2 < $3") == "s");
  CHECK(steps_of("< $1 . $2 >") == "l1s1");
  CHECK(steps_of("$2 $1") == "ss");
  CHECK(steps_of("$1 $&{M} x") == "sd1");
  CHECK(steps_of("$1 $4") == "none");  // there is no $4
}

TEST_CASE("steps: a look-up with all its parts is one step, an odd one ends them") {
  CHECK(steps_of("a $(t $1:$2 $@ $3 $: none $) b") == "l1(1");
  CHECK(steps_of("$(t $1 $) $(t $2 $)") == "((");
  CHECK(steps_of("a $($1 x $) b") == "l1?");        // the map's name is data
  CHECK(steps_of("$(t $(t $1 $) $)") == "?");       // one in another
  CHECK(steps_of("$(t $1 $: a $: b $) c") == "?");  // two defaults
  CHECK(steps_of("$(t $1") == "?");                 // no end
  CHECK(steps_of("$[ $1 $: none $]") == "(");
  CHECK(steps_of("$>2 $1 $(t $2 $)") == "call s(");
  CHECK(steps_of("x $>2 $1") == "l3s");
  CHECK(steps_of("$>2 $1 $>2 $2") == "l2s2s");
}

TEST_CASE("steps: they do what the tokens do") {
  const std::string maps =
      "Kt table -a.end a.b=c.d k=%1-%2\nKe echo\nKl host\nKm macro\nKtemp temp -T.again\n";
  const auto both = [&](std::string_view rule, std::string_view input) {
    return run_twice(maps + "S2\nR$*\t$@ < $1 >\nS3\nS1\n" + std::string(rule) + "\n", input);
  };
  CHECK(both("R$+ . $+\t$: $2 $(t $1.$2 $: none $) !", "a.b") == "b c . d . end ! status 0 t(a.b)");
  CHECK(both("R$+ . $+\t$: $(t $1.$2 $: none of them at all $) !", "x.y") ==
        "none of them at all ! status 0 t(x.y)");
  CHECK(both("R$*\t$: $(t $1 $)", "x.y") == "x . y status 0 t(x.y)");
  CHECK(both("R$+ . $+\t$: $(t k $@ $1 $@ $2 $: - $)", "x.y") == "x-y . end status 0 t(k)");
  CHECK(both("R$*\t$: $(e $&{M} $@ $1 $)", "x") == "m . m|x| status 0 e(m.m)");
  CHECK(both("R$*\t$: $(l comment $) gone", "x") == " status 65 l(comment)");
  CHECK(both("R$*\t$: $(temp $1 $: none $)", "x.y") == "x . y . again status 75 temp(x.y)");
  CHECK(both("R$*\t$: $(nomap $1 $: none $)", "x") == "none status 0");
  // The value that $& had before the look-ups.
  CHECK(both("R$*\t$: $(m {M} $@ $1 $) $&{M} $(l later $) $&{M}", "x") ==
        "m . m answer m . m status 0 m({M}) l(later)");
  // Operators that a workspace holds are operators in a key, too.
  CHECK(both("R$*\t$: $(e $1 $: none $)", "x" + test::mark(Op::host) + "y") ==
        "x|y| status 0 e(x)");
  CHECK(both("R$*\t$: $>2 $(l $1 $)", "x") == "< found : x > status 0 l(x)");
  CHECK(both("R$*\t$: $>3 $1 y", "x") == "x y status 0");
  CHECK(both("R$*\t$: a $>2 $1 $>2 y", "x") == "a < x < y > > status 0");
  CHECK(both("R$*\t$: $>\"2\" $1", "x") == "< x > status 0");
  CHECK(both("R$*\t$: $>2 $(l later $)", "x") == "< answer > status 0 l(later)");
}

TEST_CASE("steps: a RHS that is too long") {
  const auto times = [](std::string_view text, int count) {
    std::string all;
    for (int i = 0; i < count; ++i) all += text;
    return all;
  };
  const std::string cf = "Ke echo\nS1\nR$*\t$: $1 $(e $1 $) $1\n";
  CHECK(run_twice(cf, times(".x", 100)).ends_with(" status 0 e(" + times(".x", 100) + ")"));
  CHECK(run_twice(cf, times(".x", 180)).ends_with(" . x status 65"));
  // A key of more characters than are looked up.
  const std::string long_key =
      run_twice("Ke echo\nS1\nR$*\t$: $(e $1$1 $)\n", times(".xxxxxxxx", 60));
  CHECK(long_key.ends_with("status 0 e(" + times(".xxxxxxxx", 113) + ".xxx)"));
}
