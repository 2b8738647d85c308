// The map class members.

#include "maps_support.h"

namespace rules {

using Strings = std::vector<std::string>;

TEST_CASE("members: each member is asked for, behind the key") {
  const TestFolder folder;
  MapBench bench;
  bench.define("access", "text",
               "-v1 " + folder.write("t", "san:b.example RELAY\nsan:c.example RELAY\nx REJECT\n"));
  bench.define("san", "members", "-a. {subject_dns} access");
  CHECK(bench.ask("san", "san:") == "no match (68)");
  bench.words["{subject_dns}"] = {"a.example", "b.example"};
  CHECK(bench.ask("san", "san:") == "RELAY. (0)");
  CHECK(bench.ask("san", "other:") == "no match (68)");
  bench.words["{subject_dns}"] = {"c.example", "b.example"};
  CHECK(bench.ask("san", "san:") == "RELAY. (0)");
}

TEST_CASE("members: different values come all, sorted, whatever the members' order") {
  const TestFolder folder;
  MapBench bench;
  bench.define("access", "text", "-v1 " + folder.write("t", "a RELAY\nb REJECT\nc RELAY\n"));
  bench.define("m", "members", "w access");
  bench.words["w"] = {"c", "b", "a", "d"};
  CHECK(bench.ask("m", "") == "REJECT RELAY (0)");
  bench.words["w"] = {"a", "b", "c"};
  CHECK(bench.ask("m", "") == "REJECT RELAY (0)");
}

TEST_CASE("members: -p asks for the parents of a name, the most special first") {
  const TestFolder folder;
  MapBench bench;
  bench.define("access", "text", "-v1 " + folder.write("t", "i:example BAD\ni:good.example OK\n"));
  bench.define("m", "members", "-p w access");
  bench.words["w"] = {"x.good.example"};
  CHECK(bench.ask("m", "i:") == "OK (0)");
  bench.words["w"] = {"x.good.example", "y.other.example"};
  CHECK(bench.ask("m", "i:") == "BAD OK (0)");
  bench.define("t", "members", "-s.example -a! w access");
  bench.words["w"] = {"good"};
  CHECK(bench.ask("t", "i:") == "OK! (0)");
  bench.words["w"] = {"x.elsewhere"};
  CHECK(bench.ask("m", "i:") == "no match (68)");
}

TEST_CASE("members: a failure of the other map is one here, whatever was found before") {
  const TestFolder folder;
  MapBench bench;
  bench.define("b", "bogus", "");
  bench.define("m", "members", "w b");
  bench.words["w"] = {"a"};
  CHECK(bench.ask("m", "") == "no match (75)");
  CHECK(bench.status == LookupStatus::temp_fail);
  bench.define("gone", "hash", "/nonexistent/access");
  bench.define("n", "members", "w gone");
  CHECK(bench.ask("n", "") == "no match (75)");
}

TEST_CASE("members: what a K line lacks is told") {
  MapBench bench;
  bench.define("m", "members", "");
  bench.define("n", "members", "-z w");
  bench.define("o", "members", "w nosuch");
  CHECK(bench.problems == Strings{"Members map m: a class and a map are required",
                                  "Illegal option z map n",
                                  "Members map n: a class and a map are required",
                                  "Members map o: unknown map nosuch"});
}

TEST_CASE("members: ten thousand of them") {
  const TestFolder folder;
  MapBench bench;
  bench.define("access", "text", "-v1 " + folder.write("t", "last RELAY\n"));
  bench.define("n", "null", "");
  bench.define("m", "members", "w n");
  for (int i = 0; i < 10000; ++i) bench.words["w"].push_back("n" + std::to_string(i));
  CHECK(bench.ask("m", "") == "no match (68)");
  bench.define("last", "members", "v access");
  bench.words["v"] = {"one", "two", "last"};
  CHECK(bench.ask("last", "") == "RELAY (0)");
}

}  // namespace rules
