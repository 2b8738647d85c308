// Replies: what the reference's SMTP server answered to MAIL when check_mail returned each of
// these, without the address that it puts before the text, and without the control characters that
// it sends where the text has a second $@ or $:.
#include "eval/verdict.h"

#include <catch2/catch.hpp>

#include "test_engine.h"

namespace rules::test {

namespace {

// The verdict for a ruleset that returns `rhs`.
struct Judged {
  explicit Judged(std::string_view rhs) : Judged(rhs, VerdictInput()) {}
  Judged(std::string_view rhs, VerdictInput input)
      : bench("O OperatorChars=.:%@!^/[]+\nScheck\nR$*\t" + std::string(rhs) + "\n") {
    bench.run("check", "x");
    input.workspace = bench.session->workspace();
    input.ruleset = "check";
    decide(input, verdict);
  }
  std::string reply() const {
    return std::to_string(verdict.code) + " " + verdict.enhanced + " " + verdict.text;
  }

  Bench bench;
  Verdict verdict;
};

}  // namespace

TEST_CASE("verdict: $#error is the reply that the reference sends") {
  struct Row {
    std::string_view rhs;
    std::string_view reply;
  };
  const Row rows[] = {
      {R"($#error $@ 5.7.1 $: "550 Access denied")", "550 5.7.1 Access denied"},
      {R"($#error $@ 5.7.1 $: "Access denied")", "553 5.3.0 Access denied"},
      {R"($#error $@ 5.7.1 $: Access denied)", "553 5.3.0 Access denied"},
      {R"($#error $: "550 5.7.1 Access denied")", "550 5.7.1 Access denied"},
      {R"($#error $: 550 Access denied)", "550 5.0.0 Access denied"},
      {R"($#error $: Access denied)", "553 5.3.0 Access denied"},
      {R"($#error $@ 4.7.0 $: "403 authentication required")", "403 4.7.0 authentication required"},
      {R"($#error $@ 4.7.0 $: 403 " authentication required")",
       "403 4.7.0 authentication required"},
      {R"($#error $@ 4.7.0 $: "authentication required")", "553 5.3.0 authentication required"},
      {R"($#error $@ 4.7.1 $: "550 mixed")", "550 4.7.1 mixed"},
      {R"($#error $@ 5.7.1 $: "450 mixed")", "450 5.7.1 mixed"},
      {R"($#error $@ 5.7.1 $: "450 4.7.9 mixed")", "450 4.7.9 mixed"},
      {R"($#error $@ 5.7.1 $: "550 5.9.9 other")", "550 5.9.9 other"},
      {R"($#error $@ usage $: "usage text")", "553 5.3.0 usage text"},
      {R"($#error $@ nouser $: "nouser text")", "553 5.3.0 nouser text"},
      {R"($#error $@ nohost $: "nohost text")", "553 5.3.0 nohost text"},
      {R"($#error $@ unavailable $: "unavailable text")", "553 5.3.0 unavailable text"},
      {R"($#error $@ software $: "software text")", "553 5.3.0 software text"},
      {R"($#error $@ tempfail $: "tempfail text")", "553 5.3.0 tempfail text"},
      {R"($#error $@ protocol $: "protocol text")", "553 5.3.0 protocol text"},
      {R"($#error $@ config $: "config text")", "553 5.3.0 config text"},
      {R"($#error $@ data $: "data text")", "553 5.3.0 data text"},
      {R"($#error $@ bogus $: "bogus text")", "553 5.3.0 bogus text"},
      {R"($#error $@ 75 $: "75 text")", "553 5.3.0 75 text"},
      {R"($#error $@ NOUSER $: "caps nouser")", "553 5.3.0 caps nouser"},
      {R"($#error $@ tempfail $: "550 tempfail with 550")", "550 5.0.0 tempfail with 550"},
      {R"($#error $@ unavailable $: "450 unavailable with 450")", "450 4.0.0 unavailable with 450"},
      {R"($#error $@ nouser $: "550 nouser with 550")", "550 5.0.0 nouser with 550"},
      {R"($#error $@ 5.1.1 $: "")", "553 5.3.0 "},
      {R"($#error $@ 5.1.1)", "554 5.3.5 buildaddr: no user"},
      {R"($#error)", "554 5.3.5 buildaddr: no user"},
      {R"($#error $: "421 closing")", "421 4.0.0 closing"},
      {R"($#error $@ 4.3.2 $: "421 4.3.2 closing")", "421 4.3.2 closing"},
      {R"($#error $@ 5.7.1 $: 550 you ( comment ) and . dots , commas " quoted part " end)",
       "550 5.7.1 you(comment)and.dots,commas quoted part end"},
      {R"($#error $@ 5.7.1 $: "550 a\"b\\c")", "550 5.7.1 a\"b\\c"},
      {R"($#error $@ 5.7.1 $: "550" "x" "y")", "553 5.3.0 550xy"},
      {R"($#error $@ 5.7.1 $: 550 "x" . "y" z)", "553 5.3.0 550x.yz"},
      {R"($#error $@ 5.7.1 $: "550-multi line")", "553 5.3.0 550-multi line"},
      {R"($#error $@ 5.7.1 $: 550- multi)", "553 5.3.0 550- multi"},
      {R"($#error $@ 5.7.1 $: "5501 digits")", "553 5.3.0 5501 digits"},
      {R"($#error $@ 5.7.1 $: "55 two digits")", "553 5.3.0 55 two digits"},
      {R"($#error $@ 5.7.1 $: "550")", "553 5.3.0 550"},
      {R"($#error $@ 5.7.1 $: "550 ")", "550 5.7.1 "},
      {R"($#error $@ 5.7.1 $: "550  two  blanks")", "550 5.7.1  two  blanks"},
      {R"($#error $@ 5.7.1 $: "550 5.7 short")", "550 5.7.1 5.7 short"},
      {R"($#error $@ 5.7.1 $: "550 4.7.1 4 in 5")", "550 4.7.1 4 in 5"},
      {R"($#error $@ 5.7.1 $: "5.7.2 no code but enh")", "553 5.3.0 5.7.2 no code but enh"},
      {R"($#error $@ 5.7.1 $: 5.7.2 tokens enh)", "553 5.3.0 5.7.2 tokens enh"},
      {R"($#error $@ 5.7.1 $: 550 5.7.2 tokens enh)", "550 5.7.2 tokens enh"},
      {R"($#error $@ 5.7.1 $: "650 six")", "550 5.7.1 six"},
      {R"($#error $@ 2.0.0 $: "hmm")", "553 5.3.0 hmm"},
      {R"($#error $@ 5.7 $: "5.7 short dsn")", "553 5.3.0 5.7 short dsn"},
      {R"($#error $@ 5.7.1.2 $: "long dsn")", "553 5.3.0 long dsn"},
      {R"($#error $@ 9.9.9 $: "nines")", "553 5.3.0 nines"},
      {R"($#error $@ 4 . 7 . 1 $: "spaced dsn")", "553 5.3.0 spaced dsn"},
      {R"($#error $@ 5.7.1 $: "550 first" $: second)", "550 5.7.1 firstsecond"},
      {R"($#error $@ 5.7.1 $@ 4.7.1 $: "two hosts")", "553 5.3.0 two hosts"},
      {R"($#error $: "text first" $@ 5.7.1)", "553 5.3.0 text first5.7.1"},
      {R"($#error $: "550 text first" $@ 5.7.1)", "550 5.0.0 text first5.7.1"},
      {R"($# error $: "550 spaced")", "550 5.0.0 spaced"},
      {R"($#error 550 text)", "554 5.3.5 buildaddr: no user"},
      {R"($#error "text" $@ 5.7.1 $: "550 x")", "550 5.0.0 x"},
      {R"($#error $@ 5.1.1 $: "d 5.1.1")", "553 5.3.0 d 5.1.1"},
      {R"($#error $@ 5.7.5 $: "d 5.7.5")", "553 5.3.0 d 5.7.5"},
      {R"($#error $@ 4.7.1 $: "d 4.7.1")", "553 5.3.0 d 4.7.1"},
      {R"($#error $@ 5.1.17 $: "550 two digit detail")", "550 5.1.17 two digit detail"},
      {R"($#error $@ QUARANTINE $: "caps")", "553 5.3.0 caps"},
      {R"($#error $@ "quarantine" $: "quoted")", "553 5.3.0 quoted"},
      {R"($#error $@ 4 . 7 . 1 $: "450 spaced dsn")", "450 4.7.1 spaced dsn"},
      {R"($#error $@ 5.7 $: "550 short dsn")", "550 5.0.0 short dsn"},
      {R"($#error $@ 5.7.1.2 $: "550 long dsn")", "550 5.0.0 long dsn"},
      {R"($#error $@ 9.9.9 $: "550 nines")", "550 5.0.0 nines"},
      {R"($#error $@ 2.0.0 $: "550 two")", "550 2.0.0 two"},
      {R"($#error $@ 5.1234.1 $: "550 big")", "550 5.0.0 big"},
      {R"($#error $@ 5.123.123 $: "550 big")", "550 5.123.123 big"},
      {R"($#error $@ 5.7.1 $: "550 5.1234.1 big in text")", "550 5.7.1 5.1234.1 big in text"},
      {R"($#error $@ 5.7.1 $: "550 5.7.1x glued")", "550 5.7.1 5.7.1x glued"},
      {R"($#error $@ 5.7.1 $: "550 5.7.1")", "550 5.7.1 5.7.1"},
      {R"($#error $@ 5.7.1 $: "550 5.7.1 ")", "550 5.7.1 "},
      {R"($#error $@ 5.7.1 $: "550 2.7.1 two")", "550 2.7.1 two"},
      {R"($#error $@ x5.7.1 $: "550 x")", "550 5.0.0 x"},
      {R"($#error $@ 5.7.1x $: "550 x")", "550 5.0.0 x"},
      {R"($#error $@ "5.7.1" $: "550 x")", "550 5.0.0 x"},
      {R"($#error $@ tempfail $: "421 x")", "421 4.0.0 x"},
      {R"($#error $@ 5.7.1 $: " 550 leading blank")", "553 5.3.0  550 leading blank"},
      {R"($#error $@ 5.7.1 $: "" 550 x)", "550 5.7.1 x"},
      {R"($#error $@ 5.7.1 $: "403 a")", "403 5.7.1 a"},
      {R"($#error $@ 5.7.1 $: "503 a")", "503 5.7.1 a"},
      {R"($#error $: "503 a")", "503 5.0.0 a"},
      {R"($#error $: "403 a")", "403 4.0.0 a"},
      {R"($#error $: "571 a")", "571 5.0.0 a"},
      {R"($#error $: "600 a")", "500 5.0.0 a"},
      {R"($#error $: "550%s %d %n x")", "553 5.3.0 550%s %d %n x"},
      {R"($#error $: "550 %s %d 100% x")", "550 5.0.0 %s %d 100% x"},
      {R"($#error $: "550 M-C caf\303\251")", "550 5.0.0 M-C caf303251"},
  };
  for (const Row& row : rows) {
    const Judged judged(row.rhs);
    INFO(row.rhs);
    CHECK(judged.reply() == row.reply);
    CHECK(judged.verdict.by_rule);
    CHECK(judged.verdict.decision ==
          (row.reply.front() == '4' ? Decision::tempfail : Decision::reject));
  }
}

