// The reader on databases that the reference's makemap made, and on files that
// are none. See reader.h.

#include "accessmap/reader.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "accessmap/text.h"
#include "entries.h"
#include "scratch_folder.h"

using accessmap::NulKeys;
using accessmap::Problem;
using accessmap::Reader;
using accessmap::Scratch;
using accessmap::Status;

namespace {

const std::string kFixtures = ACCESSMAP_FIXTURES;

Entries entries_of_text() {
  const std::string text = file_bytes(kFixtures + "/entries.txt");
  accessmap::TextReader reader(text, {});
  Entries entries;
  accessmap::TextLine line;
  while (reader.next(line)) entries.emplace_back(line.key, std::string(line.value));
  REQUIRE(entries.size() == 41);
  return entries;
}

Problem failure_to_open(const std::string& path) {
  Problem problem;
  CHECK_FALSE(Reader::open(path, problem));
  CHECK_THAT(problem.text, Catch::StartsWith(path + ": "));
  return problem;
}

// A database of the fixture with some bytes of its first page changed.
std::string changed(const ScratchFolder& folder, const char* fixture, std::size_t offset,
                    const std::string& bytes) {
  std::string whole = file_bytes(kFixtures + "/" + fixture);
  whole.replace(offset, bytes.size(), bytes);
  write_bytes(folder / "changed.db", whole);
  return folder / "changed.db";
}

}  // namespace

TEST_CASE("reader: finds and lists all that makemap stored") {
  const std::string file = GENERATE(as<std::string>{}, "hash.db", "btree.db");
  Entries entries = entries_of_text();
  Problem problem;
  const auto reader = Reader::open(kFixtures + "/" + file, problem);
  REQUIRE(reader);
  CHECK(accessmap::format_name(reader->format()) == file.substr(0, file.size() - 3));
  CHECK_FALSE(reader->allows_duplicates());
  Scratch scratch;
  std::string value;
  for (const auto& [key, expected] : entries) {
    CHECK(reader->lookup(key, scratch, value) == Status::found);
    CHECK(value == expected);
    CHECK(reader->lookup(key + "x", scratch, value) == Status::not_found);
    CHECK(value.empty());
  }
  const Entries listed = list_with_reader(kFixtures + "/" + file);
  CHECK(std::multiset(listed.begin(), listed.end()) ==
        std::multiset(entries.begin(), entries.end()));
}

// Recorded: the same text by postmap of Postfix 3.7.11 (keys with NUL or without as it likes), and
// by db_load of Berkeley DB 5.3 with pages of 512 bytes in the other byte order, and with
// duplicates that it sorts.
TEST_CASE("reader: finds and lists all that postmap and db_load stored") {
  const std::string file = kFixtures + "/" +
                           GENERATE(as<std::string>{}, "postmap_hash.db", "postmap_btree.db",
                                    "db_load_hash.db", "db_load_btree.db", "db_load_sorted.db");
  CAPTURE(file);
  const Entries entries = entries_of_text();
  Problem problem;
  const auto reader = Reader::open(file, problem);
  REQUIRE(reader);
  Scratch scratch;
  std::string_view value;
  for (const auto& [key, expected] : entries) {
    CHECK(reader->find_entry(key, NulKeys::either, scratch, value) == Status::found);
    CHECK(value == expected);
    CHECK(reader->find_entry(key + "x", NulKeys::either, scratch, value) == Status::not_found);
  }
  Entries listed = list_with_reader(file);
  for (auto& [key, text] : listed) {
    if (reader->form_found() != NulKeys::with) break;
    key.pop_back();
    text.pop_back();
  }
  CHECK(std::multiset(listed.begin(), listed.end()) ==
        std::multiset(entries.begin(), entries.end()));
}

TEST_CASE("reader: keys with and without NUL") {
  Problem problem;
  Scratch scratch;
  const std::string key = entries_of_text().front().first;
  const std::string expected = entries_of_text().front().second;
  const auto with = Reader::open(kFixtures + "/nul_hash.db", problem);
  const auto without = Reader::open(kFixtures + "/hash.db", problem);
  REQUIRE(with);
  REQUIRE(without);

  std::string_view found;
  CHECK(with->find_entry("none", NulKeys::either, scratch, found) == Status::not_found);
  CHECK(with->form_found() == NulKeys::either);
  CHECK(with->find_entry(key, NulKeys::without, scratch, found) == Status::not_found);
  CHECK(with->find_entry(key, NulKeys::either, scratch, found) == Status::found);
  CHECK(with->form_found() == NulKeys::with);
  CHECK(found == expected);
  CHECK(without->find_entry(key, NulKeys::with, scratch, found) == Status::not_found);
  CHECK(without->find_entry(key, NulKeys::either, scratch, found) == Status::found);
  CHECK(without->form_found() == NulKeys::without);
  CHECK(found == expected);
  CHECK(without->find_entry(key, NulKeys::with, scratch, found) == Status::not_found);
}

