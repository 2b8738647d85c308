// What libdb writes we read, and what we write libdb reads.

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>

#include "accessmap/database.h"
#include "accessmap/reader.h"
#include "accessmap/writer.h"
#include "entries.h"
#include "scratch_folder.h"

using accessmap::Reader;
using accessmap::Scratch;
using accessmap::Status;

namespace {

std::string random_bytes(std::mt19937& random, std::size_t length) {
  std::string bytes(length, '\0');
  for (char& c : bytes) c = static_cast<char>(random());
  return bytes;
}

// Entries with different keys: mostly short, some of any length up to 100 KB,
// so that some are on overflow pages whatever the page size.
Entries random_entries(std::size_t count, unsigned seed, bool text_only = false) {
  std::mt19937 random(seed);
  std::map<std::string, std::string> entries;
  if (!text_only && count > 2) {
    entries[""] = "the empty key";
    entries["no value"] = "";
  }
  for (std::size_t long_items = 0; entries.size() < count;) {
    const bool is_long = !text_only && long_items < 12 && random() % 20 == 0;
    if (is_long) ++long_items;
    const std::size_t most_key = is_long ? 5000 : 40;
    const std::size_t most_value = is_long ? 100000 : 80;
    std::string key =
        text_only ? "k" + std::to_string(random()) : random_bytes(random, random() % most_key);
    entries[std::move(key)] = random_bytes(random, random() % most_value);
  }
  Entries shuffled(entries.begin(), entries.end());
  std::shuffle(shuffled.begin(), shuffled.end(), random);
  return shuffled;
}

// Every key is found with the value that was put first, and strange ones are
// not.
void check_lookups(const std::string& path, const Entries& entries) {
  accessmap::Problem problem;
  // Half of the files are read as tools do, half as servers do.
  const bool copied = entries.size() % 2 == 0;
  const auto reader = copied ? Reader::open_copy(path, accessmap::kCopyLimit, problem)
                             : Reader::open(path, problem);
  INFO(problem.text);
  REQUIRE(reader);
  std::map<std::string, std::string> firsts;
  for (const auto& [key, value] : entries) firsts.emplace(key, value);
  Scratch scratch;
  std::string value;
  std::size_t wrong = 0;
  for (const auto& [key, first] : firsts) {
    if (reader->lookup(key, scratch, value) != Status::found || value != first) ++wrong;
    const std::string strange = key + "\x01?";
    if (firsts.count(strange) == 0 &&
        reader->lookup(strange, scratch, value) != Status::not_found) {
      ++wrong;
    }
  }
  CHECK(wrong == 0);
}

// Makes a sorted hash page an unsorted one: its first two pairs change places if they are equally
// long.
void swap_pairs(std::string& bytes, std::size_t page, bool swapped) {
  const auto number = [&](std::size_t at) {
    const auto low = static_cast<unsigned char>(bytes[page + at + (swapped ? 1 : 0)]);
    const auto high = static_cast<unsigned char>(bytes[page + at + (swapped ? 0 : 1)]);
    return static_cast<std::size_t>(low + 256 * high);
  };
  bytes[page + 25] = 2;
  if (number(20) < 4) return;
  const std::size_t end = 1024, second = number(28), fourth = number(32);
  const std::size_t first_key = end - number(26), second_key = second - number(30);
  const std::size_t length = end - second;
  if (second - fourth != length || first_key != second_key) return;
  std::swap_ranges(bytes.begin() + static_cast<std::ptrdiff_t>(page + fourth),
                   bytes.begin() + static_cast<std::ptrdiff_t>(page + second),
                   bytes.begin() + static_cast<std::ptrdiff_t>(page + second));
}

}  // namespace

TEST_CASE("interop: all page sizes and byte orders of libdb's files") {
  const ScratchFolder folder;
  LibdbLayout layout;
  layout.type = GENERATE(DB_HASH, DB_BTREE);
  layout.byte_order = GENERATE(1234, 4321);
  layout.page_size = GENERATE(512U, 1024U, 4096U, 8192U, 16384U, 32768U, 65536U);
  const std::size_t count = GENERATE(0U, 1U, 300U);
  CAPTURE(layout.type, layout.byte_order, layout.page_size, count);
  const Entries entries = random_entries(count, layout.page_size);
  build_with_libdb(folder / "x.db", layout, entries);
  CHECK(list_with_reader(folder / "x.db") == list_with_libdb(folder / "x.db"));
  CHECK(list_with_reader(folder / "x.db").size() == count);
  check_lookups(folder / "x.db", entries);
}

// What distinguishes hash versions 7 and 8 from 9 is that pages need not be sorted, which the type
// of the page says; btree versions 8 and 9 differ in nothing that a reader sees.
TEST_CASE("interop: the versions that older libdbs wrote, as libdb reads them") {
  const ScratchFolder folder;
  LibdbLayout layout;
  layout.type = GENERATE(DB_HASH, DB_BTREE);
  layout.byte_order = GENERATE(1234, 4321);
  layout.page_size = 1024;
  const Entries entries = random_entries(500, 9);
  build_with_libdb(folder / "x.db", layout, entries);
  std::string bytes = file_bytes(folder / "x.db");
  for (char version = layout.type == DB_HASH ? 7 : 8; version <= 9; ++version) {
    bytes[layout.byte_order == 1234 ? 16 : 19] = version;
    if (layout.type == DB_HASH && version < 9) {
      for (std::size_t page = 1024; page < bytes.size(); page += 1024) {
        if (bytes[page + 25] == 13) swap_pairs(bytes, page, layout.byte_order != 1234);
      }
    }
    write_bytes(folder / "x.db", bytes);
    CHECK(list_with_reader(folder / "x.db") == list_with_libdb(folder / "x.db"));
    check_lookups(folder / "x.db", entries);
  }
}

