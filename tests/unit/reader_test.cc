// Tests cf/reader.h and its line types. Expectations: spec of the language, "cf line types",
// "Rulesets"; sendmail's cf_*, rs_*, lhs_errors, rhs_errors, mac_* transcripts.

#include "cf/reader.h"

#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>

#include "test_engine.h"

using namespace rules;
using test::Lines;

namespace {

// What reading lines at level 10 tells; the V line is line 1.
Lines notes_of(std::string_view lines) {
  Diagnostics notes;
  std::string cf = "V10/Berkeley\n";
  test::read(cf.append(lines), notes);
  return test::told(notes);
}

std::unique_ptr<Config> config_of(std::string_view lines) {
  Diagnostics notes;
  std::string cf = "V10/Berkeley\n";
  return test::read(cf.append(lines), notes);
}

std::string macro(const Config& config, char name) {
  return config.macros[static_cast<size_t>(name)].value_or("(undefined)");
}

Lines words(const Config& config, NameId name) {
  const auto found = config.words.words_as_added(name);
  return {found.begin(), found.end()};
}

std::string rule_of(std::string_view line) {
  std::string cf = "S1\n";
  const auto config = config_of(cf.append(line).append("\n"));
  const auto& rules = config->rulesets[1].rules;
  if (rules.empty()) return "none";
  return test::shown(rules[0].lhs, config->names) + " => " +
         test::shown(rules[0].rhs, config->names);
}

}  // namespace

TEST_CASE("reader: a good configuration has nothing to say") {
  CHECK(notes_of("DAa\nCXb\nS1\nR$*\t$1\nO BlankSub=.\n").empty());
}

TEST_CASE("reader: unknown lines are told with their line, the rest is read") {
  CHECK(notes_of("Zfoo\nP bar\nS1\nR$*\t$1\n") ==
        Lines{"2: unknown configuration line \"Zfoo\"", "3: unknown configuration line \"P bar\""});
}

TEST_CASE("reader: the number of a continued line is that of its last") {
  CHECK(notes_of("S1\nR$*\n foo\n") ==
        Lines{"4: invalid rewrite line \"R\001*\n foo\" (tab expected)"});
}

TEST_CASE("reader: LHS and RHS are cut at tabs, what follows is a comment") {
  CHECK(rule_of("Ra b\t\t\tc d\tcomment") == "a b => c d");
  CHECK(rule_of("Ra\n\tb\tc") == "a => b");
}

TEST_CASE("reader: macros of rules are expanded when they are read") {
  const auto config = config_of("DAone\nS1\nR$A\t$A$&A\nDAtwo\nR$A\t$A\n");
  const auto& rules = config->rulesets[1].rules;
  CHECK(test::shown(rules[0].lhs, config->names) == "one");
  CHECK(test::shown(rules[0].rhs, config->names) == "one $&A");
  CHECK(test::shown(rules[1].lhs, config->names) == "two");
}

TEST_CASE("reader: problems of a LHS") {
  CHECK(notes_of("S1\nRa $1\tb\n") == Lines{"3: Inappropriate use of $1-$9 on LHS"});
  for (const char* op : {"$:", "$>", "$.", "$[", "$]", "$(", "$)"}) {
    CHECK(notes_of(std::string("S1\nRa ") + op + "\tb\n") ==
          Lines{std::string("3: Inappropriate use of ") + op + " on LHS"});
  }
  CHECK(notes_of("S1\nRa $# $| b\tb\n").empty());
  CHECK(notes_of("S1\nR$A\tb\n") == Lines{"3: R line: null LHS"});
  CHECK(notes_of("S1\nR$* $* $* $* $* $* $* $* $* $*\tb\n") ==
        Lines{"3: R line: too many wildcards"});
  CHECK(notes_of("S1\nR$* $* $* $* $* $* $* $* $*\t$9\n").empty());
}