TEST_CASE("verdict: a code that refuses nothing gives way to the default reply's") {
  for (const std::string_view code : {"250", "354", "220", "100", "799", "999", "050", "000"}) {
    const Judged judged("$#error $@ 5.7.1 $: \"" + std::string(code) + " words\"");
    INFO(code);
    CHECK(judged.verdict.decision == Decision::reject);
    CHECK(judged.reply() == "553 5.3.0 words");
  }
}

TEST_CASE("verdict: $#error is an error in any case, discard and quarantine only as written") {
  CHECK(Judged(R"($#ERROR $@ 5.1.1 $: "550 caps")").reply() == "550 5.1.1 caps");
  CHECK(Judged("$#discard").verdict.decision == Decision::discard);
  CHECK(Judged("$#discard $@ x $: discard").verdict.decision == Decision::discard);
  CHECK(Judged("$#DISCARD $: discard").verdict.decision == Decision::accept);
  CHECK(Judged("$# \"discard\"").verdict.decision == Decision::accept);
  CHECK(Judged("$#quarantine $: x").verdict.decision == Decision::accept);
}

TEST_CASE("verdict: other mailers, and no mailer, accept") {
  for (const std::string_view rhs :
       {"$#local $: x", "$#nomailer $@ h $: x", "x $#error $: \"550\"", "$#", "$@", "OK", "$#OK"}) {
    const Judged judged(rhs);
    INFO(rhs);
    CHECK(judged.verdict.code == 0);
    CHECK(judged.verdict.text.empty());
    CHECK(judged.verdict.enhanced.empty());
    CHECK(judged.verdict.decision == Decision::accept);
  }
}

