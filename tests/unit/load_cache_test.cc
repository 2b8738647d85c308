// Tests cf/load_cache.h: what comes from a cache file is what would be read without it, and a file
// that is not right is not used.

#include "cf/load_cache.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "both_ways.h"
#include "cf/content_hash.h"
#include "cf/whole_file.h"
#include "test_engine.h"

using namespace rules;

namespace {

class Folder {
 public:
  Folder() {
    std::string pattern = std::filesystem::temp_directory_path() / "load_cache_XXXXXX";
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

void write(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A configuration with most things that rules and classes can have, and a class file.
std::string cf_text(const Folder& folder) {
  return "V10/Berkeley\nDyplain\nD{Long}value\nCwone two\nF{Words}" + (folder / "words") +
         "\nF{None}-o " + (folder / "none") +
         "\nC{More}$={Words} three\nCwfour\nKm macro\nSfirst\nR$* < @ $=w . > $*\t$: $1 $&{Long} "
         "$(m $1 $: none $)\nR$-\t$#error $@ 5.7.1 $: \"550 no $&y\"\nSsecond=5\nRfoo.$y "
         "$*\t$>first "
         "$1\nR$*\t$@\nR$={Words} $~{More} $+\t$3\nMlocal, P=/bin/mail, A=mail\n";
}

ReadOptions options_for(const std::string& cache_file) {
  ReadOptions options = test::read_options();
  options.file_safety = false;
  options.cache_file = cache_file;
  return options;
}

// All that a load gave: rules, names, problems, words.
std::string loaded(const std::string& cf, const ReadOptions& options) {
  std::string text = test::all_read(cf, options, true);
  Diagnostics notes;
  const auto config = read_config("cf", cf, options, notes);
  if (config == nullptr) return text;
  for (NameId name = 0; name < kNameIds; ++name) {
    for (const std::string_view word : config->words.words(name)) {
      text += std::to_string(name) + "=" + std::string(word) + "\n";
    }
  }
  return text;
}

// Is the file used, and not written anew?
bool is_used(const std::string& cf, const ReadOptions& options) {
  LoadCache cache(options, "cf", cf);
  return cache.open(options.cache_file);
}

}  // namespace

TEST_CASE("load cache: what comes from the file is what is read without it") {
  const Folder folder;
  write(folder / "words", "alpha\nbeta gamma\n# no word\nlocal\n");
  const std::string cf = cf_text(folder);
  const ReadOptions options = options_for(folder / "cache");
  const std::string plain = loaded(cf, options_for(""));
  REQUIRE(loaded(cf, options) == plain);
  REQUIRE(is_used(cf, options));
  const std::string before = bytes_of(folder / "cache");
  CHECK(loaded(cf, options) == plain);
  CHECK(bytes_of(folder / "cache") == before);
  struct stat info {};
  REQUIRE(::stat((folder / "cache").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
}

TEST_CASE("load cache: whatever changes, what is loaded is what is there now") {
  const Folder folder;
  write(folder / "words", "alpha\n");
  std::string cf = cf_text(folder);
  ReadOptions options = options_for(folder / "cache");
  loaded(cf, options);
  REQUIRE(is_used(cf, options));
  const auto check_anew = [&] {
    CHECK_FALSE(is_used(cf, options));
    ReadOptions without = options;
    without.cache_file.clear();
    const std::string plain = loaded(cf, without);
    CHECK(loaded(cf, options) == plain);
    CHECK(loaded(cf, options) == plain);
    CHECK(is_used(cf, options));
  };
  SECTION("the cf") {
    cf += "R$+\t$1\n";
    check_anew();
  }
  SECTION("a class file, in the same second and of the same size") {
    write(folder / "words", "omega\n");
    check_anew();
  }
  SECTION("a class file that was removed") {
    std::filesystem::remove(folder / "words");
    CHECK_FALSE(is_used(cf, options));
    CHECK(loaded(cf, options) == loaded(cf, options_for("")));  // with a warning: it is not kept
  }
  SECTION("a class file that was not there before") {
    write(folder / "none", "now\n");
    const std::string plain = loaded(cf, options_for(""));
    CHECK(loaded(cf, options) == plain);
    CHECK(loaded(cf, options) == plain);
    CHECK(plain.find("=now\n") != std::string::npos);
  }
  SECTION("a macro") {
    options.settings = {{Setting::Kind::macro, "y", "other"}};
    check_anew();
  }
  SECTION("a word") {
    options.settings = {{Setting::Kind::class_word, "w", "other"}};
    check_anew();
  }
  SECTION("the host's name") {
    options.host_name = "other.example.com";
    check_anew();
  }
  SECTION("an interface") {
    options.interfaces = {{"[192.0.2.9]", {"nine.example.com"}, false, false, 0}};
    check_anew();
  }
}

TEST_CASE(
    "load cache: a value that is another one each time does not matter unless a rule has it") {
  const Folder folder;
  ReadOptions options = options_for(folder / "cache");
  const auto set_date = [&](const char* date) {
    options.settings = {{Setting::Kind::macro, "b", date, false, 0, true}};
  };
  write(folder / "words", "alpha\n");
  const std::string cf = cf_text(folder);
  set_date("Monday");
  loaded(cf, options);
  set_date("Tuesday");
  CHECK(is_used(cf, options));
  const std::string with_date = cf + "Sdate\nR$*\t$b\n";
  loaded(with_date, options);
  CHECK_FALSE(is_used(with_date, options));
  set_date("Wednesday");
  CHECK(loaded(with_date, options).find("Wednesday") != std::string::npos);
}

TEST_CASE("load cache: what other lines have to tell is told each time") {
  const Folder folder;
  write(folder / "words", "alpha\n");
  const std::string cf = cf_text(folder) + "O NoSuchOption=1\nZ\nKm nothing\nDx${}\n";
  const ReadOptions options = options_for(folder / "cache");
  const std::string plain = loaded(cf, options_for(""));
  REQUIRE(plain.find("NoSuchOption") != std::string::npos);
  CHECK(loaded(cf, options) == plain);
  REQUIRE(is_used(cf, options));
  CHECK(loaded(cf, options) == plain);
}

TEST_CASE(
    "load cache: a macro that varies matters in rules and words, not in headers and mailers") {
  const Folder folder;
  ReadOptions options = options_for(folder / "cache");
  options.settings.push_back({Setting::Kind::macro, "b", "now", false, 0, true});
  const auto kept = [&](const std::string& lines) {
    std::filesystem::remove(options.cache_file);
    loaded("V10/Berkeley\nS1\nR$*\t$1\n" + lines + "Mlocal, P=/bin/mail, A=mail\n", options);
    return std::filesystem::exists(options.cache_file);
  };
  CHECK(kept(""));
  CHECK(kept("H?D?Date: $b\nMother, P=/bin/mail, A=mail $b\n"));
  CHECK_FALSE(kept("R$+\t$b\n"));
  CHECK_FALSE(kept("Cw$b\n"));
}

TEST_CASE("load cache: rules with something to tell and words of programs are not kept") {
  const Folder folder;
  write(folder / "words", "alpha\n");
  ReadOptions options = options_for(folder / "cache");
  options.allow_exec = true;
  for (const char* line :
       {"R$*\t$7\n", "Sfirst\nRa\tb\n", "F{Date}|/bin/date\n", "F{Date}/no/such/file\n"}) {
    const std::string cf = cf_text(folder) + line;
    loaded(cf, options);
    CHECK_FALSE(std::filesystem::exists(folder / "cache"));
  }
}

TEST_CASE("load cache: a file that others can write, a link or a folder is not used") {
  const Folder folder;
  write(folder / "words", "alpha\n");
  const std::string cf = cf_text(folder);
  const ReadOptions options = options_for(folder / "cache");
  const std::string plain = loaded(cf, options);
  REQUIRE(is_used(cf, options));
  SECTION("the group") {
    REQUIRE(::chmod((folder / "cache").c_str(), 0660) == 0);
    CHECK_FALSE(is_used(cf, options));
    CHECK(loaded(cf, options) == plain);
    CHECK(is_used(cf, options));  // written anew
  }
  SECTION("all") {
    REQUIRE(::chmod((folder / "cache").c_str(), 0602) == 0);
    CHECK_FALSE(is_used(cf, options));
  }
  SECTION("a link") {
    std::filesystem::rename(folder / "cache", folder / "real");
    std::filesystem::create_symlink(folder / "real", folder / "cache");
    CHECK_FALSE(is_used(cf, options));
  }
  SECTION("a folder") {
    std::filesystem::remove(folder / "cache");
    std::filesystem::create_directory(folder / "cache");
    CHECK_FALSE(is_used(cf, options));
    CHECK(loaded(cf, options) == plain);
  }
  SECTION("of somebody else") {
    if (::geteuid() == 0 && ::chown((folder / "cache").c_str(), 1, 1) == 0) {
      CHECK_FALSE(is_used(cf, options));
    }
  }
  SECTION("in a folder that all can write to, when files are checked") {
    ReadOptions checked = options;
    checked.file_safety = true;
    checked.cache_file = folder / "checked";
    const std::string no_files = "V10/Berkeley\nSfirst\nRa\tb\nMlocal, P=/bin/mail, A=mail\n";
    loaded(no_files, checked);
    REQUIRE(std::filesystem::exists(folder / "checked"));
    CHECK_FALSE(is_used(no_files, checked));  // below /tmp
  }
}

TEST_CASE("load cache: a damaged file is not used, wherever it is cut") {
  const Folder folder;
  write(folder / "words", "alpha\nbeta\n");
  const std::string cf = cf_text(folder);
  const ReadOptions options = options_for(folder / "cache");
  loaded(cf, options);
  const std::string whole = bytes_of(folder / "cache");
  REQUIRE(LoadCache(options, "cf", cf).parse(whole));
  for (size_t size = 0; size < whole.size(); ++size) {
    REQUIRE_FALSE(LoadCache(options, "cf", cf).parse(std::string_view(whole).substr(0, size)));
  }
  REQUIRE_FALSE(LoadCache(options, "cf", cf).parse(whole + "x"));
  std::mt19937 random(3);
  for (int i = 0; i < 3000; ++i) {
    std::string damaged = whole;
    damaged[random() % damaged.size()] ^= static_cast<char>(1 + random() % 255);
    REQUIRE_FALSE(LoadCache(options, "cf", cf).parse(damaged));
  }
}

TEST_CASE("load cache: damage with a checksum that is right is no harm") {
  const Folder folder;
  write(folder / "words", "alpha\nbeta\n");
  const std::string cf = cf_text(folder);
  const ReadOptions options = options_for(folder / "cache");
  loaded(cf, options);
  const std::string whole = bytes_of(folder / "cache");
  std::mt19937 random(4);
  for (int i = 0; i < 3000; ++i) {
    std::string damaged = whole;
    for (int bytes = 1 + static_cast<int>(random() % 4); bytes > 0; --bytes) {
      const size_t at = LoadCache::kHeadBytes + random() % (whole.size() - LoadCache::kHeadBytes);
      damaged[at] = static_cast<char>(random() % 3 == 0 ? random() : random() % 2 * 0xff);
    }
    LoadCache::renew_checksum(damaged);
    LoadCache cache(options, "cf", cf);
    if (!cache.parse(damaged)) continue;
    auto config = std::make_unique<Config>();
    config->char_types.emplace();
    cache.begin(*config);
    for (const char* name : {"words", "none"}) cache.knows_file(folder / name, name[0] == 'w');
    if (!cache.restore(*config)) continue;
    const Program program(std::move(config));
    for (NameId name = 0; name < kNameIds; ++name) {
      static_cast<void>(program.classes().words(name));
      static_cast<void>(program.classes().has_word(name, "alpha"));
    }
  }
}

TEST_CASE("load cache: contents that differ have hashes that differ") {
  std::string bytes(100, 'a');
  const uint64_t hash = content_hash(bytes);
  for (char& c : bytes) {
    c ^= 1;
    CHECK(content_hash(bytes) != hash);
    c ^= 1;
  }
  CHECK(content_hash(bytes) == hash);
  CHECK(content_hash(bytes + '\0') != hash);
  CHECK(content_hash("") != content_hash(std::string_view("\0", 1)));
}

TEST_CASE("whole file: written or not there") {
  const Folder folder;
  CHECK(write_whole_file(folder / "file", "one"));
  CHECK(write_whole_file(folder / "file", "two"));
  CHECK(bytes_of(folder / "file") == "two");
  CHECK_FALSE(write_whole_file(folder / "no/file", "three"));
  std::filesystem::create_directory(folder / "dir");
  CHECK_FALSE(write_whole_file(folder / "dir", "four"));
  const auto left = std::filesystem::directory_iterator(std::string(folder / ""));
  CHECK(std::distance(begin(left), end(left)) == 2);
}
