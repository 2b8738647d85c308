// K lines: flags of all classes and what is said of bad ones.

#include "maps/flag_text.h"
#include "maps_support.h"

namespace rules {

using Strings = std::vector<std::string>;

TEST_CASE("common flags: each stands by itself, the rest of the word belongs to it") {
  MapBench bench;
  bench.define("t", "text", "-a\"x y\" -v1 /mnt/t.txt");
  CHECK(bench.definition("t").append == "\"x");
  CHECK(bench.definition("t").file == "y\"");
  bench.define("u", "text", "-qo -v 2 -k 3 -S+ -T<TMPF> /f junk");
  const MapDefinition& map = bench.definition("u");
  CHECK(map.keep_quotes);
  CHECK_FALSE(map.optional);
  CHECK(map.value_column == "2");
  CHECK(map.key_column == "3");
  CHECK(map.space_sub == '+');
  CHECK(map.tempfail_suffix == "<TMPF>");
  CHECK(map.file == "/f");
  CHECK(bench.problems.empty());
}

TEST_CASE("common flags: -z knows \\n and \\t; a blank can be the delimiter") {
  MapBench bench;
  bench.define("a", "text", "-z\\t /f");
  bench.define("b", "text", "-z\\x /f");
  bench.define("c", "text", "-z: /f");
  bench.define("d", "text", "-z /f");
  CHECK(bench.definition("a").column_delimiter == '\t');
  CHECK(bench.definition("b").column_delimiter == '\\');
  CHECK(bench.definition("c").column_delimiter == ':');
  CHECK(bench.definition("d").column_delimiter == ' ');
  CHECK(bench.definition("d").file == "/f");
}

TEST_CASE("common flags: what is wrong is told in the reference's words") {
  MapBench bench;
  bench.define("t", "text", "-Z -Y -d5x6y - /f");
  bench.define("h", "hash", "");
  bench.define("x", "text", "-");
  bench.define("n", "null", "-Z");
  CHECK(bench.problems ==
        Strings{"Illegal option Z map t", "Illegal option Y map t", "Invalid time unit `x'",
                "Invalid time unit `y'", "Illegal option   map t", "No file name for hash map h",
                "Illegal option ", "No file name for text map x", "Illegal option Z map n"});
  CHECK(bench.definition("t").usable);
  CHECK_FALSE(bench.definition("h").usable);
  CHECK(bench.ask("h", "one") == "not open");
}

TEST_CASE("common flags: a second K line keeps what it does not set") {
  MapBench bench;
  bench.define("t", "text", "-v1 -aA /mnt/t.txt");
  bench.define("t", "text", "-k0");
  CHECK(bench.definition("t").append == "A");
  CHECK(bench.definition("t").value_column == "1");
  CHECK(bench.definition("t").file == "/mnt/t.txt");
}

TEST_CASE("common flags: marks of the cf stay in -a and -T") {
  MapBench bench;
  bench.define("t", "null", std::string("-a") + std::string("\0\x9b", 2) + "x");
  CHECK(bench.definition("t").append == std::string("\0\x9bx", 3));
}

TEST_CASE("dequote, macro, arith, arpa: only the first flag counts") {
  MapBench bench;
  bench.define("d", "dequote", "-aAPP -S.");
  CHECK(bench.definition("d").append == "APP");
  CHECK(bench.definition("d").space_sub == '\0');
  CHECK(bench.definition("d").keep_quotes);
  bench.define("e", "dequote", "-s_");
  CHECK(bench.definition("e").space_sub == '_');
  bench.define("f", "dequote", "foo -aX");
  CHECK(bench.definition("f").append.empty());
  CHECK(bench.problems.empty());
}

TEST_CASE("map classes are found without case; bogus only while debugging") {
  CHECK(library_map_classes().find("HASH") != nullptr);
  CHECK(library_map_classes().find("dbm") == nullptr);
  CHECK(library_map_classes().find("bogus") == nullptr);
  CHECK(debugging_map_classes().find("bogus") != nullptr);
}

}  // namespace rules