TEST_CASE("verdict: the reason of a quarantine is its text, or the ruleset's name") {
  const auto reason = [](std::string_view rhs) {
    const Judged judged(rhs);
    CHECK(judged.verdict.decision == Decision::quarantine);
    CHECK(judged.verdict.code == 0);
    return judged.verdict.text;
  };
  CHECK(reason(R"($#error $@ quarantine $: "bad things")") == "bad things");
  CHECK(reason(R"($#error $@ quarantine $: "550 5.7.1 with codes")") == "550 5.7.1 with codes");
  CHECK(reason("$#error $@ quarantine") == "check");
}

TEST_CASE("verdict: the default reply is given, also as a temporary one") {
  VerdictInput input;
  input.default_reply = *parse_reply("403 4.7.0 not yet");
  const Judged words(R"($#error $@ 5.7.1 $: "words")", input);
  CHECK(words.verdict.decision == Decision::tempfail);
  CHECK(words.reply() == "403 4.7.0 words");
  CHECK(Judged(R"($#error $: "")", input).reply() == "403 4.7.0 not yet");
  CHECK(Judged(R"($#error $: "550 no")", input).reply() == "550 5.0.0 no");
}

TEST_CASE("verdict: a status without a mailer is a temporary failure") {
  VerdictInput input;
  input.status = 75;
  const Judged judged("OK", input);
  CHECK(judged.verdict.decision == Decision::tempfail);
  CHECK_FALSE(judged.verdict.by_rule);
  CHECK(judged.reply() == "451 4.3.0 Temporary failure");
  CHECK(Judged("$#local", input).verdict.decision == Decision::accept);
  CHECK(Judged("$#", input).verdict.decision == Decision::tempfail);
  CHECK(Judged("$#error $: \"550 no\"", input).reply() == "550 5.0.0 no");
}

