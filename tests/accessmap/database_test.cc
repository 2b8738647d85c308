// Versions of a database that others replace while it is in use. See database.h.

#include "accessmap/database.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <csignal>
#include <thread>

#include "accessmap/writer.h"
#include "entries.h"
#include "scratch_folder.h"

using accessmap::Database;
using accessmap::Format;
using accessmap::Pins;
using accessmap::Problem;
using accessmap::Scratch;
using accessmap::Status;

namespace {

constexpr int kKeys = 200;

std::string key_of(int i) { return "key" + std::to_string(i); }

// The database that generation `number` is: every value tells the number.
std::string bytes_of(const ScratchFolder& folder, int number, Format format = Format::hash) {
  const std::string path = folder / "made";
  ::unlink(path.c_str());
  accessmap::WriteOptions options;
  options.format = format;
  Problem problem;
  const auto writer = accessmap::Writer::create(path, options, problem);
  REQUIRE(writer);
  for (int i = 0; i < kKeys; ++i) {
    const std::string value = std::to_string(number) + " of " + key_of(i);
    REQUIRE(writer->put(key_of(i), value, problem) == accessmap::Stored::stored);
  }
  REQUIRE(writer->commit(problem));
  return file_bytes(path);
}

void put_in_place(const ScratchFolder& folder, const std::string& path, const std::string& bytes) {
  write_bytes(folder / "fresh", bytes);
  REQUIRE(::rename((folder / "fresh").c_str(), path.c_str()) == 0);
}

// Writes where the file is, as makemap does: under its lock, if it is to.
void rewrite(const std::string& path, const std::string& bytes, bool lock = true) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT, 0644);
  REQUIRE(fd >= 0);
  if (lock) REQUIRE(::flock(fd, LOCK_EX) == 0);
  REQUIRE(::ftruncate(fd, 0) == 0);
  for (std::size_t at = 0; at < bytes.size(); at += 1000) {
    const std::string piece = bytes.substr(at, 1000);
    REQUIRE(::write(fd, piece.data(), piece.size()) == static_cast<ssize_t>(piece.size()));
  }
  ::close(fd);
}

// Ages the file's stamps, so that it has rested, as far as one can tell.
void rest(const std::string& path) {
  struct stat before {
  }, now{};
  REQUIRE(::stat(path.c_str(), &before) == 0);
  do {
    ::usleep(30'000);
    REQUIRE(::stat(path.c_str(), &now) == 0);
  } while (now.st_ctim.tv_nsec == 0 && now.st_ctim.tv_sec + 3 > std::time(nullptr));
}

// The generation that an evaluation sees; -1: none can be told; -2: a mixture,
// or a key that is there was not found.
int generation(const Database& database, Pins& pins, Scratch& scratch, int keys = kKeys) {
  Problem problem;
  pins.next_evaluation();
  int seen = 0;
  for (int i = 0; i < keys; ++i) {
    const accessmap::Pin& pin = pins.refresh(database, problem);
    if (!pin.version) return -1;
    std::string_view value;
    const Status status = pin.version->find(key_of(i), scratch, value);
    if (status == Status::temp_fail || status == Status::error) return -1;
    if (status != Status::found || !value.ends_with(" of " + key_of(i))) return -2;
    const int number = std::atoi(std::string(value).c_str());
    if (i > 0 && number != seen) return -2;
    seen = number;
  }
  return seen;
}

}  // namespace

TEST_CASE("database: what was done to the file is seen by the next evaluation") {
  const ScratchFolder folder;
  const std::string path = folder / "x.db";
  const std::uint64_t limit = GENERATE(accessmap::kCopyLimit, std::uint64_t{0});
  rewrite(path, bytes_of(folder, 1));
  const Database database(path, limit);
  Pins pins;
  Scratch scratch;
  CHECK(generation(database, pins, scratch) == 1);
  put_in_place(folder, path, bytes_of(folder, 2));
  CHECK(generation(database, pins, scratch) == 2);
  rest(path);
  CHECK(generation(database, pins, scratch) == 2);
  rewrite(path, bytes_of(folder, 3));
  CHECK(generation(database, pins, scratch) == 3);
  rewrite(path, bytes_of(folder, 4, Format::btree), false);
  CHECK(generation(database, pins, scratch) == 4);
  ::unlink(path.c_str());
  CHECK(generation(database, pins, scratch) == 4);
  rewrite(path, bytes_of(folder, 5));
  CHECK(generation(database, pins, scratch) == 5);
}

