// The map classes host, dns and bestmx, asked without a network.

#include "hosts/zone_file.h"
#include "maps_support.h"

namespace rules {

namespace {

using Strings = std::vector<std::string>;

// Makes the maps of a bench ask a zone file, and nothing else.
class NoNetwork {
 public:
  NoNetwork(MapBench& bench, const char* zone) {
    Strings problems;
    bench.environment->name_server = std::make_shared<ZoneFile>("zone", zone, problems);
    bench.environment->service_switch_file = folder_.write("switch", "hosts dns\n");
    REQUIRE(problems.empty());
  }

 private:
  TestFolder folder_;
};

}  // namespace

TEST_CASE("host: found, not found, not now") {
  MapBench bench;
  const NoNetwork names(
      bench, "a.example.org A 192.0.2.1\nfail.example.org FAIL\n192.0.2.9 PTR p.example.org\n");
  bench.define("h", "host", "-a. -Zq");
  bench.define("m", "host", "-aX -m -d 5x");
  CHECK(bench.ask("h", "a.example.org") == "a.example.org. (0)");
  CHECK(bench.ask("m", "a.example.org") == "a.example.orgX (0)");
  CHECK(bench.ask("h", "b.example.org") == "no match (68)");
  CHECK(bench.ask("h", "[192.0.2.9]") == "p.example.org. (0)");
  CHECK(bench.ask("h", "[192.0.2.9") == "no match (0)");
  CHECK(bench.complaints.empty());
  CHECK(bench.ask("h", "fail.example.org") == "no match (75)");
  CHECK(bench.complaints == Strings{"fail.example.org: Name server timeout"});
  CHECK(bench.problems == Strings{"Invalid time unit `x'"});
}

TEST_CASE("dns: what a stranger's records say is data") {
  MapBench bench;
  const NoNetwork names(
      bench,
      "t.example.org TXT \"a\\128\\027\\000b\"\n"
      "q.example.org TXT \"%0 $| \\\"x\\\"\"\n"
      "m.example.org A 192.0.2.1\nm.example.org A 192.0.2.2\nm.example.org A 192.0.2.3\n"
      "six.example.org AAAA 2001:db8::1\nfail.example.org FAIL\n");
  bench.define("t", "dns", "-R TXT");
  bench.define("a", "dns", "-RA -B example.org -a!");
  bench.define("all", "dns", "-R a -z, -Z2");
  bench.define("v6", "dns", "-R AAAA");
  bench.define("none", "dns", "-R NOSUCH");
  CHECK(bench.ask("t", "t.example.org") == "aXX (0)");
  CHECK(bench.ask("t", "q.example.org") == "q.example.org $| \"x\" (0)");
  CHECK(bench.ask("a", "m") == "192.0.2.1! (0)");
  CHECK(bench.ask("all", "m.example.org") == "192.0.2.1,192.0.2.2,192.0.2.3 (0)");
  CHECK(bench.ask("v6", "six.example.org") == "IPv6:2001:db8:0:0:0:0:0:1 (0)");
  CHECK(bench.ask("v6", "m.example.org") == "no match (68)");
  CHECK(bench.ask("all", "fail.example.org") == "no match (75)");
  CHECK(bench.ask("none", "m.example.org") == "no match (68)");
  CHECK(bench.problems ==
        Strings{"dns map none: wrong type NOSUCH", "dns map none: missing -R type"});
}

TEST_CASE("bestmx: the first, or with -z all") {
  MapBench bench;
  const NoNetwork names(bench,
                        "m.example.org MX 10 b.example.org\nm.example.org MX 5 a.example.org\n");
  bench.define("b", "bestmx", "");
  bench.define("z", "bestmx", "-z:");
  CHECK(bench.ask("b", "m.example.org") == "a.example.org. (0)");
  CHECK(bench.ask("z", "m.example.org") == "a.example.org.:b.example.org. (0)");
  CHECK(bench.ask("b", "n.example.org") == "no match (68)");
}

}  // namespace rules
