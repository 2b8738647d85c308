// The map class text. Expected answers are those of the reference.

#include "maps_support.h"

namespace rules {

using Strings = std::vector<std::string>;

TEST_CASE("text: columns between blanks; without -v the key column is the value") {
  const TestFolder folder;
  const std::string file = folder.write("t.txt",
                                        "# comment\none\ttarget1 extra\nUPPER val\nempty\ntrail \n"
                                        "   k4 lead\ndup one\ndup two\nk7 #c\nkl last");
  MapBench bench;
  bench.define("t", "text", file);
  bench.define("v", "text", "-v1 -aX " + file);
  bench.define("f", "text", "-f -v1 " + file);
  bench.define("r", "text", "-k1 -v0 " + file);
  CHECK(bench.ask("t", "one") == "one (0)");
  CHECK(bench.ask("v", "one") == "target1X (0)");
  CHECK(bench.ask("f", "upper") == "val (0)");
  CHECK(bench.ask("r", "val") == "UPPER (0)");
  CHECK(bench.ask("v", "empty") == "no match (68)");
  CHECK(bench.ask("v", "trail") == "X (0)");
  CHECK(bench.ask("f", "k4") == "k4 (0)");
  CHECK(bench.ask("f", "dup") == "one (0)");
  CHECK(bench.ask("f", "k7") == "#c (0)");
  CHECK(bench.ask("f", "#") == "no match (68)");
  CHECK(bench.ask("f", "kl") == "last (0)");
}

TEST_CASE("text: -z names the delimiter; empty columns are there") {
  const TestFolder folder;
  const std::string file = folder.write("c.txt", "k9:c1::c3:\na b:space\nk:\r\n");
  MapBench bench;
  for (int i = 1; i <= 5; ++i) {
    bench.define(std::to_string(i), "text", "-z: -v" + std::to_string(i) + " " + file);
  }
  CHECK(bench.ask("1", "k9") == "c1 (0)");
  CHECK(bench.ask("2", "k9") == " (0)");
  CHECK(bench.ask("3", "k9") == "c3 (0)");
  CHECK(bench.ask("4", "k9") == " (0)");
  CHECK(bench.ask("5", "k9") == "no match (68)");
  CHECK(bench.ask("1", "a b") == "space (0)");
  CHECK(bench.ask("1", "k") == "\r (0)");
}

TEST_CASE(
    "text: a file that goes away is a temporary failure; as the reference, never asked again") {
  const TestFolder folder;
  const std::string file = folder.write("t.txt", "one first\n");
  MapBench bench;
  bench.define("t", "text", "-v1 " + file);
  CHECK(bench.ask("t", "one") == "first (0)");
  const std::string away = folder.file("away");
  REQUIRE(::rename(file.c_str(), away.c_str()) == 0);
  CHECK(bench.ask("t", "one") == "no match (75)");
  REQUIRE(::rename(away.c_str(), file.c_str()) == 0);
  CHECK(bench.ask("t", "one") == "first (0)");
  bench.operator_bytes = true;
  REQUIRE(::rename(file.c_str(), away.c_str()) == 0);
  CHECK(bench.ask("t", "one") == "no match (69)");
  REQUIRE(::rename(away.c_str(), file.c_str()) == 0);
  CHECK(bench.ask("t", "one") == "not open");
}

TEST_CASE("text: whether the file can be trusted is asked for each look-up") {
  const TestFolder folder;
  const std::string file = folder.write("t.txt", "one first\n");
  MapBench bench;
  bench.environment->safety.check = true;
  bench.environment->safety.map_in_unsafe_folder = true;  // it lies below /tmp
  bench.define("t", "text", "-v1 " + file);
  CHECK(bench.ask("t", "one") == "first (0)");
  const size_t warned = bench.complaints.size();
  CHECK(warned > 0);
  CHECK(bench.ask("t", "one") == "first (0)");
  CHECK(bench.complaints.size() > warned);
  ::chmod(file.c_str(), 0);
  CHECK(bench.ask("t", "one") == "no match (75)");
  ::chmod(file.c_str(), 0644);
  CHECK(bench.ask("t", "one") == "first (0)");
}

TEST_CASE("text: a key is looked up whole; as the reference, 256 bytes of it and of the column") {
  const TestFolder folder;
  const std::string file =
      folder.write("k.txt", std::string(300, 'w') + " long\n" + std::string(256, 'x') + " short\n");
  MapBench bench;
  bench.define("t", "text", "-v1 " + file);
  CHECK(bench.ask("t", std::string(300, 'w')) == "long (0)");
  CHECK(bench.ask("t", std::string(257, 'w')) == "no match (68)");
  CHECK(bench.ask("t", std::string(256, 'x')) == "short (0)");
  CHECK(bench.ask("t", std::string(300, 'x')) == "no match (68)");
  bench.operator_bytes = true;
  CHECK(bench.ask("t", std::string(257, 'w')) == "long (0)");
  CHECK(bench.ask("t", std::string(255, 'w')) == "no match (68)");
  CHECK(bench.ask("t", std::string(300, 'x')) == "short (0)");
}

TEST_CASE("text: values are cut at 256 bytes, lines at 2047") {
  const TestFolder folder;
  const std::string file = folder.write(
      "l.txt", "val " + std::string(300, 'x') + "\nlong " + std::string(2100, 'y') + "\nend e\n");
  MapBench bench;
  bench.define("t", "text", "-v1 " + file);
  bench.define("k", "text", file);
  CHECK(bench.ask("t", "val") == std::string(256, 'x') + " (0)");
  CHECK(bench.ask("k", std::string(58, 'y')) == std::string(58, 'y') + " (0)");
  CHECK(bench.ask("k", std::string(57, 'y')) == "no match (68)");
  CHECK(bench.ask("t", "end") == "e (0)");
}

TEST_CASE("text: data holds no operators") {
  const TestFolder folder;
  const std::string file = folder.write("n.txt", std::string("k1 v1\0rest\nk2 v\x9bx\n", 19));
  MapBench bench;
  bench.define("t", "text", "-v1 " + file);
  CHECK(bench.ask("t", "k1") == "v1 (0)");
  CHECK(bench.ask("t", "k2") == "v\x9bx (0)");
  bench.operator_bytes = true;
  CHECK(bench.ask("t", "k2") == std::string("v\0\x9bx (0)", 8));
}

TEST_CASE("text: arguments go into the value") {
  const TestFolder folder;
  MapBench bench;
  bench.define("t", "text", "-v1 " + folder.write("p.txt", "k 0=%0,1=%1,%%,%x\n"));
  CHECK(bench.ask("t", {"k", "a b"}) == "0=k,1=a b,%,%x (0)");
}

TEST_CASE("text: a map that cannot be opened fails for the time being, and says so once") {
  const TestFolder folder;
  const std::string file = folder.write("t.txt", "one 1\n");
  MapBench bench;
  bench.define("a", "text", "t.txt");
  bench.define("b", "text", folder.file("none"));
  bench.define("c", "text", folder.file("no/none"));
  bench.define("d", "text", "-kx " + file);
  bench.define("e", "text", "-o " + folder.file("none"));
  for (const char* name : {"a", "a", "b", "c", "d"}) {
    CHECK(bench.ask(name, "one") == "no match (75)");
  }
  CHECK(bench.ask("e", "one") == "not open");
  CHECK(bench.complaints ==
        Strings{"text map \"a\": file name must be fully qualified",
                "text map \"b\": unsafe map file " + folder.file("none"),
                "text map \"c\": unsafe map file " + folder.file("no/none") +
                    ": No such file or directory",
                "text map \"d\", file " + file + ": -k should specify a number, not x"});
}

TEST_CASE("text: a file that is gone is a temporary failure") {
  const TestFolder folder;
  const std::string file = folder.write("t.txt", "one 1\n");
  MapBench bench;
  bench.define("t", "text", "-v1 " + file);
  CHECK(bench.ask("t", "one") == "1 (0)");
  ::unlink(file.c_str());
  CHECK(bench.ask("t", "one") == "no match (75)");
}

}  // namespace rules
