// Sorted builds: what they write is what libdb would have, to libdb too.

#include <db.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>

#include "accessmap/writer.h"
#include "cdb_store.h"
#include "entries.h"
#include "entry_sorter.h"
#include "meta.h"
#include "scratch_folder.h"

using accessmap::EntrySorter;
using accessmap::Format;
using accessmap::Problem;
using accessmap::SortOrder;
using accessmap::Status;
using accessmap::Stored;

namespace {

Entries some_entries(std::size_t count, std::size_t longest, unsigned seed) {
  std::mt19937 random(seed);
  std::map<std::string, std::string> entries;
  while (entries.size() < count) {
    std::string key(1 + random() % longest, '\0'), value(random() % longest, '\0');
    for (char& c : key) c = static_cast<char>(random());
    for (char& c : value) c = static_cast<char>(random());
    entries[std::move(key)] = std::move(value);
  }
  Entries shuffled(entries.begin(), entries.end());
  std::shuffle(shuffled.begin(), shuffled.end(), random);
  return shuffled;
}

bool build(const std::string& path, Format format, const Entries& entries, bool replace,
           Problem& problem) {
  accessmap::WriteOptions options;
  options.format = format;
  options.sorted = true;
  options.replace = replace;
  const auto writer = accessmap::Writer::create(path, options, problem);
  REQUIRE(writer);
  std::size_t stored = 0;
  for (const auto& [key, value] : entries) {
    if (writer->put(key, value, problem) == Stored::stored) ++stored;
  }
  CHECK(stored == entries.size());
  return writer->commit(problem);
}

int verify(const std::string& path) {
  DB* db = nullptr;
  REQUIRE(db_create(&db, nullptr, 0) == 0);
  return db->verify(db, path.c_str(), nullptr, nullptr, 0);
}

std::size_t missed_by_libdb(const std::string& path, const Entries& entries) {
  DB* db = nullptr;
  REQUIRE(db_create(&db, nullptr, 0) == 0);
  REQUIRE(db->open(db, nullptr, path.c_str(), nullptr, DB_UNKNOWN, DB_RDONLY, 0) == 0);
  std::size_t missed = 0;
  for (const auto& [k, v] : entries) {
    DBT key{}, value{};
    key.data = const_cast<char*>(k.data());
    key.size = static_cast<u_int32_t>(k.size());
    const bool found = db->get(db, nullptr, &key, &value, 0) == 0 &&
                       std::string(static_cast<char*>(value.data), value.size) == v;
    if (!found) ++missed;
  }
  db->close(db, 0);
  return missed;
}

}  // namespace

TEST_CASE("bulk: libdb verifies, finds and lists all, and can add to it") {
  const ScratchFolder folder;
  const Format format = GENERATE(Format::hash, Format::btree);
  const std::size_t longest = GENERATE(12U, 100U, 900U);
  const std::size_t count = GENERATE(0U, 1U, 2U, 50U, 3000U);
  CAPTURE(longest, count);
  const Entries entries = some_entries(longest == 12 ? 10 * count : count, longest, 5);
  Problem problem;
  REQUIRE(build(folder / "x.db", format, entries, false, problem));
  CHECK(verify(folder / "x.db") == 0);
  CHECK(missed_by_libdb(folder / "x.db", entries) == 0);
  Entries listed = list_with_libdb(folder / "x.db"), expected = entries;
  CHECK(list_with_reader(folder / "x.db") == listed);
  std::sort(listed.begin(), listed.end());
  std::sort(expected.begin(), expected.end());
  CHECK(listed == expected);
  const Entries more = some_entries(1000, 40, 6);
  LibdbLayout layout;
  layout.type = format == Format::hash ? DB_HASH : DB_BTREE;
  build_with_libdb(folder / "x.db", layout, more);
  CHECK(verify(folder / "x.db") == 0);
  CHECK(missed_by_libdb(folder / "x.db", more) == 0);
}

TEST_CASE("bulk: entries that need pages of another kind go through libdb") {
  const ScratchFolder folder;
  const Format format = GENERATE(Format::hash, Format::btree);
  Entries entries = some_entries(500, 50, 7);
  entries.emplace_back("", "the empty key");
  entries.emplace_back(std::string(5000, 'k'), std::string(70000, 'v'));
  Problem problem;
  REQUIRE(build(folder / "x.db", format, entries, false, problem));
  CHECK(verify(folder / "x.db") == 0);
  CHECK(missed_by_libdb(folder / "x.db", entries) == 0);
}