TEST_CASE("reader: problems of a RHS") {
  CHECK(notes_of("S1\nRa\tb $=w\n") == Lines{"3: Inappropriate use of $= on RHS"});
  CHECK(notes_of("S1\nRa\tb $~w\n") == Lines{"3: Inappropriate use of $~ on RHS"});
  for (const char* op : {"$*", "$+", "$-"}) {
    CHECK(notes_of(std::string("S1\nRa\tb ") + op + "\n") ==
          Lines{std::string("3: Inappropriate use of ") + op + " on RHS"});
  }
  CHECK(notes_of("S1\nR$*\t$2\n") == Lines{"3: replacement $2 out of bounds"});
  CHECK(notes_of("S1\nR$*\t$0\n") == Lines{"3: replacement $0 out of bounds"});
  CHECK(notes_of("S1\nR$*\t$A\n") == Lines{"3: R line: null RHS"});
  CHECK(notes_of("S1\nR$*\t$(a $(b $) $)\n") == Lines{"3: cannot nest map lookups"});
  CHECK(notes_of("S1\nR$*\t$(a b\n") == Lines{"3: missing map closing token"});
  CHECK(notes_of("S1\nR$*\t$(a k $@1$@2$@3$@4$@5$@6$@7$@8$@9$)\n").empty());
  CHECK(notes_of("S1\nR$*\t$(a k $@1$@2$@3$@4$@5$@6$@7$@8$@9$@10$)\n") ==
        Lines{"3: too many arguments for map lookup"});
}

TEST_CASE("reader: a rule without tabs or without a ruleset") {
  CHECK(notes_of("S1\nRa b\n") == Lines{"3: invalid rewrite line \"Ra b\" (tab expected)"});
  CHECK(notes_of("S1\nRa\t\n") == Lines{"3: invalid rewrite line \"Ra\" (tab expected)"});
  CHECK(notes_of("S!\nRa\tb\n") ==
        Lines{"2: invalid ruleset name: \"!\"", "3: missing valid ruleset for \"Ra\tb\""});
}

TEST_CASE("reader: rulesets by number, name, and both") {
  const auto config = config_of("S3foo\nRa\tb\nSname\nRa\tb\nSother = 5\nRa\tb\nSa-b\nRa\tb\n");
  CHECK(config->rulesets[3].rules.size() == 1);
  CHECK(config->rulesets[3].name == "3");
  CHECK(config->rulesets[199].name == "name");
  CHECK(config->rulesets[5].name == "other");
  CHECK(config->rulesets[198].name == "a");
}

TEST_CASE("reader: problems of S lines") {
  CHECK(notes_of("S100\n") == Lines{"2: bad ruleset 100 (100 max)"});
  CHECK(notes_of("S99999999999\n") == Lines{"2: bad ruleset 1215752191 (100 max)"});
  CHECK(notes_of("Sfoo=5\nSfoo=6\n") == Lines{"3: foo=6: ruleset changed value (old 5, new 6)"});
  CHECK(notes_of("Sfoo=\n") ==
        Lines{"2: bad ruleset definition \"foo=\" (number required after `=')"});
  CHECK(notes_of("S1\nRa\tb\nS1\n") == Lines{"WARNING: Ruleset 1 has multiple definitions"});
}

TEST_CASE("reader: 100 rulesets can be named without a number") {
  std::string cf;
  for (int i = 0; i < 100; ++i) cf += "Sn" + std::to_string(i) + "\n";
  CHECK(notes_of(cf).empty());
  CHECK(notes_of(cf + "Smore\n") == Lines{"102: more: too many named rulesets (100 max)"});
}

TEST_CASE("reader: a macro's value is stored as it is written, but for quotes and escapes") {
  const auto config = config_of("DX \"a\" $A\\n # comment\nD{X1}long\n");
  CHECK(macro(*config, 'X').substr(0, 3) == " a ");
  CHECK(macro(*config, 'X').back() == '\n');
  CHECK(config->macros[config->names.find("X1")] == "long");
}

TEST_CASE("reader: what is set from outside wins over the cf, while it is read too") {
  ReadOptions options = test::read_options();
  options.settings = {{Setting::Kind::macro, "A", "outside"},
                      {Setting::Kind::macro, "{Long}", "long"},
                      {Setting::Kind::class_word, "W", "word"},
                      {Setting::Kind::option, "BlankSub", "_"}};
  Diagnostics notes;
  const auto config =
      read_config("cf", "V10\nDAinside\nO BlankSub=.\nS1\nR$A\tx\n", options, notes);
  CHECK(macro(*config, 'A') == "outside");
  CHECK(config->macros[config->names.find("Long")] == "long");
  CHECK(words(*config, 'W') == Lines{"word"});
  CHECK(config->blank_sub == '_');
  CHECK(test::shown(config->rulesets[1].rules[0].lhs, config->names) == "outside");
}

