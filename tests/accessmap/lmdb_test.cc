// LMDB files: what liblmdb writes we read. See lmdb_store.cc.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>
#include <random>

#include "accessmap/database.h"
#include "accessmap/writer.h"
#include "entries.h"
#include "scratch_folder.h"
#ifdef ACCESSMAP_HAS_LMDB
#include <lmdb.h>

using accessmap::Problem;
using accessmap::Reader;

namespace {

Entries some_entries(std::size_t count) {
  Entries entries = scattered_entries(count);
  if (count > 10) {
    entries[4].second = "";
    entries[5].first = std::string(511, 'k');
    entries[6].second = std::string(1 << 20, 'v');
    entries[7].second = std::string(5000, 'w');
  }
  return entries;
}

accessmap::WriteOptions lmdb_options() {
  accessmap::WriteOptions options;
  options.format = accessmap::Format::lmdb;
  options.sorted = true;
  return options;
}

// Changes a file as a server that has it open does: some pages anew, the rest left.
void put_one(const std::string& path, const std::string& key, std::string value) {
  MDB_env* environment = nullptr;
  MDB_txn* transaction = nullptr;
  MDB_dbi database = 0;
  REQUIRE(mdb_env_create(&environment) == 0);
  REQUIRE(mdb_env_set_mapsize(environment, 64 << 20) == 0);
  REQUIRE(mdb_env_open(environment, path.c_str(), MDB_NOSUBDIR | MDB_NOLOCK, 0600) == 0);
  REQUIRE(mdb_txn_begin(environment, nullptr, 0, &transaction) == 0);
  REQUIRE(mdb_dbi_open(transaction, nullptr, 0, &database) == 0);
  MDB_val stored_key{key.size(), const_cast<char*>(key.data())};
  MDB_val stored_value{value.size(), value.data()};
  REQUIRE(mdb_put(transaction, database, &stored_key, &stored_value, 0) == 0);
  REQUIRE(mdb_txn_commit(transaction) == 0);
  mdb_env_close(environment);
}

}  // namespace

TEST_CASE("lmdb: what liblmdb wrote is found and listed") {
  const ScratchFolder folder;
  const Entries entries = some_entries(GENERATE(0U, 1U, 20000U));
  Problem problem;
  const bool built = build(folder / "x.lmdb", entries, lmdb_options(), problem);
  INFO(problem.text);
  REQUIRE(built);
  for (const bool copied : {false, true}) {
    const auto reader = copied ? Reader::open_copy(folder / "x.lmdb", 1 << 28, problem)
                               : Reader::open(folder / "x.lmdb", problem);
    REQUIRE(reader);
    CHECK(reader->format() == accessmap::Format::lmdb);
    CHECK(count_wrong(*reader, entries) == 0);
  }
  Entries expected = entries;
  std::sort(expected.begin(), expected.end());
  CHECK(list_with_reader(folder / "x.lmdb") == expected);
}

TEST_CASE("lmdb: a build of several transactions has all entries") {
  const ScratchFolder folder;
  Entries entries = scattered_entries(40000);
  for (std::size_t i = 0; i < entries.size(); i += 1000) {
    entries[i].second = std::string(1 << 20, static_cast<char>('a' + i / 1000 % 26));
  }
  Problem problem;
  const auto writer = accessmap::Writer::create(folder / "x.lmdb", lmdb_options(), problem);
  REQUIRE(writer);
  for (const auto& [key, value] : entries) {
    REQUIRE(writer->put(key, value, problem) == accessmap::Stored::stored);
  }
  REQUIRE(writer->commit(problem));
  Entries listed = list_with_reader(folder / "x.lmdb");
  std::sort(entries.begin(), entries.end());
  CHECK(listed == entries);
  put_one(folder / "x.lmdb", "one more", "value");
  CHECK(list_with_reader(folder / "x.lmdb").size() == entries.size() + 1);
}

TEST_CASE("lmdb: the newer of two states is read, and a change noticed") {
  const ScratchFolder folder;
  Entries entries = some_entries(500);
  Problem problem;
  REQUIRE(build(folder / "x.lmdb", entries, lmdb_options(), problem));
  const accessmap::Database database(folder / "x.lmdb");
  accessmap::Pins pins;
  for (int i = 0; i < 7; ++i) {
    entries[20].second = std::to_string(i);
    put_one(folder / "x.lmdb", entries[20].first, entries[20].second);
    pins.next_evaluation();
    const accessmap::Pin& pin = pins.refresh(database, problem);
    REQUIRE(pin.version);
    CHECK(count_wrong(*pin.version, entries) == 0);
  }
}

TEST_CASE("lmdb: keys that LMDB cannot have are an error") {
  const ScratchFolder folder;
  Problem problem;
  CHECK_FALSE(build(folder / "x.lmdb", {{std::string(512, 'k'), "v"}}, lmdb_options(), problem));
  CHECK_THAT(problem.text, Catch::Contains("keys of 1 to 511 bytes"));
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("lmdb: damage ends in an answer") {
  const ScratchFolder folder;
  const Entries entries = some_entries(3000);
  Problem problem;
  REQUIRE(build(folder / "x.lmdb", Entries(entries.begin() + 8, entries.end()), lmdb_options(),
                problem));
  const std::string sound = file_bytes(folder / "x.lmdb");
  std::mt19937 random(12);
  for (int i = 0; i < rounds_of_damage(); ++i) {
    std::string bytes = sound;
    const std::size_t page = random() % (bytes.size() / 4096) * 4096;
    const std::uint32_t nasty[] = {0, 1, 0xffffffff, 0x7fffffff, 2, 4096, 0xffff};
    const std::uint32_t number = random() % 2 == 0 ? nasty[random() % 7] : random();
    const std::size_t at = random() % 3 == 0 ? 4 * (random() % 1024) : 4 * (random() % 40);
    std::memcpy(bytes.data() + page + at, &number, 4);
    if (random() % 8 == 0) bytes.resize(random() % bytes.size());
    write_bytes(folder / "bad.lmdb", bytes);
    use_damaged(folder / "bad.lmdb", i % 2 != 0, entries, 29);
  }
}
#endif
