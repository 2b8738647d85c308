// Tests eval/session.h: rewriting, look-ups, calls, limits, macros, suspend and resume.
// Expectations: spec of the language, "Right-hand side", "Rulesets, loops, recursion"; sendmail's
// rhs_*, map_* transcripts and runs of it.

#include "eval/session.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "test_engine.h"
#include "text/translate.h"

using namespace rules;
using test::Bench;
using test::Lines;
using std::string_literals::operator""s;

namespace {

std::string times(std::string_view text, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

// `problem N`: EvalProblem as the listener of test_engine.h tells it.
std::string problem(EvalProblem what, std::string_view rest = {}) {
  std::string line = "problem " + std::to_string(static_cast<int>(what));
  if (!rest.empty()) line.append(" ").append(rest);
  return line;
}

bool has(const Lines& lines, const std::string& line) {
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

}  // namespace

// ---- rules

TEST_CASE("session: without a prefix a rule is tried again, $: once, $@ returns") {
  Bench bench("S1\nRa $*\t$1 b\nRb $*\t$: c $1\nRc $*\t$@ d $1\nRd $*\tnever\n");
  CHECK(bench.run("1", "a a x") == "x b b");
  CHECK(bench.run("1", "a") == "d");
  CHECK(bench.session->status() == 0);
}

TEST_CASE("session: only the first token can be a prefix") {
  Bench bench("S1\nRa\t$@ $: b\nRb\tc $@ d\nS2\nRa\t$: b $@\nR$*\t$@ <$1>\n");
  CHECK(bench.run("1", "a") == "$: b");
  CHECK(bench.run("2", "a") == "< b $@ >");
}

TEST_CASE("session: a RHS of a prefix alone erases the workspace") {
  Bench bench("S1\nRa\t$@\n");
  CHECK(bench.run("1", "a").empty());
}

TEST_CASE("session: literals match whatever their case, quotes are part of a token") {
  Bench bench("S1\nRabc\t$@ yes\nR$*\t$@ no\n");
  CHECK(bench.run("1", "ABC") == "yes");
  CHECK(bench.run("1", "\"abc\"") == "no");
}

TEST_CASE("session: an empty LHS matches an empty workspace") {
  Bench bench("S1\nR$A\t$@ empty\n");
  CHECK(bench.run("1", "") == "empty");
  CHECK(bench.run("1", "a") == "a");
}

TEST_CASE("session: $& on a LHS spells the macro's raw value, token by token") {
  Bench bench(
      "DAabc\nDBa.b\nDCa b\nS1\nRx $&A y\t$@ A\nRx $&B y\t$@ B\nRx $&C y\t$@ C\n"
      "Rx $&U y\t$@ U\nR$*\t$@ no\n");
  CHECK(bench.run("1", "x abc y") == "A");
  CHECK(bench.run("1", "x ABC y") == "A");
  CHECK(bench.run("1", "x ab c y") == "A");
  CHECK(bench.run("1", "x a.b y") == "B");
  CHECK(bench.run("1", "x a b y") == "no");  // the blank of C's value matches nothing
  CHECK(bench.run("1", "x abcd y") == "no");
  CHECK(bench.run("1", "x y") == "U");
}

TEST_CASE("session: $& of an undefined macro matches nothing, but not at the end") {
  Bench bench("S1\nR$* $&U\t$@ yes\nR$*\t$@ no\nS2\nR$&U $+\t$@ yes $1\n");
  CHECK(bench.run("1", "a") == "no");
  CHECK(bench.run("2", "a") == "yes a");
}

TEST_CASE("session: classes: phrases, and tokens that are no member") {
  Bench bench("CXtwo.three one\nS1\nR$=X $*\t$@ in $1 . $2\nR$~X $*\t$@ out $1\n");
  CHECK(bench.run("1", "one x") == "in one . x");
  CHECK(bench.run("1", "TWO.Three x") == "in TWO . Three . x");
  CHECK(bench.run("1", "two x") == "out two");
}

TEST_CASE("session: rules are no longer tried once the workspace begins with $#") {
  Bench bench(
      "S1\nRa\t$: $#local $: a\nR$*\t$@ never\nR$#$*\t$@ never\nS2\nR$*\t$: $>1 $1\n"
      "R$*\t$@ never\n");
  CHECK(bench.run("1", "a") == "$# local $: a");
  CHECK(bench.run("2", "a") == "$# local $: a");
}

TEST_CASE("session: the rule that wrote the $# is the one that decided") {
  Bench bench("Sin\nRa\t$@ $#error $: no\nS1\nR$*\t$: $>in $1\nR$*\t$: $1\n");
  bench.run("1", "a");
  REQUIRE(bench.session->deciding_rule() != nullptr);
  CHECK(bench.session->deciding_rule()->line == 3);
  CHECK(bench.session->deciding_ruleset()->name == "in");
}

// ---- limits of the language

TEST_CASE("session: a rule applies 100 times in a row, then the ruleset returns") {
  Bench bench("S1\nR$+ z\t$1\nR$*\t$: later $1\n");
  auto& told = bench.listen();
  CHECK(bench.run("1", "x" + times(" z", 99)) == "later x");
  CHECK(told.lines.size() == 2);
  told.lines.clear();
  CHECK(bench.run("1", "x" + times(" z", 101)) == "x z");
  CHECK(bench.session->status() == 0);
  REQUIRE(told.lines.size() == 3);
  CHECK(told.lines[1] == problem(EvalProblem::infinite_loop, "1"));
  CHECK(told.lines[2] == "1 > x z");
}

TEST_CASE("session: the 52nd nested call is one too many: 78, and 51 rulesets return") {
  Bench bench("S1\nR$*\t$: $>1 $1\n");
  auto& told = bench.listen();
  CHECK(bench.run("1", "a") == "a");
  CHECK(bench.session->status() == kExitConfig);
  size_t begun = 0, returned = 0;
  for (const std::string& line : told.lines) {
    begun += line == "1 < a";
    returned += line == "1 > a";
  }
  CHECK(begun == 52);
  CHECK(returned == 51);
  CHECK(told.lines[52] == problem(EvalProblem::excessive_recursion, "50"));
}

TEST_CASE("session: 1000 tokens fit in a workspace, 1001 do not") {
  Bench bench("S1\nR$*\t$@ $1 $1 $1 $1 $1 $1 $1 $1\nS2\nR$*\t$@ $1 $1 $1 $1 $1 $1 $1 $1 x\n");
  CHECK(bench.run("1", times("a ", 125)).size() == 1999);
  CHECK(bench.session->status() == 0);
  auto& told = bench.listen();
  bench.run("2", times("a ", 125));
  CHECK(bench.session->status() == kExitDataError);
  REQUIRE(told.lines.size() == 2);  // no return
  CHECK(told.lines[1] == problem(EvalProblem::expansion_too_long));
}

TEST_CASE(
    "session: $3 of a rule with two wildcards abandons the ruleset, its workspace unchanged") {
  Bench bench("S1\nR$*\t$: $2\nR$*\t$@ never\nS2\nR$*\t$: a $>1 $1\nR$*\t$: b $1\n");
  auto& told = bench.listen();
  CHECK(bench.run("1", "x") == "x");
  CHECK(bench.session->status() == kExitConfig);
  CHECK(told.lines == Lines{"1 < x", problem(EvalProblem::replacement_bounds, "2")});
  CHECK(bench.run("2", "x") == "b a x");
  CHECK(bench.session->status() == kExitConfig);
}

// ---- calls

TEST_CASE("session: a call takes all that follows, what stands before stays") {
  Bench bench("Sin\nR$*\t$@ <$1>\nS1\nR$*\t$: a $>in b $1 c\n");
  CHECK(bench.run("1", "x") == "a < b x c >");
}

TEST_CASE("session: the calls of a RHS are made from right to left") {
  Bench bench("Sa\nR$*\t$@ a $1\nSb\nR$*\t$@ b $1\nS1\nR$*\t$: $>a x $>b $1\n");
  auto& told = bench.listen();
  CHECK(bench.run("1", "y") == "a x b y");
  CHECK(told.lines ==
        Lines{"1 < y", "b < y", "b > b y", "a < x b y", "a > a x b y", "1 > a x b y"});
}

TEST_CASE("session: the name of a call can be quoted, a number, or come from the workspace") {
  Bench bench(
      "Sa\nR$*\t$@ a $1\nS5\nR$*\t$@ five $1\nS1\nR1\t$@ $>\"a\" x\nR2\t$@ $>5 x\n"
      "R3 $-\t$@ $>$1 x\n");
  CHECK(bench.run("1", "1") == "a x");
  CHECK(bench.run("1", "2") == "five x");
  CHECK(bench.run("1", "3 a") == "a x");
}

TEST_CASE("session: a ruleset without rules is skipped, and so is the token after it") {
  Bench bench(
      "Sempty\nSup\nR$*\t$@ up $1\nS1\nR1 $*\t$@ $>empty x $1\nR2 $*\t$@ $>empty $>up $1\n");
  auto& told = bench.listen();
  CHECK(bench.run("1", "1 q") == "x q");
  CHECK(has(told.lines, "skip empty"));
  CHECK(bench.run("1", "2 q") == "$> up q");
}

TEST_CASE("session: $> at the end is a token") {
  Bench bench("S1\nRa\t$@ b $>\n");
  CHECK(bench.run("1", "a") == "b $>");
}

TEST_CASE("session: an unknown ruleset: 78, the call stays as it is written, rules go on") {
  Bench bench("Sa\nR$*\t$@ a $1\nS1\nRx\t$: $>nosuch $>a y\nR$*\t$: n\n");
  auto& told = bench.listen();
  CHECK(bench.run("1", "x") == "n");
  CHECK(bench.session->status() == kExitConfig);
  CHECK(told.lines == Lines{"1 < x", problem(EvalProblem::unknown_ruleset, "nosuch"), "1 > n"});
}

TEST_CASE("session: 15 calls in a RHS are made, 16 are too many") {
  Bench bench("Sa\nR$*\t$@ $1\nS1\nRx\t$@ " + times("$>a ", 15) + "y\nS2\nRx\t$@ " +
              times("$>a ", 16) + "y\n");
  CHECK(bench.run("1", "x") == "y");
  auto& told = bench.listen();
  bench.run("2", "x");
  CHECK(has(told.lines, problem(EvalProblem::too_many_calls)));
}

TEST_CASE("session: a call that fails ends the calls of its RHS; a temporary failure does not") {
  Bench bench(
      "Kt temp\nSbad\nR$*\t$: $2\nSok\nR$*\t$@ s $1\nStmp\nR$*\t$: $(t $1 $: d $)\n"
      "S1\nRx\t$@ $>ok u $>bad w\nRy\t$@ $>ok $>tmp w\n");
  CHECK(bench.run("1", "x") == "$> ok u w");
  CHECK(bench.session->status() == kExitConfig);
  CHECK(bench.run("1", "y") == "s d");
  CHECK(bench.session->status() == kExitTempFail);
}

TEST_CASE("session: the last status of a callee that is none of success is that of the ruleset") {
  Bench bench(
      "Kt temp\nSbad\nR$*\t$: $2\nSok\nR$*\t$@ o $1\nStmp\nR$*\t$: $(t $1 $: d $)\n"
      "S1\nR$*\t$: $>tmp $1\nR$*\t$: $>bad $1\nR$*\t$: $>ok $1\n"
      "S2\nR$*\t$: $>bad $1\nR$*\t$: $>tmp $1\nR$*\t$: $>ok $1\n");
  bench.run("2", "a");
  CHECK(bench.session->status() == kExitTempFail);
}

// ---- look-ups

TEST_CASE("session: found, not found with and without a default") {
  Bench bench(
      "Kt table a=one b=two.three\nS1\nR$* d\t$@ $(t $1 $: none here $)\nR$*\t$@ $(t $1 $)\n");
  CHECK(bench.run("1", "a") == "one");
  CHECK(bench.run("1", "b") == "two . three");
  CHECK(bench.run("1", "x.y") == "x . y");
  CHECK(bench.run("1", "x d") == "none here");
}

TEST_CASE("session: look-ups are made from left to right, their results not looked at again") {
  Bench bench("Ke echo\nKt table a=b b=c\nS1\nR$*\t$@ $(e 1 $) $(e 2 $) $(t a $)\n");
  auto& told = bench.listen();
  CHECK(bench.run("1", "x") == "1| 2| b");
  CHECK(told.lines == Lines{"1 < x", "e(1)", "= 1|", "e(2)", "= 2|", "t(a)", "= b", "1 > 1| 2| b"});
}

TEST_CASE(
    "session: key, arguments and default: tokens joined; arguments and default in any order") {
  Bench bench("Ke echo\nS1\nR$*\t$@ $(e a b.c $: no $@ d \"e f\" $@ g $)\n");
  CHECK(bench.run("1", "x") == "a b . c|d \"e f\" |g|");
}

TEST_CASE("session: eight arguments can be used besides the key, %0 to %8") {
  Bench bench("Ke echo\nS1\nR$*\t$@ $(e k $@1$@2$@3$@4$@5$@6$@7$@8$@9 $)\n");
  CHECK(bench.run("1", "x") == "k|1|2|3|4|5|6|7|8|");
}

TEST_CASE("session: the last default wins") {
  Bench bench("Kt table a=b\nS1\nR$*\t$@ $(t x $: one $: two $)\n");
  CHECK(bench.run("1", "x") == "two");
}

TEST_CASE(
    "session: a key loses its quotes and backslashes; without an answer it comes back whole") {
  Bench bench(
      "Ke echo\nKq echo -q\nKt table x=y\nS1\nR1 $*\t$@ $(e $1 $)\nR2 $*\t$@ $(q $1 $)\n"
      "R3 $*\t$@ $(t $1 $)\n");
  auto& told = bench.listen();
  bench.run("1", "1 \"a b\" c\\@d");
  CHECK(has(told.lines, "e(a bc@d)"));
  bench.run("1", "2 \"a b\"");
  CHECK(has(told.lines, "q(\"a b\")"));
  CHECK(bench.run("1", "3 \"a b\"") == "\"a b\"");
}

TEST_CASE("session: -S or BlankSub stands between the words of a key, BlankSub in arguments") {
  Bench bench(
      "O BlankSub=_\nKe echo\nKs echo -S+\nS1\nR1\t$@ $(e a b $@ c d $)\n"
      "R2\t$@ $(s a b $@ c d $)\n");
  CHECK(bench.run("1", "1") == "a_b|c_d|");
  CHECK(bench.run("1", "2") == "a+b|c_d|");
}

TEST_CASE(
    "session: %n of an answer are key and arguments, -a goes to its end, -m answers the key") {
  Bench bench(
      "Kt table -aX k=%0-%1-%2-%%\nKm table -m -aY k=v\nS1\nR1\t$@ $(t k $@ one $)\n"
      "R2\t$@ $(m k $)\n");
  CHECK(bench.run("1", "1") == "k-one--%X");
  CHECK(bench.run("1", "2") == "kY");
}

TEST_CASE("session: an empty answer is no token") {
  Bench bench("Kt table k=\nS1\nR$*\t$@ a $(t k $: no $) b\n");
  CHECK(bench.run("1", "x") == "a b");
}

TEST_CASE("session: the default can hold operators, an answer cannot") {
  Bench bench(
      "Kt table k=v\nSlocal\nR$*\t$@ called $1\nS1\nR1\t$@ $(t x $: $#error $)\n"
      "R2\t$@ $(t x $: $>local $) y\n");
  CHECK(bench.run("1", "1") == "$# error");
  CHECK(bench.run("1", "2") == "called y");
}

TEST_CASE("session: comments of an answer vanish, its quotes stay") {
  Bench bench("Kt table k=a(b)\"c\"d\nS1\nR$*\t$@ $(t k $)\n");
  CHECK(bench.run("1", "x") == "a \"c\" d");
}

TEST_CASE("session: an unknown map is told, then default or key") {
  Bench bench("S1\nR1\t$@ $(nomap k $: d $)\nR2\t$@ $(nomap k $)\n");
  auto& told = bench.listen();
  CHECK(bench.run("1", "1") == "d");
  CHECK(bench.run("1", "2") == "k");
  CHECK(has(told.lines, problem(EvalProblem::unknown_map, "nomap")));
  CHECK(bench.session->status() == 0);
}

TEST_CASE("session: map names are compared without case, can come from $1") {
  Bench bench("KTable table k=v\nS1\nR$-\t$@ $($1 k $)\n");
  CHECK(bench.run("1", "tABLE") == "v");
}

TEST_CASE("session: a temporary failure: 75, and the default or the key") {
  Bench bench("Kt temp\nS1\nR1\t$@ $(t k $: d $)\nR2\t$@ $(t k $)\n");
  CHECK(bench.run("1", "1") == "d");
  CHECK(bench.session->status() == kExitTempFail);
  CHECK(bench.session->reason() == "temporary failure of map t");
  CHECK(bench.run("1", "2") == "k");
  CHECK(bench.session->status() == kExitTempFail);
}

TEST_CASE("session: -t keeps a temporary failure from the status; -T answers key and suffix") {
  Bench bench(
      "Kt temp -t\nKs temp -T<TMPF>\nKb temp -t -T.x\nS1\nR1\t$@ $(t k $: d $)\n"
      "R2\t$@ $(s k $: d $)\nR3\t$@ $(b k $: d $)\n");
  CHECK(bench.run("1", "1") == "d");
  CHECK(bench.session->status() == 0);
  CHECK(bench.run("1", "2") == "k < TMPF >");
  CHECK(bench.session->status() == kExitTempFail);
  CHECK(bench.run("1", "3") == "k . x");
  CHECK(bench.session->status() == 0);
}

TEST_CASE("session: a broken map is no answer, and no temporary failure") {
  Bench bench("Kb broken\nS1\nR$*\t$@ $(b k $: d $)\n");
  CHECK(bench.run("1", "1") == "d");
  CHECK(bench.session->status() == 0);
  REQUIRE(bench.session->lookups().size() == 1);
  CHECK(bench.session->lookups()[0].status == LookupStatus::error);
}

TEST_CASE("session: $( at the very end, and $( that is not closed") {
  Bench bench("Kt table k=v\nS1\nR1\t$@ a $(\nR2\t$@ a $(t k\n");
  auto& told = bench.listen();
  CHECK(bench.run("1", "1") == "a");
  CHECK(has(told.lines, problem(EvalProblem::missing_map_name)));
  CHECK(bench.run("1", "2") == "a v");
}

TEST_CASE("session: look-ups are listed with map, key, value, status and line") {
  Bench bench("Kt table k=v\nS1\nR$*\t$@ $(t k $) $(t no $)\n");
  bench.run("1", "x");
  const auto lookups = bench.session->lookups();
  REQUIRE(lookups.size() == 2);
  CHECK(lookups[0].map == "t");
  CHECK(lookups[0].key == "k");
  CHECK(lookups[0].value == "v");
  CHECK(lookups[0].status == LookupStatus::found);
  CHECK(lookups[0].line == 4);
  CHECK(lookups[1].status == LookupStatus::not_found);
}

// ---- macros

TEST_CASE("session: $& on a RHS is the value before the look-ups of that RHS") {
  Bench bench("Km macro\nD{V}old\nS1\nR$*\t$: $(m {V} $@ new $) $&{V}\nR$*\t$@ $1 $&{V}\n");
  CHECK(bench.run("1", "x") == "old new");
}

TEST_CASE("session: a value's comments vanish, its macros are not expanded") {
  Bench bench("DAone\nD{V}a(b)c $A\nS1\nR$*\t$@ $&{V}\n");
  CHECK(bench.run("1", "x") == "a c $A");
}

TEST_CASE("session: a value that cannot be tokenised abandons the ruleset: 65") {
  Bench bench("D{V}" + std::string(300, 'a') + "\nS1\nR$*\t$@ b $&{V}\n");
  auto& told = bench.listen();
  CHECK(bench.run("1", "x") == "x");
  CHECK(bench.session->status() == kExitDataError);
  CHECK(has(told.lines, "prescan: token too long"));
}

TEST_CASE("session: the macro map sets, empties and unsets") {
  Bench bench(
      "Km macro\nDVold\nS1\nR1\t$: $(m V $@ a.b c $)\nR2\t$: $(m V $@ $)\nR3\t$: $(m V $)\n");
  CHECK(bench.run("1", "1").empty());
  CHECK(bench.session->macro("V") == "a.b c");
  bench.run("1", "2");
  CHECK(bench.session->macro("V") == "");
  bench.run("1", "3");
  CHECK(bench.session->macro("V") == "old");  // the configuration's again
}

TEST_CASE("session: a name that the cf does not have can be set and read back") {
  Bench bench("Km macro\nS1\nR$-\t$: $(m {$1} $@ value $)\n");
  bench.run("1", "fresh");
  CHECK(bench.session->macro("{fresh}") == "value");
  bench.session->reset_transaction();
  CHECK_FALSE(bench.session->macro("{fresh}"));
}

TEST_CASE("session: a transaction's macros go before the connection's, these before the cf's") {
  Bench bench("DAcf\nS1\nR$*\t$@ $&A\n");
  Session& session = *bench.session;
  CHECK(bench.run("1", "x") == "cf");
  session.set_macro(Scope::connection, "A", "connection");
  CHECK(bench.run("1", "x") == "connection");
  session.set_macro(Scope::transaction, "{A}", "transaction");
  CHECK(bench.run("1", "x") == "transaction");
  session.unset_macro(Scope::transaction, "A");
  CHECK(bench.run("1", "x").empty());
  session.reset_transaction();
  CHECK(bench.run("1", "x") == "connection");
}

TEST_CASE("session: one session's macros are not another's, nor the program's") {
  Bench bench("DAcf\nKm macro\nS1\nR$*\t$@ $&A $(m A $@ set $)\n");
  Session other(bench.engine);
  bench.run("1", "x");
  CHECK(other.macro("A") == "cf");
  CHECK(*bench.engine->program().macro('A') == "cf");
}

TEST_CASE("session: a host's macro is asked for when a rule reads it, once in a call") {
  Bench bench("DAcf\nS1\nR1\t$: $&{asked} $&{asked}\nR$*\t$: $1 $&{asked}\nS2\nR$*\t$@ $&A\n");
  int asked = 0;
  Host host;
  host.macro = [&](std::string_view name, std::string& value) {
    if (name != "{asked}") return false;
    ++asked;
    value = "v" + std::to_string(asked);
    return true;
  };
  bench.session->set_host(host);
  CHECK(asked == 0);
  CHECK(bench.run("1", "1") == "v1 v1 v1");
  CHECK(bench.run("1", "1") == "v2 v2 v2");
  CHECK(bench.run("2", "1") == "cf");
  CHECK(asked == 2);
}

TEST_CASE("session: a macro that a rule set is not asked for") {
  Bench bench("Km macro\nS1\nR$*\t$: $(m {asked} $@ rule $)\nR$*\t$@ $&{asked}\n");
  Host host;
  host.macro = [](std::string_view, std::string& value) {
    value = "host";
    return true;
  };
  bench.session->set_host(host);
  CHECK(bench.run("1", "1") == "rule");
}

TEST_CASE("session: names that cannot be macros") {
  Bench bench("S1\nR$*\t$1\n");
  CHECK_FALSE(bench.session->set_macro(Scope::connection, "", "x"));
  CHECK_FALSE(bench.session->set_macro(Scope::connection, "{}", "x"));
}

// ---- classes of a session

TEST_CASE("session: words that a host adds are members, in their scope") {
  Bench bench("CXcf\nS1\nR$=X\t$@ in\nR$*\t$@ out\n");
  Session& session = *bench.session;
  session.add_class_word(Scope::connection, "X", "c.d");
  session.add_class_word(Scope::transaction, "{X}", "t");
  CHECK(bench.run("1", "cf") == "in");
  CHECK(bench.run("1", "C.D") == "in");
  CHECK(bench.run("1", "t") == "in");
  session.reset_transaction();
  CHECK(bench.run("1", "t") == "out");
  session.clear_class_words(Scope::connection, "X");
  CHECK(bench.run("1", "c.d") == "out");
  CHECK(bench.run("1", "cf") == "in");
}

// ---- operators and data

TEST_CASE("session: a byte 0x96 of data is not $#, wherever it comes from") {
  Bench bench(
      "Km macro\nS1\nR1 $*\t$: $1\nR2 $*\t$: $&{V}\n"
      "R4\t$: $(h k $)\nR$#$*\t$@ operator\nR$*\t$@ data\nKh host\n");
  const std::string data = "\x96local";
  CHECK(bench.run("1", "1 " + data) == "data");
  bench.session->set_macro(Scope::connection, "{V}", data);
  CHECK(bench.run("1", "2") == "data");
  Host host;
  host.lookup = [&](const MapDefinition&, const LookupRequest&, std::string& value) {
    value = data;
    return LookupStatus::found;
  };
  host.macro = [&](std::string_view, std::string& value) {
    value = data;
    return true;
  };
  bench.session->set_host(host);
  CHECK(bench.run("1", "4") == "data");
  bench.session->reset_transaction();
  bench.session->unset_macro(Scope::connection, "{V}");
  CHECK(bench.run("1", "2 x") == "data");
}

TEST_CASE("session: a NUL in what a host says ends it: it makes no operator") {
  Bench bench("Kh host\nS1\nR1\t$: $(h k $)\nR2\t$: $&{V}\nR$*\t$@ <$1>\n");
  const std::string data = "a\0\x96local"s;
  Host host;
  host.lookup = [&](const MapDefinition&, const LookupRequest& request, std::string& value) {
    value = data;
    return request.key == "k" ? LookupStatus::found : LookupStatus::later;
  };
  host.macro = [&](std::string_view, std::string& value) {
    value = data;
    return true;
  };
  bench.session->set_host(host);
  CHECK(bench.run("1", "1") == "< a >");
  CHECK(bench.run("1", "2") == "< a >");
}

TEST_CASE("session: an operator that the cf wrote keeps its mark through the macro map") {
  Bench bench(
      "Km macro\nS1\nR$*\t$: $(m {V} $@ $# local $) x\nR$*\t$: $&{V}\nR$*\t$@ not decided\n");
  CHECK(bench.run("1", "a").substr(0, 2) == "$#");
}

TEST_CASE("session: ... through map arguments, -a and -T suffixes") {
  Bench bench(
      "Kt table -a$#x k=\nKa table k=%1\nKs temp -T$#x\nKe table -a$| k=a\nS1\n"
      "R1\t$: $(t k $)\nR2\t$: $(a k $@ $#y $)\nR3\t$: $(s $)\nR$*\t$@ not decided\n");
  CHECK(bench.run("1", "1").substr(0, 2) == "$#");
  CHECK(bench.run("1", "2").substr(0, 2) == "$#");
  CHECK(bench.run("1", "3").substr(0, 2) == "$#");
}

TEST_CASE("session: ... but in an answer it is no token of its own unless it stands alone") {
  Bench bench("Ke table -a$|b k=a\nS1\nR$*\t$: $(e k $)\nR$* $| $*\t$@ split\nR$*\t$@ whole $1\n");
  CHECK(bench.run("1", "x") == "whole a$|b");
}

TEST_CASE("session: arguments of a call are joined by a $| that no argument can write") {
  Bench bench("S1\nR$* $| $*\t$@ <$1> <$2>\n");
  Session& session = *bench.session;
  session.begin();
  session.add_text("a $| b", {});
  session.add_separator();
  session.add_text("c", {});
  session.run(1);
  CHECK(bench.workspace() == "< a $| b > < c >");
}

// ---- suspend and resume

TEST_CASE("session: a look-up that answers later: pending, resumed with any answer") {
  Bench bench("Kh host\nS1\nR$*\t$: <$(h $1 $: default $)>\nR$*\t$@ done $1\n");
  Host host;
  host.lookup = [](const MapDefinition&, const LookupRequest&, std::string&) {
    return LookupStatus::later;
  };
  bench.session->set_host(host);
  bench.run("1", "k");
  REQUIRE(bench.state == RunState::pending);
  CHECK(bench.resume(LookupStatus::found, "a.b") == "done < a . b >");
  CHECK(bench.state == RunState::done);
  bench.run("1", "k");
  CHECK(bench.resume(LookupStatus::not_found, "") == "done < default >");
  CHECK(bench.session->status() == 0);
  bench.run("1", "k");
  CHECK(bench.resume(LookupStatus::temp_fail, "") == "done < default >");
  CHECK(bench.session->status() == kExitTempFail);
  bench.run("1", "k");
  CHECK(bench.resume(LookupStatus::error, "") == "done < default >");
  CHECK(bench.session->status() == kExitConfig);
}

TEST_CASE("session: several look-ups of a RHS and of nested calls, each suspended") {
  const char* const cf =
      "Kh host\nSin\nR$*\t$@ ($(h 2$1 $) $(h 3$1 $))\n"
      "S1\nR$*\t$: $(h 1$1 $) x $>in $(h 4$1 $)\nR$*\t$@ end $(h 5 $) $1\n";
  Host now, later;
  now.lookup = [](const MapDefinition&, const LookupRequest& request, std::string& value) {
    value = "got" + std::string(request.key);
    return LookupStatus::found;
  };
  later.lookup = [](const MapDefinition&, const LookupRequest&, std::string&) {
    return LookupStatus::later;
  };
  Bench at_once(cf);
  at_once.session->set_host(now);
  auto& told = at_once.listen();
  const std::string expected = at_once.run("1", "k");
  Lines asked, answers;
  for (const std::string& line : told.lines) {
    if (line.substr(0, 2) == "h(") asked.push_back(line);
  }
  Bench suspended(cf);
  suspended.session->set_host(later);
  auto& told_too = suspended.listen();
  suspended.run("1", "k");
  size_t rounds = 0;
  while (suspended.state == RunState::pending) {
    REQUIRE(rounds < asked.size());
    const std::string key = asked[rounds].substr(2, asked[rounds].size() - 3);
    suspended.resume(LookupStatus::found, "got" + key);
    ++rounds;
  }
  CHECK(rounds == 5);
  CHECK(suspended.workspace() == expected);
  CHECK(told_too.lines == told.lines);
  CHECK(suspended.session->lookups().size() == 5);
}

TEST_CASE("session: resume without a look-up that waits changes nothing") {
  Bench bench("S1\nR$*\t$@ a $1\n");
  bench.run("1", "x");
  CHECK(bench.resume(LookupStatus::found, "y") == "a x");
  CHECK(bench.state == RunState::done);
}

TEST_CASE("session: a call that waits can be given up for a new one") {
  Bench bench("Kh host\nS1\nRk\t$: $(h k $)\nR$*\t$@ <$1>\n");
  Host host;
  host.lookup = [](const MapDefinition&, const LookupRequest&, std::string&) {
    return LookupStatus::later;
  };
  bench.session->set_host(host);
  bench.run("1", "k");
  REQUIRE(bench.state == RunState::pending);
  CHECK(bench.run("1", "x") == "< x >");
  CHECK(bench.state == RunState::done);
}

// ---- limits and cancel

TEST_CASE("session: each limit stops a call with a temporary failure and a reason") {
  Bench bench(
      "Ke echo\nSr\nR$*\t$: $>r $1\nR$*\t$: $>r $1\nS1\nR$*\t$: $>r $1\n"
      "S2\nR$*\t$: $(e $1 $)\nR$*\t$: $(e $1 $)\nS3\nR$*\t$: $1 $1\nR$*\t$: $1 $1\n"
      "S4\nR$* $* z $*\t$@ x\n");
  const auto stopped = [&](const char* ruleset, Limits limits) {
    bench.session->set_limits(limits);
    CHECK(bench.run(ruleset, times("a ", 50) + "z").empty());
    CHECK(bench.state == RunState::limit);
    CHECK(bench.session->status() == kExitTempFail);
    return std::string(bench.session->reason());
  };
  Limits limits;
  limits.rules = 1000;
  CHECK(stopped("1", limits) == "limit of rules");
  limits = Limits();
  limits.lookups = 1;
  CHECK(stopped("2", limits) == "limit of look-ups");
  limits = Limits();
  limits.tokens = 120;
  CHECK(stopped("3", limits) == "limit of tokens");
  limits = Limits();
  limits.steps = 10;
  CHECK(stopped("4", limits) == "limit of matching steps");
}

TEST_CASE("session: two rules that each call themselves end at a limit, in bounded time") {
  Bench bench("S1\nR$*\t$: $>1 $1\nR$*\t$: $>1 $1\n");
  Limits limits;
  limits.rules = 100'000;
  bench.session->set_limits(limits);
  bench.run("1", times("a ", 500));
  CHECK(bench.state == RunState::limit);
}

TEST_CASE("session: canceled while it waits, it ends when it is resumed") {
  Bench bench("Kh host\nS1\nR$*\t$: $(h k $)\n");
  Host host;
  host.lookup = [](const MapDefinition&, const LookupRequest&, std::string&) {
    return LookupStatus::later;
  };
  bench.session->set_host(host);
  bench.run("1", "k");
  bench.session->cancel();
  bench.resume(LookupStatus::found, "x");
  CHECK(bench.state == RunState::canceled);
  CHECK(bench.session->status() == kExitTempFail);
  bench.run("1", "k");
  CHECK(bench.state == RunState::pending);
}

TEST_CASE("session: canceled from a look-up, it ends before the next rule") {
  Bench bench("Kh host\nS1\nR$*\t$: $(h k $)\nR$*\t$@ more\n");
  Host host;
  Session* session = bench.session.get();
  host.lookup = [session](const MapDefinition&, const LookupRequest&, std::string&) {
    session->cancel();
    return LookupStatus::not_found;
  };
  session->set_host(host);
  CHECK(bench.run("1", "k").empty());
  CHECK(bench.state == RunState::canceled);
}

TEST_CASE("session: further rulesets go on with the workspace, and a status of their own") {
  Bench bench("S1\nR$*\t$: $2\nS2\nR$*\t$@ b $1\n");
  bench.run("1", "x");
  CHECK(bench.session->status() == kExitConfig);
  bench.session->begin_again();
  bench.session->run(2);
  CHECK(bench.workspace() == "b x");
  CHECK(bench.session->status() == 0);
}
