// The map classes null, bogus, macro, arpa, host, user, syslog.

#include "maps_support.h"

namespace rules {

using Strings = std::vector<std::string>;

TEST_CASE("null finds nothing, bogus fails for the time being") {
  MapBench bench;
  bench.define("n", "null", "");
  bench.define("b", "bogus", "");
  CHECK(bench.ask("n", "x") == "no match (68)");
  CHECK(bench.status == LookupStatus::not_found);
  CHECK(bench.ask("b", "x") == "no match (75)");
  CHECK(bench.status == LookupStatus::temp_fail);
}

TEST_CASE("macro sets, empties and unsets; marks stay in the value") {
  MapBench bench;
  bench.define("m", "macro", "");
  CHECK(bench.ask("m", {"{M}", std::string_view("a\0\x9b b", 5), "ignored"}) == " (0)");
  CHECK(bench.macros["{M}"] == std::string("a\0\x9b b", 5));
  CHECK(bench.ask("m", {"{M}", ""}) == " (0)");
  CHECK(bench.macros["{M}"] == "");
  CHECK(bench.ask("m", "{M}") == " (0)");
  CHECK(bench.macros["{M}"] == "(unset)");
  CHECK(bench.ask("m", {"{}", "x"}) == "no match (78)");
  CHECK(bench.ask("m", {"", "x"}) == "no match (78)");
}

TEST_CASE("arpa turns addresses round") {
  MapBench bench;
  bench.define("p", "arpa", "-a.x%0");
  CHECK(bench.ask("p", "1.2.3.4") == "4.3.2.1.x%0 (0)");
  CHECK(bench.ask("p", "ipv6:2001:db8::1") ==
        "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.x%0 (0)");
  for (const char* bad : {"1.2.3", "256.1.1.1", "01.2.3.4", "::1", "IPv6:x", "[1.2.3.4]", ""}) {
    CHECK(bench.ask("p", bad) == "no match (65)");
  }
}

TEST_CASE("user: fields of the password file") {
  MapBench bench;
  bench.define("n", "user", "");
  bench.define("u", "user", "-vuid -aX");
  bench.define("b", "user", "-vbad");
  bench.define("e", "user", "-v");
  CHECK(bench.ask("n", "ROOT") == "root (0)");
  CHECK(bench.ask("u", "root") == "0X (0)");
  CHECK(bench.ask("u", "no such user") == "no match (67)");
  CHECK(bench.ask("b", "root") == "no match (75)");
  CHECK(bench.ask("e", "root") == "no match (75)");
  CHECK(bench.complaints ==
        Strings{"User map b: unknown column name bad", "User map e: unknown column name "});
}

TEST_CASE("syslog: its flags are its own") {
  MapBench bench;
  bench.define("a", "syslog", "-L BOGUS");
  bench.define("b", "syslog", "-LLOG_ERR -D -S_");
  bench.define("c", "syslog", "-x");
  bench.define("d", "syslog", "-LLOG_MAIL");
  CHECK(bench.problems == Strings{"syslog_map_parseargs: Unknown priority BOGUS",
                                  "Illegal option x map syslog",
                                  "syslog_map_parseargs: Unknown priority MAIL"});
  CHECK(bench.ask("d", "x") == "not open");
}

TEST_CASE("the steps of a look-up are traced in the reference's words") {
  const TestFolder folder;
  MapBench bench;
  const std::string file = folder.write("t", "two x%1\n");
  bench.define("t", "text", "-v1 " + file);
  bench.trace_on = true;
  CHECK(bench.ask("t", {"two", "A"}) == "xA (0)");
  CHECK(bench.steps == Strings{"text_map_open(t, " + file + ", 0)",
                               "text_map_open(t, " + file + "): delimiter = (white space)",
                               "openmap()\ttext:t " + file + ": valid", "text_map_lookup(t, two)",
                               "map_rewrite(x%1), av =", "\ttwo", "\tA", "map_rewrite => xA"});
  bench.steps.clear();
  bench.define("r", "regex", "-m a");
  CHECK(bench.ask("r", "a") == "a (0)");
  CHECK(bench.steps == Strings{"openmap()\tregex:r NULL: valid",
                               "regex_map_lookup: name=r, key='a'", "regex_map_lookup: arg 'a'",
                               "map_rewrite(a), av = (nullv)", "map_rewrite => a"});
}

}  // namespace rules
