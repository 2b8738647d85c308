// cdb files: ours and those of tinycdb. See cdb_store.cc.

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>
#include <random>

#include "accessmap/database.h"
#include "accessmap/writer.h"
#include "entries.h"
#include "scratch_folder.h"
#ifdef ACCESSMAP_HAS_TINYCDB
#include <cdb.h>
#endif

using accessmap::Problem;
using accessmap::Reader;

namespace {

Entries some_entries(std::size_t count) {
  Entries entries = scattered_entries(count);
  if (count > 10) {
    entries[3].first = "";
    entries[4].second = "";
    entries[5].first = std::string(1 << 20, 'k');
    entries[6].second = std::string(1 << 20, 'v');
  }
  return entries;
}

accessmap::WriteOptions cdb_options(bool sorted = true, bool replace = false) {
  accessmap::WriteOptions options;
  options.format = accessmap::Format::cdb;
  options.sorted = sorted;
  options.replace = replace;
  return options;
}

void check_all(const std::string& path, const Entries& entries, bool copied) {
  Problem problem;
  const auto reader = copied ? Reader::open_copy(path, accessmap::kCopyLimit, problem)
                             : Reader::open(path, problem);
  INFO(problem.text);
  REQUIRE(reader);
  CHECK(reader->format() == accessmap::Format::cdb);
  CHECK(count_wrong(*reader, entries) == 0);
}

}  // namespace

TEST_CASE("cdb: what was written is found and listed") {
  const ScratchFolder folder;
  const Entries entries = some_entries(GENERATE(0U, 1U, 5000U));
  Problem problem;
  REQUIRE(build(folder / "x.cdb", entries, cdb_options(), problem));
  check_all(folder / "x.cdb", entries, GENERATE(true, false));
  Entries listed = list_with_reader(folder / "x.cdb"), expected = entries;
  std::sort(listed.begin(), listed.end());
  std::sort(expected.begin(), expected.end());
  CHECK(listed == expected);
}

TEST_CASE("cdb: a key given twice is refused at once, or at the end, or replaces") {
  const ScratchFolder folder;
  const Entries entries = {{"a", "1"}, {"b", "2"}, {"a", "3"}};
  Problem problem;
  CHECK_FALSE(build(folder / "x.cdb", entries, cdb_options(), problem));
  CHECK(problem.sys_errno == EEXIST);
  REQUIRE(build(folder / "x.cdb", entries, cdb_options(false), problem));
  check_all(folder / "x.cdb", {{"a", "1"}, {"b", "2"}}, true);
  REQUIRE(build(folder / "x.cdb", entries, cdb_options(true, true), problem));
  check_all(folder / "x.cdb", {{"a", "3"}, {"b", "2"}}, true);
}

TEST_CASE("cdb: one that was cut anywhere is no database") {
  const ScratchFolder folder;
  const Entries entries = some_entries(8);
  Problem problem;
  REQUIRE(build(folder / "x.cdb", entries, cdb_options(), problem));
  const std::string bytes = file_bytes(folder / "x.cdb");
  for (std::size_t length = 0; length < bytes.size(); length += 3) {
    write_bytes(folder / "cut.cdb", bytes.substr(0, length));
    CHECK_FALSE(Reader::open(folder / "cut.cdb", problem));
  }
}

TEST_CASE("cdb: damage ends in an answer") {
  const ScratchFolder folder;
  const Entries entries = some_entries(300);
  Problem problem;
  REQUIRE(build(folder / "x.cdb", entries, cdb_options(), problem));
  const std::string sound = file_bytes(folder / "x.cdb");
  std::mt19937 random(12);
  for (int i = 0; i < rounds_of_damage(); ++i) {
    std::string bytes = sound;
    // The megabytes of two entries are not where damage is worth much.
    const std::size_t near =
        random() % 2 == 0 ? random() % 2300 : bytes.size() - 1 - random() % 9000;
    const std::uint32_t nasty[] = {0, 1, 0xffffffff, 0x7fffffff, 2048, 4096};
    const std::uint32_t number = random() % 2 == 0 ? nasty[random() % 6] : random();
    std::memcpy(bytes.data() + std::min(near, bytes.size() - 4), &number, 4);
    write_bytes(folder / "bad.cdb", bytes);
    use_damaged(folder / "bad.cdb", i % 2 != 0, entries, 9);
  }
}

#ifdef ACCESSMAP_HAS_TINYCDB
TEST_CASE("cdb: tinycdb finds what we write, and we what it writes") {
  const ScratchFolder folder;
  const Entries entries = some_entries(3000);
  Problem problem;
  REQUIRE(build(folder / "x.cdb", entries, cdb_options(), problem));
  const int fd = ::open((folder / "x.cdb").c_str(), O_RDONLY);
  struct cdb theirs;
  REQUIRE(cdb_init(&theirs, fd) == 0);
  std::size_t wrong = 0;
  for (const auto& [key, value] : entries) {
    const bool found = cdb_find(&theirs, key.data(), static_cast<unsigned>(key.size())) > 0;
    if (!found || cdb_datalen(&theirs) != value.size()) {
      ++wrong;
      continue;
    }
    std::string bytes(value.size(), '\0');
    cdb_read(&theirs, bytes.data(), cdb_datalen(&theirs), cdb_datapos(&theirs));
    if (bytes != value) ++wrong;
  }
  CHECK(wrong == 0);
  cdb_free(&theirs);
  ::close(fd);

  const int out = ::open((folder / "y.cdb").c_str(), O_RDWR | O_CREAT, 0644);
  struct cdb_make make;
  REQUIRE(cdb_make_start(&make, out) == 0);
  for (const auto& [key, value] : entries) {
    cdb_make_add(&make, key.data(), static_cast<unsigned>(key.size()), value.data(),
                 static_cast<unsigned>(value.size()));
  }
  REQUIRE(cdb_make_finish(&make) == 0);
  ::close(out);
  check_all(folder / "y.cdb", entries, true);
  CHECK(list_with_reader(folder / "y.cdb") == entries);
}
#endif