TEST_CASE("reader: names that are not names are told") {
  CHECK(notes_of("D\n") == Lines{"2: Name required for macro/class"});
  CHECK(notes_of("D{bad-x}v\n") == Lines{"2: Invalid macro/class character -"});
  CHECK(notes_of("D{abc\n") ==
        Lines{"2: Unbalanced { on abc", "2: Unable to assign macro/class ID (mid = 0xffffffff)"});
}

TEST_CASE("reader: macros that need more than 10 levels are told where they are used") {
  CHECK(notes_of("DAx$A\nS1\nR$A\tb\n") == Lines{"4: expand: recursion too deep (10 max)"});
}

TEST_CASE("reader: C lines are split at white space; T adds to class t; $=x stands for its words") {
  const auto config = config_of("CXa b\tc\n d\nDA e f\nCX $A\nTroot\nCYy\nCY $=X $=Y\n");
  CHECK(words(*config, 'X') == Lines{"a", "b", "c", "d", "e", "f"});
  CHECK(words(*config, 't') == Lines{"root"});
  CHECK(words(*config, 'Y') == Lines{"a", "b", "c", "d", "e", "f", "y"});
}

TEST_CASE("reader: classes that name each other do not grow without bound") {
  std::string cf = "Ca x\nCb y\n";
  for (int i = 0; i < 100; ++i) cf += "Ca $=b\nCb $=a\n";
  const auto config = config_of(cf);
  CHECK(words(*config, 'a') == Lines{"x", "y"});
  CHECK(words(*config, 'b') == Lines{"x", "y"});
}

TEST_CASE("reader: # begins a comment from level 3 on, unless it is \\# or $#") {
  CHECK(rule_of("Ra\tb#c") == "a => b");
  CHECK(rule_of("Ra\tb\\#c") == "a => b#c");
  CHECK(rule_of("Ra\t$#c") == "a => $# c");
  Diagnostics notes;
  const auto old = test::read("S1\nRa\tb#c\n", notes);
  CHECK(test::shown(old->rulesets[1].rules[0].rhs, old->names) == "b#c");
}

TEST_CASE("reader: V lines, and what a level other than 10 brings") {
  Diagnostics notes;
  test::read("V9\n", notes);
  CHECK(test::told(notes) == Lines{"Warning: .cf file is out of date: sendmail 8.17.1.9 supports "
                                   "version 10, .cf file is version 9"});
  notes.clear();
  test::read("V99\n", notes);
  CHECK(test::told(notes) == Lines{"Warning: .cf version level (99) exceeds sendmail version "
                                   "8.17.1.9 functionality (10)"});
  CHECK(notes_of("V10/Acme\n") == Lines{"2: invalid V line vendor code: \"Acme\""});
  CHECK(notes_of("V10 x\n") == Lines{});
}

TEST_CASE("reader: below level 9 parentheses in rules are comments, from 9 on they are tokens") {
  CHECK(rule_of("R($*)\tb") == "( $* ) => b");
  Diagnostics notes;
  const auto old = test::read("V8\nS1\nRa($*)\tb\n", notes);
  CHECK(test::shown(old->rulesets[1].rules[0].lhs, old->names) == "a");
}

TEST_CASE("reader: OperatorChars are those of the first rule; setting them again is told") {
  const auto config = config_of("O OperatorChars=%\nS1\nRa%b.c\td\n");
  CHECK(test::shown(config->rulesets[1].rules[0].lhs, config->names) == "a % b.c");
  const Lines warning{"Warning: OperatorChars is being redefined.",
                      "         It should only be set before ruleset definitions."};
  CHECK(notes_of("S1\nRa\tb\nO OperatorChars=%\n") == warning);
  CHECK(notes_of("O OperatorChars=%\nO OperatorChars=!\n") == warning);
}

TEST_CASE("reader: below level 7 macro o is what OperatorChars is later") {
  Diagnostics notes;
  const auto old = test::read("V6\nDo%\nS1\nRa%b.c\td\n", notes);
  CHECK(test::shown(old->rulesets[1].rules[0].lhs, old->names) == "a % b.c");
}

