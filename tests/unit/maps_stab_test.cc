// The map class stab.

#include "maps_support.h"

namespace rules {

using Strings = std::vector<std::string>;

TEST_CASE("stab: an aliases file in memory") {
  const TestFolder folder;
  MapBench bench;
  const std::string file = folder.write(
      "al",
      "root: a@b, c\nlist: x\n y\n# comment\n\"quo:ted\": z\nbad line\nUPPER: up\nroot: dup\n"
      ":include: x\ninc: :include:/x\n");
  bench.define("s", "stab", file);
  CHECK(bench.ask("s", "root") == "dup (0)");
  CHECK(bench.ask("s", "list") == "x y (0)");
  CHECK(bench.ask("s", "upper") == "up (0)");
  CHECK(bench.ask("s", "\"quo:ted\"") == "ted\": z (0)");
  CHECK(bench.ask("s", "inc") == ":include:/x (0)");
  CHECK(bench.ask("s", "bad") == "no match (0)");
  CHECK(bench.complaints == Strings{file + ": line 6: missing colon",
                                    file + ": line 9: :include: x... illegal alias name",
                                    file + ": 6 aliases, longest 11 bytes, 61 bytes total"});
}

TEST_CASE("stab: a file that is not there is a silent failure") {
  MapBench bench;
  bench.define("s", "stab", "/nonexistent/al");
  bench.define("o", "stab", "-o /nonexistent/al");
  CHECK(bench.ask("s", "root") == "no match (75)");
  CHECK(bench.ask("o", "root") == "not open");
  CHECK(bench.complaints.empty());
}

}  // namespace rules
