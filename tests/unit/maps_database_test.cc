// The map classes hash, btree and implicit.

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "accessmap/writer.h"
#include "maps_support.h"

namespace rules {

using Strings = std::vector<std::string>;
using accessmap::Format;

namespace {

// Writes a database the way a build does: beside the old one, then in its place.
void build(const std::string& path, const std::map<std::string, std::string>& entries,
           Format format = Format::hash) {
  accessmap::Problem problem;
  accessmap::WriteOptions options;
  options.format = format;
  ::unlink(path.c_str());
  auto writer = accessmap::Writer::create(path, options, problem);
  REQUIRE(writer);
  for (const auto& [key, value] : entries) {
    REQUIRE(writer->put(key, value, problem) == accessmap::Stored::stored);
  }
  REQUIRE(writer->commit(problem));
}

std::string with_nul(std::string text) { return text + '\0'; }

}  // namespace

TEST_CASE("hash and btree: keys are folded unless -f, values rewritten") {
  const TestFolder folder;
  build(folder.file("h.db"), {{"one", "target1"}, {"two", "x%1y%0z%2"}, {"Mixed", "kept"}});
  build(folder.file("b.db"), {{"one", "first"}}, Format::btree);
  MapBench bench;
  bench.define("h", "hash", "-a.%0 " + folder.file("h"));
  bench.define("f", "hash", "-f " + folder.file("h.db"));
  bench.define("m", "hash", "-m -aX " + folder.file("h"));
  bench.define("b", "btree", folder.file("b"));
  bench.define("i", "implicit", folder.file("b"));
  CHECK(bench.ask("h", "ONE") == "target1.%0 (0)");
  CHECK(bench.ask("h", {"two", "A"}) == "xAytwoz.%0 (0)");
  CHECK(bench.ask("h", "mixed") == "no match (0)");
  CHECK(bench.ask("f", "Mixed") == "kept (0)");
  CHECK(bench.ask("m", "One") == "OneX (0)");
  CHECK(bench.ask("b", "one") == "first (0)");
  CHECK(bench.ask("i", "one") == "first (0)");
  CHECK(bench.ask("h", "") == "no match (0)");
  CHECK(bench.complaints.empty());
}

TEST_CASE(
    "hash: out of descriptors is for the moment only, and does not make a map with -o empty") {
  const TestFolder folder;
  build(folder.file("h.db"), {{"one", "first"}});
  MapBench bench;
  bench.define("h", "hash", folder.file("h"));
  bench.define("o", "hash", "-o " + folder.file("h"));
  std::vector<int> all;
  rlimit usual{};
  REQUIRE(getrlimit(RLIMIT_NOFILE, &usual) == 0);
  const rlimit few{std::min<rlim_t>(usual.rlim_cur, 100), usual.rlim_max};
  REQUIRE(setrlimit(RLIMIT_NOFILE, &few) == 0);
  for (int one = dup(0); one >= 0; one = dup(0)) all.push_back(one);
  const std::string required = bench.ask("h", "one");
  const std::string optional = bench.ask("o", "one");
  for (const int one : all) close(one);
  setrlimit(RLIMIT_NOFILE, &usual);
  CHECK_FALSE(all.empty());
  CHECK(required == "no match (75)");
  CHECK(optional == "no match (75)");
  CHECK(bench.ask("h", "one") == "first (0)");
  CHECK(bench.ask("o", "one") == "first (0)");
}

TEST_CASE("cdb: FILE.cdb, with the flags of hash; unknown where the reference does not know it") {
  const TestFolder folder;
  build(folder.file("c.cdb"), {{"one", "first"}, {with_nul("two"), with_nul("second")}},
        Format::cdb);
  build(folder.file("h.cdb"), {{"one", "first"}});
  MapBench bench;
  bench.define("c", "cdb", folder.file("c"));
  bench.define("a", "cdb", "-a.X -O " + folder.file("c.cdb"));
  bench.define("h", "cdb", folder.file("h"));
  bench.define("none", "cdb", "-o " + folder.file("none"));
  CHECK(bench.ask("a", "ONE") == "first.X (0)");
  CHECK(bench.ask("a", "two") == "no match (0)");
  CHECK(bench.ask("c", "two") == "second (0)");
  CHECK(bench.ask("c", "three") == "no match (0)");
  CHECK(bench.ask("h", "one") == "no match (75)");
  CHECK(bench.ask("none", "one") == "not open");
  CHECK(reference_map_classes(false).find("cdb") == nullptr);
  CHECK(reference_map_classes(true).find("cdb") == nullptr);
  CHECK(reference_map_classes(true).find("lmdb") == nullptr);
  CHECK(library_map_classes().find("lmdb") != nullptr);
  CHECK(reference_map_classes(false).find("hash") != nullptr);
}

TEST_CASE("hash: keys with and without a NUL; the first form that hits is remembered") {
  const TestFolder folder;
  build(folder.file("n.db"), {{with_nul("one"), with_nul("with")}, {"two", "without"}});
  MapBench bench;
  bench.define("d", "hash", folder.file("n"));
  bench.define("n", "hash", "-N " + folder.file("n"));
  bench.define("o", "hash", "-O " + folder.file("n"));
  CHECK(bench.ask("d", "one") == "with (0)");
  CHECK(bench.ask("d", "two") == "no match (0)");
  CHECK(bench.ask("n", "one") == "with (0)");
  CHECK(bench.ask("n", "two") == "no match (0)");
  CHECK(bench.ask("o", "one") == "no match (0)");
  CHECK(bench.ask("o", "two") == "without (0)");
}

TEST_CASE("hash: data holds no operators, keys have lost theirs") {
  const TestFolder folder;
  build(folder.file("n.db"), {{"k", std::string("v\x9b\0rest", 7)}, {"a\x97", "op"}});
  MapBench bench;
  bench.define("h", "hash", folder.file("n"));
  CHECK(bench.ask("h", "k") == "v\x9b (0)");
  CHECK(bench.ask("h", std::string_view("a\0\x97", 3)) == "op (0)");
  bench.operator_bytes = true;
  CHECK(bench.ask("h", "k") == std::string("v\0\x9b (0)", 7));
}

TEST_CASE("hash: a missing file is told once and a temporary failure, until it is there") {
  const TestFolder folder;
  MapBench bench;
  bench.define("h", "hash", folder.file("h"));
  bench.define("o", "hash", "-o " + folder.file("h"));
  bench.define("i", "implicit", folder.file("h"));
  CHECK(bench.ask("h", "one") == "no match (75)");
  CHECK(bench.ask("h", "one") == "no match (75)");
  CHECK(bench.status == LookupStatus::temp_fail);
  CHECK(bench.ask("o", "one") == "not open");
  CHECK(bench.ask("i", "one") == "no match (75)");
  CHECK(bench.complaints == Strings{"hash map \"h\": missing map file " + folder.file("h.db") +
                                    ": No such file or directory"});
  build(folder.file("h.db"), {{"one", "1"}});
  CHECK(bench.ask("h", "one") == "1 (0)");
  CHECK(bench.ask("o", "one") == "1 (0)");
}

TEST_CASE("hash: a file of another kind, or no database, is not opened") {
  const TestFolder folder;
  build(folder.file("b.db"), {{"one", "1"}}, Format::btree);
  folder.write("junk.db", std::string(5000, 'j'));
  folder.write("empty.db", "");
  MapBench bench;
  for (const char* name : {"b", "junk", "empty"}) {
    bench.define("h", "hash", folder.file(name));
    bench.complaints.clear();
    CHECK(bench.ask("h", "one") == "no match (75)");
    REQUIRE(bench.complaints.size() == 2);
    CHECK(bench.complaints[1] ==
          "Cannot open hash database " + folder.file(name) + ".db: Invalid argument");
  }
}

TEST_CASE("hash: a replaced file is noticed; one that cannot be read is a temporary failure") {
  const TestFolder folder;
  build(folder.file("h.db"), {{"one", "old"}});
  MapBench bench;
  bench.define("h", "hash", folder.file("h"));
  CHECK(bench.ask("h", "one") == "old (0)");
  build(folder.file("h.db"), {{"one", "new"}});
  CHECK(bench.ask("h", "one") == "new (0)");
  folder.write("h.db", "not a database");
  CHECK(bench.ask("h", "one") == "no match (75)");
  CHECK(bench.ask("h", "one") == "no match (75)");
  CHECK(bench.complaints.size() == 2);
  build(folder.file("h.db"), {{"one", "newest"}});
  CHECK(bench.ask("h", "one") == "newest (0)");
}

TEST_CASE("hash: threads see the old or the new file, never a mixture") {
  const TestFolder folder;
  const auto generation = [](int number) {
    std::map<std::string, std::string> entries;
    for (int i = 0; i < 20; ++i) {
      entries["key" + std::to_string(i)] = std::to_string(number) + "-" + std::to_string(i);
    }
    return entries;
  };
  build(folder.file("h.db"), generation(0));
  MapBench bench;
  const Map& map = bench.define("h", "hash", folder.file("h"));
  std::atomic<bool> stop{false};
  std::atomic<int> bad{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      MapBench own;
      const std::string_view key = "key7";
      while (!stop) {
        const LookupAnswer answer = map.lookup({key, {&key, 1}}, own);
        if (answer.status != LookupStatus::found || !answer.value.ends_with("-7")) ++bad;
      }
    });
  }
  for (int i = 1; i < 30; ++i) {
    const std::string fresh = folder.file("fresh.db");
    build(fresh, generation(i));
    REQUIRE(::rename(fresh.c_str(), folder.file("h.db").c_str()) == 0);
  }
  stop = true;
  for (std::thread& thread : threads) thread.join();
  CHECK(bad == 0);
}

}  // namespace rules
