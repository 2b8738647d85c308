// Writing whole or not at all.
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

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