TEST_CASE("reader: options by name, abbreviation and letter") {
  CHECK(notes_of("O LogLev=9\n") == Lines{"2: Option LogLev used as abbreviation for LogLevel"});
  CHECK(notes_of("O NoSuch=9\n") == Lines{"2: readcf: unknown option name NoSuch"});
  CHECK(notes_of("O\n") == Lines{"2: readcf: unknown option name 0x0"});
  CHECK(notes_of("OL9\n").empty());
  const auto config = config_of("OL9\nO MaxHopCount=30\n");
  CHECK(*config->option("loglevel") == "9");
  CHECK(*config->option("MaxHopCount") == "30");
  CHECK(config->option("QueueLA") == nullptr);
}

TEST_CASE("reader: a bad EightBitMode ends the reading") {
  Diagnostics notes;
  CHECK(test::read("V10\nO EightBitMode=z\nS1\n", notes) == nullptr);
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].severity == Severity::fatal);
  CHECK(notes[0].text == "Unknown 8-bit mode z");
  CHECK(notes[0].exit_status == 64);
}

TEST_CASE("reader: maps: the name, one separator, the class, the rest") {
  const auto config = config_of("Kmy.map table -aX a=1\nKx-macro\nKmy.MAP table b=2\n");
  REQUIRE(config->maps.size() == 3);         // the last: host
  CHECK(config->maps[0]->name == "my.MAP");  // the latest spelling
  CHECK(config->maps[0]->definition == "b=2");
  CHECK(config->maps[0]->append == "X");  // of the first definition
  CHECK(config->find_map("MY.map") == config->maps[0].get());
}

TEST_CASE("reader: problems of K lines") {
  CHECK(notes_of("K\n") == Lines{"2: readcf: config K line: no map name"});
  CHECK(notes_of("Kname\n") == Lines{"2: readcf: config K line, map name: no map class"});
  CHECK(notes_of("Kname nosuch x\n") == Lines{"2: readcf: map name: class nosuch not available"});
}

TEST_CASE("reader: mailers are kept, what is wrong with them is told") {
  const auto config =
      config_of("Mm1, P=/bin/x, F=ab, S=EnvFrom/HdrFrom, R=5, A=x $u, T=DNS/RFC822/SMTP, L=99\n");
  const ConfigMailer& mailer = config->mailers[3];  // after prog, *file*, *include*
  CHECK(mailer.name == "m1");
  CHECK(mailer.sender_envelope == 199);
  CHECK(mailer.sender_header == 198);
  CHECK(mailer.recipient_envelope == 5);
  CHECK(mailer.recipient_header == 5);
  CHECK(mailer.type_address == "RFC822");
  CHECK(mailer.max_line == 99);
  CHECK(notes_of("M\n") == Lines{"2: name required for mailer"});
  CHECK(notes_of("Mm, P\n") == Lines{"2: mailer m: `=' expected"});
  CHECK(notes_of("Mm, P=x, A=y, Z=1\n") == Lines{"2: Mm: unknown mailer equate Z="});
  CHECK(notes_of("Mm, P=x\n") == Lines{"2: Mm: A= argument required"});
  CHECK(notes_of("Mm, A=x\n") == Lines{"2: Mm: P= argument required"});
  CHECK(notes_of("Mm, P=[TCP], A=x\n") == Lines{"2: Mm: P=[TCP] must be replaced by P=[IPC]"});
}

TEST_CASE("reader: a configuration without a mailer local is told so, without a place") {
  Diagnostics notes;
  read_config("cf", "V10\n", test::read_options(), notes);
  CHECK(test::told(notes) == Lines{"No local mailer defined"});
}

TEST_CASE("reader: the map host is there from the start, unless the cf has its own") {
  const auto config = config_of("S1\n");
  REQUIRE(config->maps.size() == 1);
  CHECK(config->maps[0]->name == "host");
  CHECK(config->maps[0]->append == ".");
  const auto own = config_of("Khost table a=b\n");
  REQUIRE(own->maps.size() == 1);
  CHECK(own->maps[0]->append.empty());
}

TEST_CASE("reader: lines that nothing acts on are kept with their place") {
  const auto config = config_of("HSubject: x\nPfirst=10\nQmine, P=/x\nXfilter, S=inet:1\nEA=b\n");
  REQUIRE(config->lines.size() == 5);
  std::string types;
  for (const ConfigLine& line : config->lines) types += line.type;
  CHECK(types == "HPQXE");
  CHECK(config->lines[4].line == 6);
  CHECK(notes_of("Hnocolon\n") == Lines{"2: header syntax error, line \"nocolon\""});
}