TEST_CASE("database: a rewrite whose times were set back is seen") {
  const ScratchFolder folder;
  const std::string path = folder / "x.db";
  const std::string one = bytes_of(folder, 1), two = bytes_of(folder, 2);
  REQUIRE(one.size() == two.size());
  const struct timespec times[2] = {{1'000'000'000, 0}, {1'000'000'000, 0}};
  rewrite(path, one);
  REQUIRE(::utimensat(AT_FDCWD, path.c_str(), times, 0) == 0);
  rest(path);
  const Database database(path);
  Pins pins;
  Scratch scratch;
  CHECK(generation(database, pins, scratch) == 1);
  rewrite(path, two);
  REQUIRE(::utimensat(AT_FDCWD, path.c_str(), times, 0) == 0);
  CHECK(generation(database, pins, scratch) == 2);
}

// Within one tick the stamps of a file cannot tell two rewrites apart.
TEST_CASE("database: rewrites of equal length within a tick are seen") {
  const ScratchFolder folder;
  const std::string path = folder / "x.db";
  const std::string one = bytes_of(folder, 1), two = bytes_of(folder, 2);
  rewrite(path, one);
  const Database database(path);
  Pins pins;
  Scratch scratch;
  int wrong = 0, same_stamp = 0;
  struct stat before {
  }, now{};
  for (int i = 0; i < 500; ++i) {
    const int fd = ::open(path.c_str(), O_WRONLY);
    const std::string& bytes = i % 2 != 0 ? one : two;
    REQUIRE(::write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    ::close(fd);
    REQUIRE(::stat(path.c_str(), &now) == 0);
    if (before.st_ctim.tv_sec == now.st_ctim.tv_sec &&
        before.st_ctim.tv_nsec == now.st_ctim.tv_nsec) {
      ++same_stamp;
    }
    before = now;
    if (generation(database, pins, scratch, 1) != (i % 2 != 0 ? 1 : 2)) ++wrong;
  }
  CHECK(wrong == 0);
  INFO("a kernel whose file times do not tick has nothing to test here");
  CHECK((same_stamp > 0 || before.st_ctim.tv_nsec % 1000 != 0));
}

TEST_CASE("database: a file that has rested is not read again") {
  const ScratchFolder folder;
  const std::string path = folder / "x.db";
  rewrite(path, bytes_of(folder, 1));
  const Database database(path);
  Problem problem;
  const auto first = database.renew(problem);
  CHECK_FALSE(first->is_current());
  rest(path);
  const auto second = database.renew(problem);
  CHECK(second == first);
  CHECK(first->is_current());
  CHECK(database.latest() == first);
}

TEST_CASE("database: while makemap writes, the version before; a broken file is no version") {
  const ScratchFolder folder;
  const std::string path = folder / "x.db";
  const std::string good = bytes_of(folder, 1);
  rewrite(path, good);
  const Database database(path);
  Pins pins;
  Scratch scratch;
  CHECK(generation(database, pins, scratch) == 1);
  const int fd = ::open(path.c_str(), O_RDWR | O_TRUNC);
  REQUIRE(::flock(fd, LOCK_EX) == 0);
  CHECK(generation(database, pins, scratch) == 1);
  REQUIRE(::write(fd, good.data(), 5000) == 5000);
  CHECK(generation(database, pins, scratch) == 1);
  {
    const Database late(path);
    Pins of_late;
    Problem problem;
    CHECK_FALSE(of_late.refresh(late, problem).version);
    CHECK(problem.status == Status::temp_fail);
    CHECK_THAT(problem.text, Catch::Contains("is being written"));
  }
  ::close(fd);
  for (const std::size_t length :
       {std::size_t{0}, std::size_t{100}, std::size_t{4096}, good.size() - 1}) {
    write_bytes(path, good.substr(0, length));
    CHECK(generation(database, pins, scratch) == -1);
  }
  write_bytes(path, good);
  CHECK(generation(database, pins, scratch) == 1);
}

TEST_CASE("database: one evaluation sees one version") {
  const ScratchFolder folder;
  const std::string path = folder / "x.db";
  rewrite(path, bytes_of(folder, 1));
  const Database database(path);
  Pins pins;
  Problem problem;
  Scratch scratch;
  std::string_view value;
  const auto* version = pins.refresh(database, problem).version.get();
  REQUIRE(version);
  put_in_place(folder, path, bytes_of(folder, 2));
  CHECK(pins.refresh(database, problem).version.get() == version);
  REQUIRE(version->find("key7", scratch, value) == Status::found);
  CHECK(value == "1 of key7");
  REQUIRE(::truncate(path.c_str(), 10) == 0);
  REQUIRE(version->find("key8", scratch, value) == Status::found);
  CHECK(value == "1 of key8");
}

// Evaluations by 8 threads all the while. One in whose time nobody wrote must see what is there;
// the others may see the version before or a temporary failure, but no mixture and nothing missing.
TEST_CASE("database: 8 threads while the file is replaced, rewritten and cut") {
  const ScratchFolder folder;
  const std::string path = folder / "x.db";
  const char* set = std::getenv("ACCESSMAP_REPLACEMENTS");
  const int rounds = set != nullptr ? std::atoi(set) : 60;
  rewrite(path, bytes_of(folder, 0));
  const Database database(path);
  std::atomic<int> written{0};  // twice the generation; odd: it is being written
  std::atomic<bool> stop{false};
  std::atomic<int> mixed{0}, stale{0}, at_rest{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      Pins pins;
      Scratch scratch;
      while (!stop) {
        const int before = written;
        const int number = generation(database, pins, scratch, 20);
        if (number == -2) ++mixed;
        if (before % 2 != 0 || written != before) continue;
        ++at_rest;
        if (number != before / 2) ++stale;
      }
    });
  }
  for (int i = 1; i <= rounds; ++i) {
    const std::string bytes = bytes_of(folder, i, i % 2 != 0 ? Format::btree : Format::hash);
    ++written;
    if (i % 3 == 0) {
      put_in_place(folder, path, bytes);
    } else {
      if (i % 3 == 1) REQUIRE(::truncate(path.c_str(), 700 * (i % 5)) == 0);
      rewrite(path, bytes);
    }
    ++written;
  }
  stop = true;
  for (std::thread& thread : threads) thread.join();
  CHECK(mixed == 0);
  CHECK(stale == 0);
  CHECK(at_rest > 0);
}

#if !defined(__SANITIZE_THREAD__)
// The children of a process whose threads are reading the file just then.
TEST_CASE("database: a forked child goes on by itself") {
  const ScratchFolder folder;
  const std::string path = folder / "x.db";
  rewrite(path, bytes_of(folder, 1));
  const std::string next = bytes_of(folder, 2);
  const Database database(path);
  std::atomic<bool> stop{false};
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&] {
      Problem problem;
      while (!stop) static_cast<void>(database.renew(problem));
    });
  }
  int failed = 0;
  for (int i = 0; i < 100; ++i) {
    put_in_place(folder, path, next);
    const pid_t child = ::fork();
    if (child == 0) {
      ::alarm(20);
      Pins pins;
      Scratch scratch;
      ::_exit(generation(database, pins, scratch) == 2 ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (status != 0) ++failed;
  }
  stop = true;
  for (std::thread& thread : threads) thread.join();
  CHECK(failed == 0);
}
#endif
