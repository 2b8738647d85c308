// Which files are trusted.

#include "cf/file_safety.h"
#include "maps_support.h"

namespace rules {

using Strings = std::vector<std::string>;

namespace {

// /tmp itself is world writable: folders below it count as safe only with TrustStickyBit.
struct Files {
  TestFolder folder;
  SafetyOptions options;

  Files() { options.trust_sticky_bit = true; }
  std::string make(const std::string& name, mode_t mode) {
    const std::string path = folder.file(name);
    REQUIRE(::mkdir(path.c_str(), 0755) == 0);
    folder.write(name + "/f", "x");
    ::chmod(path.c_str(), mode);
    return path + "/f";
  }
  std::string why(const std::string& path, FileUse use = FileUse::map) {
    return check_file(path, options, use).why;
  }
};

Strings warnings_of(const FileCheck& check) {
  Strings warnings;
  for (const FileLine& line : check.told) {
    if (line.warning) warnings.push_back(line.text);
  }
  return warnings;
}

}  // namespace

TEST_CASE("file safety: folders that others can write to") {
  Files files;
  const std::string world = files.make("world", 0777);
  const std::string group = files.make("group", 0775);
  CHECK(files.why(files.make("good", 0755)).empty());
  CHECK(files.why(world) == "World writable directory");
  CHECK(files.why(group) == "Group writable directory");
  CHECK(check_file(world, files.options, FileUse::map).unsafe_folder);
  files.options.add_words("GroupWritableDirPathSafe");
  CHECK(files.why(group).empty());
  files.options.add_words("mapinunsafedirpath");
  const FileCheck check = check_file(world, files.options, FileUse::map);
  CHECK(check.safe);
  CHECK(warnings_of(check) ==
        Strings{"WARNING: World writable directory " + files.folder.file("world")});
  CHECK(files.why(world, FileUse::class_file) == "World writable directory");
  files.options.trust_sticky_bit = false;
  CHECK(files.why(files.folder.file("good/f"), FileUse::class_file) == "World writable directory");
}

TEST_CASE("file safety: folders that links lead to count with all that is above them") {
  Files files;
  const std::string world = files.make("world", 0777);
  REQUIRE(::mkdir(files.folder.file("world/sub").c_str(), 0755) == 0);
  files.folder.write("world/sub/f", "x");
  REQUIRE(::symlink("world/sub", files.folder.file("link").c_str()) == 0);
  CHECK(files.why(files.folder.file("link/f")) == "World writable directory");
  REQUIRE(::symlink("loop", files.folder.file("loop").c_str()) == 0);
  CHECK(files.why(files.folder.file("loop/f")) == "Too many levels of symbolic links");
}

TEST_CASE("file safety: below an unsafe folder that is allowed, no link and no second name is") {
  Files files;
  const std::string world = files.make("world", 0777);
  REQUIRE(::symlink("f", files.folder.file("world/link").c_str()) == 0);
  REQUIRE(::mkdir(files.folder.file("world/sub").c_str(), 0755) == 0);
  REQUIRE(::symlink("../f", files.folder.file("world/sub/link").c_str()) == 0);
  files.options.add_words("MapInUnsafeDirPath");
  CHECK(files.why(world).empty());
  CHECK(files.why(files.folder.file("world/link")) == "Symbolic links not allowed");
  CHECK(files.why(files.folder.file("world/sub/link")) == "Symbolic links not allowed");
  REQUIRE(::link(world.c_str(), files.folder.file("world/f2").c_str()) == 0);
  CHECK(files.why(world) == "Hard links not allowed");
  files.options.add_words("LinkedMapInWritableDir");
  CHECK(files.why(world).empty());
  CHECK(files.why(files.folder.file("world/link")).empty());
}

TEST_CASE("file safety: the file itself") {
  Files files;
  const std::string& good = files.make("good", 0755);
  CHECK(files.why(files.folder.file("good")) == "Regular files only");
  CHECK(files.why(files.folder.file("good/none")) == "No such file or directory");
  CHECK(check_file(files.folder.file("no/none"), files.options, FileUse::map).missing);
  CHECK(files.why("/dev/null") == "Regular files only");
  ::chmod(good.c_str(), 0666);
  CHECK(files.why(good).empty());
  ::chmod(good.c_str(), 0040);
  CHECK(files.why(good) == "Permission denied");
  CHECK(files.why(good + "/below") == "Permission denied");
}

TEST_CASE("file safety: what only the TrustedUser can read is for him to vouch for") {
  constexpr uid_t kSomebody = 4711;
  Files files;
  const std::string good = files.make("good", 0755);
  if (::chown(good.c_str(), kSomebody, ::getegid()) != 0) return;  // only root may
  ::chmod(good.c_str(), 0600);
  CHECK(files.why(good) == "Permission denied");
  files.options.trusted_user = kSomebody;
  CHECK(files.why(good).empty());
  CHECK(files.why(good, FileUse::class_file).empty());
  ::chmod(good.c_str(), 0044);
  CHECK(files.why(good) == "Permission denied");
  const std::string folder = files.folder.file("good");
  REQUIRE(::chown(folder.c_str(), kSomebody, ::getegid()) == 0);
  ::chmod(good.c_str(), 0600);
  ::chmod(folder.c_str(), 0700);
  CHECK(files.why(good) == "Permission denied");  // folders are not read by him
}

TEST_CASE("file safety: links are followed, but not from a folder that others can write to") {
  Files files;
  const std::string good = files.make("good", 0755);
  const std::string world = files.make("world", 0777);
  REQUIRE(::symlink(good.c_str(), files.folder.file("good/link").c_str()) == 0);
  REQUIRE(::symlink(good.c_str(), files.folder.file("world/link").c_str()) == 0);
  CHECK(files.why(files.folder.file("good/link")).empty());
  files.options.add_words("MapInUnsafeDirPath");
  CHECK(files.why(files.folder.file("world/link")) == "Symbolic links not allowed");
  files.options.add_words("LinkedMapInWritableDir");
  CHECK(files.why(files.folder.file("world/link")).empty());
}

TEST_CASE("file safety: words of DontBlameSendmail") {
  SafetyOptions options;
  CHECK(options.add_words("TrustStickyBit Foo\tMapInUnsafeDirPath;Safe,,Bar") ==
        Strings{"Foo", "Bar"});
  CHECK(options.trust_sticky_bit);
  CHECK(options.map_in_unsafe_folder);
  CHECK_FALSE(options.class_in_unsafe_folder);
}

TEST_CASE("file safety: without checks a regular file that can be read will do") {
  Files files;
  files.options = {};
  files.options.check = false;
  CHECK(files.why(files.make("world", 0777)).empty());
  CHECK(files.why(files.folder.file("world")) == "Regular files only");
}

}  // namespace rules