TEST_CASE("verdict: a call that was stopped says nothing, whatever its workspace holds") {
  VerdictInput input;
  input.stopped = true;
  input.tempfail_reply = *parse_reply("421 4.3.2");
  const Judged judged("$#error $: \"550 no\"", input);
  CHECK(judged.verdict.decision == Decision::tempfail);
  CHECK_FALSE(judged.verdict.by_rule);
  CHECK(judged.reply() == "421 4.3.2 ");
}

TEST_CASE("verdict: words of a text are joined by blanks, whatever BlankSub says") {
  Bench bench("O BlankSub=_\nScheck\nR$*\t$#error $@ 5.7.1 $: 550 two words\n");
  bench.run("check", "x");
  VerdictInput input;
  input.workspace = bench.session->workspace();
  Verdict verdict;
  decide(input, verdict);
  CHECK(verdict.code == 550);
  CHECK(verdict.text == "two words");
}

TEST_CASE("verdict: a text ends no line and holds nothing but printable ASCII") {
  Bench bench("Scheck\nR$*\t$#error $: \"550 \" $&{x}\n");
  bench.session->set_macro(Scope::connection, "{x}", "\"a\r\n250 b\tc\x01\x7f\xc3\xa9\x96\"");
  bench.run("check", "x");
  VerdictInput input;
  input.workspace = bench.session->workspace();
  Verdict verdict;
  decide(input, verdict);
  CHECK(verdict.text == "a  250 b c?????");
}

TEST_CASE("verdict: replies are read whole or not at all") {
  const auto whole = parse_reply("550 5.7.1 no entry");
  REQUIRE(whole);
  CHECK(whole->code == 550);
  CHECK(whole->enhanced == "5.7.1");
  CHECK(whole->text == "no entry");
  REQUIRE(parse_reply("451"));
  CHECK(parse_reply("451 4.3.0")->enhanced == "4.3.0");
  CHECK(parse_reply("451 4.3 x")->text == "4.3 x");
  for (const std::string_view bad :
       {"", "55", "250 ok", "5500", "550-x", "x50 no", "650", "550 a\nb", "550 \xc3"}) {
    INFO(bad);
    CHECK_FALSE(parse_reply(bad));
  }
}

TEST_CASE("verdict: the parts of a delivery triple") {
  const auto triple_of = [](const Bench& bench) { return find_triple(bench.session->workspace()); };
  Bench bench("Sa\nR$*\t$#esmtp $@ [ h.x ] $: u @ h\nSb\nR$*\t$#local\nSc\nR$*\tx $#local\n");
  bench.run("a", "x");
  const auto triple = triple_of(bench);
  REQUIRE(triple);
  const auto& names = bench.engine->program().names();
  CHECK(shown(triple->mailer, names) == "esmtp");
  CHECK(shown(triple->host, names) == "[ h . x ]");
  CHECK(shown(triple->user, names) == "u @ h");
  bench.run("b", "x");
  REQUIRE(triple_of(bench));
  CHECK_FALSE(triple_of(bench)->has_user);
  bench.run("c", "x");
  CHECK_FALSE(triple_of(bench));
}

}  // namespace rules::test
