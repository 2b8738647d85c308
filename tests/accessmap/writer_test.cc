// Builds that replace a file whole or leave it alone. See writer.h.

#include "accessmap/writer.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "entries.h"
#include "scratch_folder.h"

using accessmap::Problem;
using accessmap::Stored;
using accessmap::WriteOptions;
using accessmap::Writer;

namespace {

std::size_t files_in(const ScratchFolder& folder) {
  const std::filesystem::directory_iterator all(folder.path());
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

void build(const std::string& path, const Entries& entries, const WriteOptions& options = {}) {
  Problem problem;
  const auto writer = Writer::create(path, options, problem);
  INFO(problem.text);
  REQUIRE(writer);
  for (const auto& [key, value] : entries) {
    REQUIRE(writer->put(key, value, problem) == Stored::stored);
  }
  REQUIRE(writer->commit(problem));
}

mode_t mode_of(const std::string& path) {
  struct stat found {};
  REQUIRE(::stat(path.c_str(), &found) == 0);
  return found.st_mode & 07777;
}

}  // namespace

TEST_CASE("writer: without commit the old file stays and nothing is left") {
  const ScratchFolder folder;
  build(folder / "x.db", {{"a", "1"}});
  Problem problem;
  {
    const auto writer = Writer::create(folder / "x.db", {}, problem);
    REQUIRE(writer);
    REQUIRE(writer->put("b", "2", problem) == Stored::stored);
    CHECK(files_in(folder) == 2);
  }
  CHECK(files_in(folder) == 1);
  CHECK(list_with_reader(folder / "x.db") == Entries{{"a", "1"}});
}

TEST_CASE("writer: a new file has the mode asked for less the umask, an old one keeps its own") {
  const ScratchFolder folder;
  const mode_t old_mask = ::umask(022);
  build(folder / "x.db", {{"a", "1"}});
  CHECK(mode_of(folder / "x.db") == 0640);
  ::umask(077);
  build(folder / "y.db", {{"a", "1"}});
  CHECK(mode_of(folder / "y.db") == 0600);
  REQUIRE(::chmod((folder / "x.db").c_str(), 0604) == 0);
  build(folder / "x.db", {{"a", "1"}});
  CHECK(mode_of(folder / "x.db") == 0604);
  ::umask(old_mask);
}

TEST_CASE("writer: a key given again is refused, replaced or added") {
  const ScratchFolder folder;
  WriteOptions options;
  options.format = GENERATE(accessmap::Format::hash, accessmap::Format::btree);
  Problem problem;
  {
    const auto writer = Writer::create(folder / "x.db", options, problem);
    REQUIRE(writer);
    CHECK(writer->put("a", "1", problem) == Stored::stored);
    CHECK(writer->put("a", "2", problem) == Stored::duplicate);
    CHECK(writer->entries() == 1);
    REQUIRE(writer->commit(problem));
    CHECK(writer->put("b", "2", problem) == Stored::failed);
    CHECK_FALSE(writer->commit(problem));
  }
  CHECK(list_with_reader(folder / "x.db") == Entries{{"a", "1"}});
  options.replace = true;
  build(folder / "x.db", {{"a", "1"}, {"a", "2"}}, options);
  CHECK(list_with_reader(folder / "x.db") == Entries{{"a", "2"}});
  options.allow_duplicates = true;
  build(folder / "x.db", {{"a", "1"}, {"a", "2"}}, options);
  CHECK(list_with_reader(folder / "x.db") == Entries{{"a", "1"}, {"a", "2"}});
}

TEST_CASE("writer: appends to the old entries") {
  const ScratchFolder folder;
  WriteOptions options;
  options.format = accessmap::Format::btree;
  build(folder / "x.db", {{"a", "1"}}, options);
  options.append = true;
  build(folder / "x.db", {{"b", "2"}}, options);
  CHECK(list_with_reader(folder / "x.db") == Entries{{"a", "1"}, {"b", "2"}});
  Problem problem;
  CHECK_FALSE(Writer::create(folder / "none.db", options, problem));
  CHECK(problem.sys_errno == ENOENT);
  options.format = accessmap::Format::hash;
  CHECK_FALSE(Writer::create(folder / "x.db", options, problem));
  CHECK_THAT(problem.text, Catch::Contains("x.db: cannot append: it is a btree"));
  write_bytes(folder / "bad.db", "nonsense");
  CHECK_FALSE(Writer::create(folder / "bad.db", options, problem));
  CHECK_THAT(problem.text, Catch::Contains("bad.db: is too short"));
  CHECK(files_in(folder) == 2);
}

TEST_CASE("writer: a symbolic link stays one") {
  const ScratchFolder folder;
  build(folder / "x.db", {{"a", "1"}});
  std::filesystem::create_symlink("x.db", folder / "link.db");
  build(folder / "link.db", {{"b", "2"}});
  CHECK(std::filesystem::is_symlink(folder / "link.db"));
  CHECK(list_with_reader(folder / "x.db") == Entries{{"b", "2"}});
}

TEST_CASE("writer: a folder, or a folder that is not there, is an error") {
  const ScratchFolder folder;
  Problem problem;
  CHECK_FALSE(Writer::create(folder.path(), {}, problem));
  CHECK_THAT(problem.text, Catch::Contains("is a directory"));
  CHECK_FALSE(Writer::create(folder / "none/x.db", {}, problem));
  CHECK(problem.sys_errno == ENOENT);
}

TEST_CASE("writer: removes what a killed build left, not what one at work needs") {
  const ScratchFolder folder;
  write_bytes(folder / "x.db.new-abcdef", "left");
  write_bytes(folder / "x.db.new-ghijkl", "in use");
  write_bytes(folder / "y.db.new-abcdef", "another's");
  const int fd = ::open((folder / "x.db.new-ghijkl").c_str(), O_RDONLY | O_CLOEXEC);
  REQUIRE(::flock(fd, LOCK_EX) == 0);
  build(folder / "x.db", {{"a", "1"}});
  CHECK_FALSE(std::filesystem::exists(folder / "x.db.new-abcdef"));
  CHECK(std::filesystem::exists(folder / "x.db.new-ghijkl"));
  CHECK(std::filesystem::exists(folder / "y.db.new-abcdef"));
  ::close(fd);
}
