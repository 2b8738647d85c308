// Writing whole or not at all, and running a program within bounds.
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "child.h"
#include "output.h"

namespace fs = std::filesystem;

namespace {

struct Folder {
  fs::path path;
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "cfgen-test-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path = pattern;
  }
  ~Folder() { fs::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
};

std::string content(const fs::path& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

}  // namespace

TEST_CASE("output: the file is replaced, and nothing else is left") {
  const Folder folder;
  std::string mistake;
  const std::string file = (folder.path / "a.cf").string();
  REQUIRE(cfgen::write_whole(file, "one\n", mistake));
  REQUIRE(cfgen::write_whole(file, "two\n", mistake));
  CHECK(content(file) == "two\n");
  CHECK(std::distance(fs::directory_iterator(folder.path), fs::directory_iterator{}) == 1);
}

TEST_CASE("output: a folder or a device is not written over") {
  std::string mistake;
  const Folder folder;
  CHECK_FALSE(cfgen::write_whole(folder.path.string(), "x", mistake));
  CHECK_FALSE(cfgen::write_whole("/dev/null", "x", mistake));
  CHECK(mistake.find("not a regular file") != std::string::npos);
}

TEST_CASE("child: input and both outputs go through, whatever their size") {
  const std::string input(3'000'000, 'x');
  const auto result = cfgen::run_child("/bin/cat", {"cat"}, input, {});
  CHECK(result.end == cfgen::ChildEnd::kExited);
  CHECK(result.out == input);
}

TEST_CASE("child: too long, too much, not there") {
  CHECK(cfgen::run_child("/bin/sleep", {"sleep", "30"}, "", {1, 100}).end ==
        cfgen::ChildEnd::kTooLong);
  CHECK(cfgen::run_child("/bin/cat", {"cat"}, std::string(100'000, 'x'), {5, 100}).end ==
        cfgen::ChildEnd::kTooMuch);
  CHECK(cfgen::run_child("/nonexistent", {"x"}, "", {5, 100}).status == 127);
}

TEST_CASE("child: the environment of the caller stays outside") {
  ::setenv("CFGEN_TEST_SECRET", "1", 1);
  const auto result = cfgen::run_child("/usr/bin/env", {"env"}, "", {});
  CHECK(result.out.find("CFGEN_TEST_SECRET") == std::string::npos);
}
