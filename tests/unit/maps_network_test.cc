// The K lines of the map classes that need a server.

#include "maps_support.h"

namespace rules {

using Strings = std::vector<std::string>;

TEST_CASE("dns: a type is wanted") {
  MapBench bench;
  bench.define("n1", "dns", "");
  bench.define("n2", "dns", "-Rbogus -RA");
  bench.define("n3", "dns", "-R mx -aX -d5s -r3 -Qx");
  bench.define("n4", "dns", "-Rnosuch");
  CHECK(bench.problems == Strings{"dns map n1: missing -R type", "dns map n2: wrong type bogus -RA",
                                  "dns map n4: wrong type nosuch", "dns map n4: missing -R type"});
}

#ifdef RULES_LDAP
TEST_CASE("ldap: its flags, and a filter") {
  MapBench bench;
  bench.define("a", "ldap", "");
  bench.define("b", "ldap", "-k\"(uid=%0)\" -v mail -h localhost -b \"dc=example, dc=com\" -2");
  bench.define("c", "ldap", "-k x -h a -H b");
  bench.define("d", "ldap", "-s foo -k x");
  bench.define("e", "ldap", "-k x -w 9");
  CHECK(bench.problems == Strings{"No filter given in map a", "Illegal option 2 map b",
                                  "Can not specify both an LDAP host and an LDAP URI in map c",
                                  "Scope must be [base|one|sub] (not foo) in map d",
                                  "LDAP version 9 exceeds max of 3 in map e"});
  CHECK(bench.ask("a", "x") == "not open");
}

#endif

TEST_CASE("network classes: look-ups are temporary failures, told once") {
  MapBench bench;
  bench.define("n", "nis", "mail.aliases");
  bench.define("o", "nis", "-o mail.aliases");
  CHECK(bench.ask("n", "x") == "no match (75)");
  CHECK(bench.ask("n", "x") == "no match (75)");
  CHECK(bench.status == LookupStatus::temp_fail);
  CHECK(bench.ask("o", "x") == "not open");
  CHECK(bench.complaints == Strings{"NIS map mail.aliases specified, but NIS not running"});
}

}  // namespace rules