// They are read many lines at once.
TEST_CASE("reader: class files: the words of a long one") {
  const std::string path =
      std::filesystem::temp_directory_path() / ("class_file_" + std::to_string(::getpid()));
  std::string text;
  Lines expected;
  for (int i = 0; i < 3000; ++i) {
    const std::string word =
        "w" + std::string(static_cast<size_t>(i % 21), 'a') + std::to_string(i);
    const std::array<std::string, 8> lines = {word,       "  " + word,     word + "\t" + word + "x",
                                              "#" + word, word + "\r",     word + " # x",
                                              "",         std::string(" ")};
    const auto form = static_cast<size_t>(i % 8);
    if (form != 3 && form < 6) expected.push_back(word);
    text += lines[form] + "\n";
  }
  text += "last" + std::string("\0 hidden", 8);
  expected.push_back("last");
  std::ofstream(path, std::ios::binary) << text;
  const auto config = config_of("O DontBlameSendmail=ClassFileInUnsafeDirPath\nFA" + path + "\n");
  std::filesystem::remove(path);
  CHECK(words(*config, 'A') == expected);
}

TEST_CASE("reader: class files: cannot be opened, optional, missing name, bad quotes") {
  CHECK(notes_of("FX/no/such/file\n") ==
        Lines{"2: fileclass: cannot open '/no/such/file': No such file or directory"});
  CHECK(notes_of("FX-o /no/such/file\n").empty());
  CHECK(notes_of("FX\n") == Lines{"2: fileclass: missing file name"});
  CHECK(notes_of("FX\"abc\n") == Lines{"2: illegal filename '\"abc'"});
}

TEST_CASE("reader: classes that are there from the start, and after the cf") {
  const auto config = config_of("Dmother.example\n");
  CHECK(words(*config, 'w').front() == "test.example.com");
  CHECK(words(*config, 'm') == Lines{"other.example"});
  CHECK(words(*config, 'e') == Lines{"7bit", "8bit", "binary"});
}

TEST_CASE("reader: macros that are there from the start") {
  Diagnostics notes;
  const auto at_4 = test::read("V4\n", notes);
  CHECK(macro(*at_4, 'w') == "test.example.com");
  const auto at_5 = test::read("V5\n", notes);
  CHECK(macro(*at_5, 'w') == "test");
  CHECK(macro(*at_5, 'j') == "test.example.com");
  CHECK(macro(*at_5, 'm') == "example.com");
  CHECK(macro(*at_5, 'n') == "MAILER-DAEMON");
}

TEST_CASE("reader: a file that is none, or is not there, is fatal") {
  Diagnostics notes;
  CHECK(read_config_file("/no/such.cf", test::read_options(), notes) == nullptr);
  CHECK(read_config_file("/", test::read_options(), notes) == nullptr);
  REQUIRE(notes.size() == 2);
  CHECK(notes[0].text == "cannot open: No such file or directory");
  CHECK(notes[1].text == "not a plain file");
  CHECK(notes[1].exit_status == 72);
}

TEST_CASE("reader: a byte 0x80-0x9f in a cf is a quoted operator, and data in a rule") {
  const auto config = config_of("DAx\x90\nCXa\x90\nS1\nR\x90\tb\nR$A\tb\n");
  CHECK(words(*config, 'X') == Lines{std::string("a\xff\0\x90", 4)});
  CHECK(config->rulesets[1].rules[0].lhs[0].op == Op::none);
  CHECK(config->rulesets[1].rules[1].lhs.size() == 2);
  CHECK(config->rulesets[1].rules[1].lhs[1].op == Op::none);
}

TEST_CASE("reader: a name that cannot be ends the text of a rule") {
  CHECK(rule_of("Ra\tb${}c") == "a => b");
  CHECK(rule_of("Ra\tb${abc d") == "a => b");
}

TEST_CASE("reader: TrustedUser is a user's number or name") {
  const auto trusted = [](std::string_view lines) {
    return config_of(lines)->map_environment->safety.trusted_user;
  };
  CHECK(trusted("O TrustedUser=4711\n") == 4711);
  CHECK(trusted("O TrustedUser=root\n") == 0);
  CHECK(trusted("O TrustedUser=12\nO TrustedUser=no such user\n") == 12);
}
