// The map classes sequence and switch.

#include "maps_support.h"

namespace rules {

using Strings = std::vector<std::string>;

TEST_CASE("sequence: the first member that has the key answers, with its own flags") {
  const TestFolder folder;
  MapBench bench;
  bench.define("n", "null", "");
  bench.define("t", "text", "-v1 -aA " + folder.write("t", "one 1\n"));
  bench.define("u", "text", "-v1 " + folder.write("u", "one 2\ntwo %1\n"));
  bench.define("s", "sequence", "n,-t  u");
  CHECK(bench.ask("s", "one") == "1A (0)");
  CHECK(bench.ask("s", {"two", "arg"}) == "arg (0)");
  CHECK(bench.ask("s", "three") == "no match (68)");
  CHECK(bench.problems.empty());
}

TEST_CASE("sequence: members must be known; those that are not are left out") {
  MapBench bench;
  bench.define("b", "bogus", "");
  bench.define("s", "sequence", "-a b n.o");
  CHECK(bench.problems ==
        Strings{"Sequence map s: unknown member map a", "Sequence map s: unknown member map n.o"});
  CHECK(bench.ask("s", "one") == "no match (75)");
  bench.define("e", "sequence", "");
  CHECK(bench.ask("e", "one") == "no match (68)");
}

TEST_CASE("sequence: a member that failed matters only if no other has the key") {
  const TestFolder folder;
  MapBench bench;
  bench.define("b", "bogus", "");
  bench.define("t", "text", folder.write("t", "one\n"));
  bench.define("o", "hash", "-o /nonexistent");
  bench.define("s", "sequence", "o b t");
  CHECK(bench.ask("s", "one") == "one (0)");
  CHECK(bench.ask("s", "two") == "no match (75)");
  CHECK(bench.status == LookupStatus::temp_fail);
}

TEST_CASE("sequence: one that contains itself ends") {
  MapBench bench;
  bench.define("a", "null", "");
  bench.define("b", "sequence", "a a a a a a");
  bench.define("a", "sequence", "b b b b b b b b a a a a");
  CHECK(bench.ask("a", "key") == "no match (75)");
  CHECK(bench.nested_lookups < 20000);
  CHECK(bench.depth == 0);
}

TEST_CASE("switch: the service switch file names the members") {
  const TestFolder folder;
  MapBench bench;
  bench.environment->service_switch_file =
      folder.write("switch", "# c\nsvc files db # tail\nempty\n");
  bench.define("sv.files", "text", "-v1 " + folder.write("t", "one 1\n"));
  bench.define("sv.db", "text", "-v1 " + folder.write("u", "two 2\n"));
  bench.define("sv", "switch", "svc");
  CHECK(bench.ask("sv", "one") == "1 (0)");
  CHECK(bench.ask("sv", "two") == "2 (0)");
  CHECK(bench.ask("sv", "zz") == "no match (68)");
  bench.define("w", "switch", "nosvc");
  CHECK(bench.ask("w", "one") == "no match (75)");
  bench.define("x", "switch", "-o nosvc");
  CHECK(bench.ask("x", "one") == "not open");
  bench.define("y", "switch", "svc");
  CHECK(bench.ask("y", "one") == "no match (68)");
  CHECK(bench.ask("y", "one") == "no match (68)");
  CHECK(bench.complaints == Strings{"Switch map y: unknown member map y.files",
                                    "Switch map y: unknown member map y.db"});
}

TEST_CASE("switch: without a file aliases and passwd are in files, hosts in files and dns") {
  MapBench bench;
  bench.environment->service_switch_file = "/nonexistent/switch";
  bench.define("h", "switch", "hosts");
  CHECK(bench.ask("h", "x") == "no match (68)");
  bench.define("g", "switch", "group");
  CHECK(bench.ask("g", "x") == "no match (75)");
  CHECK(bench.complaints == Strings{"Switch map h: unknown member map h.files",
                                    "Switch map h: unknown member map h.dns"});
}

}  // namespace rules