TEST_CASE("interop: keys and values from nothing to a mebibyte") {
  const ScratchFolder folder;
  LibdbLayout layout;
  layout.type = GENERATE(DB_HASH, DB_BTREE);
  layout.byte_order = GENERATE(1234, 4321);
  layout.page_size = GENERATE(512U, 4096U, 65536U);
  std::mt19937 random(3);
  Entries entries;
  for (const std::size_t length : {0,   1,   2,   63,  64,  65,   100,  127,   128,   129,    200,
                                   255, 256, 300, 487, 512, 1000, 4000, 16384, 70000, 1 << 20}) {
    entries.emplace_back(random_bytes(random, length), std::to_string(length));
    entries.emplace_back("value of " + std::to_string(length), random_bytes(random, length));
    entries.emplace_back(std::string(length, 'k') + "!", random_bytes(random, length / 2));
  }
  build_with_libdb(folder / "x.db", layout, entries);
  CHECK(list_with_reader(folder / "x.db") == list_with_libdb(folder / "x.db"));
  check_lookups(folder / "x.db", entries);
}

TEST_CASE("interop: 20,000 entries, deep trees and many buckets") {
  const ScratchFolder folder;
  LibdbLayout layout;
  layout.type = GENERATE(DB_HASH, DB_BTREE);
  layout.byte_order = GENERATE(1234, 4321);
  layout.page_size = GENERATE(512U, 4096U);
  layout.expected_entries = GENERATE(0U, 20000U);
  const Entries entries = random_entries(20000, 7);
  build_with_libdb(folder / "x.db", layout, entries);
  CHECK(list_with_reader(folder / "x.db") == list_with_libdb(folder / "x.db"));
  check_lookups(folder / "x.db", entries);
}

TEST_CASE("interop: duplicates, few and many, short and long, in order and sorted") {
  const ScratchFolder folder;
  LibdbLayout layout;
  layout.type = GENERATE(DB_HASH, DB_BTREE);
  layout.byte_order = GENERATE(1234, 4321);
  layout.flags = GENERATE(DB_DUP, DB_DUP | DB_DUPSORT);
  layout.page_size = GENERATE(512U, 4096U);
  Entries entries = random_entries(200, 11);
  for (int i = 0; i < 3000; ++i) {
    const std::string number = std::to_string(100000 + i);
    entries.emplace_back("many", number + std::string(static_cast<std::size_t>(i) % 50, 'v'));
    if (i < 3) entries.emplace_back("few", number);
    if (i < 4) entries.emplace_back("long", number + std::string(9000, 'w'));
  }
  build_with_libdb(folder / "x.db", layout, entries);
  const Entries listed = list_with_reader(folder / "x.db");
  CHECK(listed == list_with_libdb(folder / "x.db"));
  CHECK(listed.size() == entries.size());
  check_lookups(folder / "x.db", entries);
}

TEST_CASE("interop: a file that entries were deleted from") {
  const ScratchFolder folder;
  LibdbLayout layout;
  layout.type = GENERATE(DB_HASH, DB_BTREE);
  layout.page_size = 512;
  Entries entries = random_entries(3000, 5);
  build_with_libdb(folder / "x.db", layout, entries);
  DB* db = nullptr;
  REQUIRE(db_create(&db, nullptr, 0) == 0);
  REQUIRE(db->open(db, nullptr, (folder / "x.db").c_str(), nullptr, DB_UNKNOWN, 0, 0) == 0);
  for (int i = 0; i < 2500; ++i) {
    DBT key{};
    key.data = entries.back().first.data();
    key.size = static_cast<u_int32_t>(entries.back().first.size());
    REQUIRE(db->del(db, nullptr, &key, 0) == 0);
    entries.pop_back();
  }
  REQUIRE(db->close(db, 0) == 0);
  CHECK(list_with_reader(folder / "x.db").size() == 500);
  CHECK(list_with_reader(folder / "x.db") == list_with_libdb(folder / "x.db"));
  check_lookups(folder / "x.db", entries);
}

TEST_CASE("interop: libdb reads what we write") {
  const ScratchFolder folder;
  accessmap::WriteOptions options;
  options.format = GENERATE(accessmap::Format::hash, accessmap::Format::btree);
  const Entries entries = random_entries(GENERATE(0U, 1U, 10000U), 3);
  accessmap::Problem problem;
  {
    const auto writer = accessmap::Writer::create(folder / "x.db", options, problem);
    REQUIRE(writer);
    std::size_t stored = 0;
    for (const auto& [key, value] : entries) {
      if (writer->put(key, value, problem) == accessmap::Stored::stored) ++stored;
    }
    CHECK(stored == entries.size());
    REQUIRE(writer->commit(problem));
  }
  Entries listed = list_with_libdb(folder / "x.db");
  CHECK(std::multiset(listed.begin(), listed.end()) ==
        std::multiset(entries.begin(), entries.end()));
}
