// The user database: what no recorded session shows.

#include <map>

#include "accessmap/writer.h"
#include "maps/user_database.h"
#include "maps_support.h"

namespace rules {

using Strings = std::vector<std::string>;
using accessmap::Format;

namespace {

void build(const std::string& path, const std::map<std::string, std::string>& entries,
           Format format = Format::btree) {
  accessmap::Problem problem;
  accessmap::WriteOptions options;
  options.format = format;
  const auto writer = accessmap::Writer::create(path, options, problem);
  REQUIRE(writer);
  for (const auto& [key, value] : entries) {
    REQUIRE(writer->put(key, value, problem) == accessmap::Stored::stored);
  }
  REQUIRE(writer->commit(problem));
}

void use(MapBench& bench, const std::string& spec) {
  bench.environment->user_database = std::make_shared<UserDatabase>(spec);
  bench.define("u", "userdb", "maildrop");
}

}  // namespace

TEST_CASE("userdb: without UserDatabaseSpec nothing is found") {
  MapBench bench;
  bench.define("u", "userdb", "maildrop");
  CHECK(bench.ask("u", "eric") == "no match (0)");
  CHECK(bench.complaints.empty());
  CHECK(closing_lines_of_user_database(*bench.environment).empty());
}

TEST_CASE("userdb: a file that was replaced is seen at the next look-up") {
  const TestFolder folder;
  build(folder.file("u.db"), {{"eric:maildrop", "one"}});
  MapBench bench;
  use(bench, folder.file("u"));
  CHECK(bench.ask("u", "eric") == "one (0)");
  build(folder.file("u.db"), {{"eric:maildrop", "two"}});
  CHECK(bench.ask("u", "eric") == "two (0)");
}

TEST_CASE("userdb: a file that cannot be read is a temporary failure, told once") {
  const TestFolder folder;
  build(folder.file("good.db"), {{"eric:maildrop", "one"}});
  folder.write("bad.db", "no database");
  MapBench bench;
  use(bench, folder.file("none") + "," + folder.file("good") + "," + folder.file("bad.db"));
  CHECK(bench.ask("u", "eric") == "one (0)");
  CHECK(bench.complaints.empty());
  CHECK(bench.ask("u", "nobody") == "no match (75)");
  CHECK(bench.status == LookupStatus::temp_fail);
  CHECK(bench.ask("u", "nobody") == "no match (75)");
  REQUIRE(bench.complaints.size() == 1);
  CHECK(bench.complaints[0].find(folder.file("bad.db")) == 0);
}

TEST_CASE("userdb: a database of another kind is refused") {
  const TestFolder folder;
  build(folder.file("h.db"), {{"eric:maildrop", "one"}}, Format::hash);
  MapBench bench;
  use(bench, folder.file("h.db"));
  CHECK(bench.ask("u", "eric") == "no match (75)");
  CHECK(bench.complaints ==
        Strings{folder.file("h.db") + ": is no btree database, as user databases are"});
}

}  // namespace rules