TEST_CASE("bulk: a key given twice fails the build, or its last value wins") {
  const ScratchFolder folder;
  const Format format = GENERATE(Format::hash, Format::btree);
  Entries entries = some_entries(300, 50, 8);
  const std::string key = entries[17].first;
  entries.emplace_back(key, "second");
  entries.emplace_back(key, "last");
  Problem problem;
  CHECK_FALSE(build(folder / "x.db", format, entries, false, problem));
  CHECK(problem.sys_errno == EEXIST);
  CHECK(std::filesystem::is_empty(folder.path()));
  REQUIRE(build(folder / "x.db", format, entries, true, problem));
  CHECK(list_with_libdb(folder / "x.db").size() == 300);
  CHECK(missed_by_libdb(folder / "x.db", {{key, "last"}}) == 0);
}

TEST_CASE("bulk: what does not fit into memory is sorted all the same") {
  const ScratchFolder folder;
  const SortOrder order = GENERATE(SortOrder::keys, SortOrder::hashes, SortOrder::cdb_hashes);
  Entries entries = some_entries(5000, 30, 9);
  for (int i = 0; i < 100; ++i) entries.emplace_back("again", std::to_string(i));
  // Keys that begin alike, for longer than is sorted by numbers, and with the NULs that stand for
  // the end of a key.
  for (int i = 0; i < 1000; ++i) {
    entries.emplace_back(
        std::string(static_cast<std::size_t>(i % 90), 'k') + std::to_string(i * 7919 % 1000), "");
    entries.emplace_back("z" + std::string(static_cast<std::size_t>(i), '\0'), "");
  }
  EntrySorter small(order, folder.path(), 3000), large(order, folder.path());
  Problem problem;
  for (const auto& [key, value] : entries) {
    REQUIRE(small.add(key, value, problem));
    REQUIRE(large.add(key, value, problem));
  }
  REQUIRE(small.sort(problem));
  REQUIRE(large.sort(problem));
  accessmap::SortedEntry entry, other;
  std::string before;
  std::size_t seen = 0, differ = 0, repeats = 0;
  while (small.next(entry, problem) == Status::found) {
    REQUIRE(large.next(other, problem) == Status::found);
    if (entry.key != other.key || entry.value != other.value) ++differ;
    if (entry.key == "again" && entry.value != std::to_string(repeats++)) ++differ;
    if (order == SortOrder::keys && entry.key < before) ++differ;
    const std::uint32_t hash = order == SortOrder::hashes       ? accessmap::hash_of(entry.key)
                               : order == SortOrder::cdb_hashes ? accessmap::cdb_hash(entry.key)
                                                                : 0;
    if (entry.hash != hash) ++differ;
    before = entry.key;
    ++seen;
  }
  CHECK(large.next(other, problem) == Status::not_found);
  CHECK(seen == entries.size());
  CHECK(differ == 0);
  CHECK(std::filesystem::is_empty(folder.path()));
  CHECK_FALSE(small.add(std::string(4000, 'x'), "", problem));
}

// An entry is compared with the one behind it, which may be read from the file only then.
TEST_CASE("bulk: of keys that come again the last value is given, in memory and beyond") {
  const ScratchFolder folder;
  const SortOrder order = GENERATE(SortOrder::keys, SortOrder::hashes);
  const std::uint32_t arena = GENERATE(3000U, 1U << 20);
  std::map<std::string, std::string> last;
  EntrySorter sorter(order, folder.path(), arena);
  std::mt19937 random(11);
  Problem problem;
  for (int i = 0; i < 8000; ++i) {
    const std::string key = "key" + std::to_string(random() % 4000);
    const std::string value(random() % 900, static_cast<char>('a' + i % 26));
    last[key] = value;
    REQUIRE(sorter.add(key, value, problem));
  }
  REQUIRE(sorter.sort(problem));
  accessmap::UniqueEntries entries(sorter, true);
  accessmap::SortedEntry entry;
  std::size_t differ = 0;
  while (entries.next(entry, problem) == Status::found) {
    const auto expected = last.find(std::string(entry.key));
    if (expected == last.end() || expected->second != entry.value) {
      ++differ;
    } else {
      last.erase(expected);
    }
  }
  CHECK(problem.status == Status::found);
  CHECK(differ == 0);
  CHECK(last.empty());
}