TEST_CASE("reader: the first of several duplicates is found, all are listed") {
  const std::string file = GENERATE(as<std::string>{}, "duplicates_hash.db", "duplicates_btree.db");
  Problem problem;
  const auto reader = Reader::open(kFixtures + "/" + file, problem);
  REQUIRE(reader);
  CHECK(reader->allows_duplicates());
  Scratch scratch;
  std::string value;
  CHECK(reader->lookup("a", scratch, value) == Status::found);
  CHECK(value == "1");
  const Entries listed = list_with_reader(kFixtures + "/" + file);
  CHECK(std::multiset(listed.begin(), listed.end()) ==
        std::multiset<Entries::value_type>{{"a", "1"}, {"a", "2"}, {"b", "3"}});
}

TEST_CASE("reader: an empty database has no entries and is no error") {
  CHECK(list_with_reader(kFixtures + "/empty_hash.db").empty());
}

TEST_CASE("reader: what is no database is refused with a reason") {
  const ScratchFolder folder;
  CHECK(failure_to_open(folder / "none.db").sys_errno == ENOENT);
  CHECK(failure_to_open(folder.path()).sys_errno == EISDIR);
  write_bytes(folder / "empty.db", "");
  CHECK_THAT(failure_to_open(folder / "empty.db").text, Catch::Contains("is empty"));
  write_bytes(folder / "text.db", std::string(2000, 'x'));
  CHECK_THAT(failure_to_open(folder / "text.db").text, Catch::Contains("not a Berkeley DB"));
  write_bytes(folder / "short.db", file_bytes(kFixtures + "/hash.db").substr(0, 300));
  CHECK_THAT(failure_to_open(folder / "short.db").text, Catch::Contains("too short"));
  REQUIRE(::mkfifo((folder / "fifo").c_str(), 0644) == 0);
  CHECK_THAT(failure_to_open(folder / "fifo").text, Catch::Contains("not a regular file"));
}

TEST_CASE("reader: layouts that no access map has are refused by name") {
  const ScratchFolder folder;
  const auto text_for = [&](const char* fixture, std::size_t offset, const std::string& bytes) {
    return failure_to_open(changed(folder, fixture, offset, bytes)).text;
  };
  CHECK_THAT(text_for("hash.db", 24, "\x01"), Catch::Contains("encrypted"));
  CHECK_THAT(text_for("hash.db", 26, "\x01"), Catch::Contains("checksums"));
  CHECK_THAT(text_for("hash.db", 26, "\x02"), Catch::Contains("several files"));
  CHECK_THAT(text_for("hash.db", 48, "\x02"), Catch::Contains("named databases"));
  CHECK_THAT(text_for("btree.db", 48, "\x20"), Catch::Contains("named databases"));
  CHECK_THAT(text_for("btree.db", 48, "\x02"), Catch::Contains("recno"));
  CHECK_THAT(text_for("btree.db", 48, "\x80"), Catch::Contains("compressed"));
  CHECK_THAT(text_for("hash.db", 92, "\x01"), Catch::Contains("hash function"));
  CHECK_THAT(text_for("hash.db", 16, "\x06"), Catch::Contains("version 6"));
  CHECK_THAT(text_for("btree.db", 16, "\x07"), Catch::Contains("version 7"));
  CHECK_THAT(text_for("hash.db", 20, "\x01"), Catch::Contains("page size"));
  CHECK_THAT(text_for("btree.db", 88, std::string(4, '\0')), Catch::Contains("root"));
}

TEST_CASE("reader: damage is an error, not 'not found'") {
  const ScratchFolder folder;
  Problem problem;
  Scratch scratch;
  std::string value;
  const auto reader = Reader::open(changed(folder, "btree.db", 88, "\x77"), problem);
  REQUIRE(reader);
  CHECK(reader->lookup("a", scratch, value) == Status::error);
  CHECK_THAT(scratch.problem().text, Catch::Contains("changed.db: page 119: "));
}

TEST_CASE("reader: a file cut while it is open is a temporary failure") {
  const ScratchFolder folder;
  const std::string path = changed(folder, "hash.db", 0, "");
  Problem problem;
  Scratch scratch;
  std::string value;
  const auto reader = Reader::open(path, problem);
  REQUIRE(reader);
  CHECK_FALSE(reader->replaced());
  REQUIRE(::truncate(path.c_str(), 600) == 0);
  CHECK(reader->lookup("a", scratch, value) == Status::temp_fail);
  CHECK(reader->replaced());
}

TEST_CASE("reader: notices a file that took its place, and reads on in the old one") {
  const ScratchFolder folder;
  const std::string path = changed(folder, "hash.db", 0, "");
  Problem problem;
  Scratch scratch;
  std::string value;
  const auto reader = Reader::open(path, problem);
  REQUIRE(reader);
  std::filesystem::copy_file(kFixtures + "/empty_hash.db", folder / "new");
  std::filesystem::rename(folder / "new", path);
  CHECK(reader->replaced());
  CHECK(reader->lookup(entries_of_text()[0].first, scratch, value) == Status::found);
  std::filesystem::remove(path);
  CHECK_FALSE(reader->replaced());
}

TEST_CASE("reader: many threads look up in one Reader") {
  Problem problem;
  const auto reader = Reader::open(kFixtures + "/btree.db", problem);
  REQUIRE(reader);
  const Entries entries = entries_of_text();
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      Scratch scratch;
      std::string value;
      for (int round = 0; round < 50; ++round) {
        for (const auto& [key, expected] : entries) {
          if (reader->lookup(key, scratch, value) != Status::found || value != expected) ++wrong;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
}
