// Aliases files that are read by the rules of a session. What the rules make of each alias is in
// tests/cases/bt/alias_text, recorded from the reference.

#include "maps_support.h"
#include "test_engine.h"

namespace rules {

namespace {

constexpr std::string_view kRules =
    "O OperatorChars=.:%@!^/[]+\n"
    "S3\nS4\nS2\n"
    "Sask\nR$*\t$@ $(al $1 $: none $)\n";

struct Site {
  explicit Site(const std::string& aliases, const std::string& rules) {
    ReadOptions options = test::read_options();
    options.map_classes = &library_map_classes();
    options.file_safety = false;
    Diagnostics notes;
    const std::string cf = "Kal stab " + folder.write("aliases", aliases) + "\n" +
                           std::string(kRules) + rules + "Mlocal, P=/bin/mail, F=lA, A=mail\n";
    auto config = read_config("cf", cf, options, notes);
    REQUIRE(config);
    engine = std::make_shared<Engine>(std::move(config));
    session = std::make_unique<Session>(engine);
  }

  std::string ask(std::string_view key) {
    session->begin();
    session->add_text(key, PrescanMode());
    std::vector<std::string> problems;
    state = session->run(engine->program().find_ruleset("ask", problems));
    return test::shown(session->workspace(), engine->program().names());
  }

  TestFolder folder;
  std::shared_ptr<const Engine> engine;
  std::unique_ptr<Session> session;
  RunState state = RunState::done;
};

}  // namespace

TEST_CASE("aliases: the key is the user that rules make of the alias") {
  Site site("first: one\nsecond: two\n", "S0\nRfirst\t$#local $: Renamed\nR$+\t$#local $: $1\n");
  CHECK(site.ask("first") == "none");
  CHECK(site.ask("renamed") == "one");
  CHECK(site.ask("second") == "two");
}

TEST_CASE("aliases: rules that ask the map which is being read get a temporary failure") {
  Site site("first: one\n", "S0\nR$+\t$#local $: $(al $1 $: $1 $)\n");
  CHECK(site.ask("first") == "one");
}

TEST_CASE("aliases: rules see the session's macros and classes, and what they set stays") {
  Site site("first: one\n",
            "Kmac macro\nCX\nS0\nR$=X\t$#local $: $&{seen} $(mac {kept} $@ here $)\n"
            "R$+\t$#local $: $1\n");
  site.session->set_macro(Scope::connection, "{seen}", "from-host");
  site.session->add_class_word(Scope::connection, "X", "first");
  CHECK(site.ask("from-host") == "one");
  CHECK(site.session->macro("{kept}") == "here");
  CHECK(site.session->macro("{seen}") == "from-host");
}

TEST_CASE("aliases: the workspace and the look-ups of who asks are left alone") {
  Site site("first: one\n", "S0\nR$+\t$#local $: $1\n");
  CHECK(site.ask("first") == "one");
  REQUIRE(site.session->lookups().size() == 1);
  CHECK(site.session->lookups()[0].key == "first");
}

TEST_CASE("aliases: rules that pass a limit leave the map to be read later") {
  Site site("first: one\n", "S0\nRx\t$@ y\nRy\t$@ z\nR$+\t$#local $: $1\n");
  Limits limits;
  limits.rules = 1;
  site.session->set_limits(limits);
  CHECK(site.ask("first") == "none");
  CHECK(site.session->status() == kExitTempFail);
  site.session->set_limits(Limits());
  CHECK(site.ask("first") == "one");
}

TEST_CASE("aliases: a line with a NUL is left out") {
  Site site(std::string("a\0$b: x\nc: d\n", 13), "S0\nR$+\t$#local $: $1\n");
  CHECK(site.ask("a") == "none");
  CHECK(site.ask("c") == "d");
}

}  // namespace rules
