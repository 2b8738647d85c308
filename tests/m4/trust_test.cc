// What a file that is not trusted cannot do, whatever name it calls it by.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "evaluate.h"

namespace fs = std::filesystem;

namespace {

struct Folder {
  fs::path path;
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "m4-test-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path = pattern;
  }
  ~Folder() { fs::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::string in(const std::string& name) const { return (path / name).string(); }
};

}  // namespace

TEST_CASE("trust: programs and files are refused under every name") {
  const Folder folder;
  const std::string made = folder.in("made");
  const std::vector<std::pair<std::string, std::string>> words = {{"syscmd", "echo x >" + made},
                                                                  {"esyscmd", "echo x >" + made},
                                                                  {"mkstemp", made},
                                                                  {"maketemp", made},
                                                                  {"debugfile", made}};
  for (const auto& [word, argument] : words) {
    const std::string call = "(`" + argument + "')";
    const std::vector<std::string> ways = {
        word + call,
        "builtin(`" + word + "', `" + argument + "')",
        "indir(`" + word + "', `" + argument + "')",
        "define(`copy', defn(`" + word + "'))copy" + call,
        "pushdef(`len', defn(`" + word + "'))len" + call,
        "define(`copy', defn(`" + word + "'))indir(`copy', `" + argument + "')",
        "undefine(`" + word + "')builtin(`" + word + "', `" + argument + "')",
        "m4wrap(`" + word + call + "')"};
    for (const auto& way : ways) {
      INFO(way);
      const auto result = evaluate(way + "traceon(`len')len(a)");
      CHECK(result.status == 1);
      CHECK(result.messages.find(" is refused: a file that is not trusted") != std::string::npos);
      CHECK(fs::is_empty(folder.path));
    }
  }
}

TEST_CASE("trust: a trusted file starts programs and makes files") {
  const Folder folder;
  m4::Options trusted;
  trusted.trusted = true;
  CHECK(evaluate("a syscmd(`echo b; exit 3')sysval", trusted).output == "a b\n3");
  CHECK(evaluate("esyscmd(`echo \"len(abc)\"')sysval", trusted).output == "3\n0");
  CHECK(evaluate("esyscmd(`kill -9 $$')sysval", trusted).output == "2304");
  const auto made = evaluate("mkstemp(`" + folder.in("x") + "')", trusted);
  CHECK(fs::exists(made.output));
  CHECK(made.output.size() == folder.in("x").size() + 6);
  const std::string log = folder.in("log");
  CHECK(evaluate("debugfile(`" + log + "')traceon(`len')len(a)", trusted).messages.empty());
  std::ifstream in(log);
  std::string line;
  CHECK((std::getline(in, line) && line == "m4trace: -1- len"));
}

TEST_CASE("trust: only files below the roots are read") {
  const Folder folder;
  const Folder outside;
  std::ofstream(folder.in("inside")) << "inside";
  std::ofstream(outside.in("secret")) << "secret";
  fs::create_directory(folder.in("sub"));
  fs::create_symlink(outside.in("secret"), folder.in("link"));
  fs::create_symlink(outside.path, folder.in("sub/out"));
  fs::create_symlink(folder.in("inside"), folder.in("sub/own"));
  m4::SearchPath files({folder.path.string()}, {folder.path.string()});
  m4::Options options;
  options.files = &files;
  for (const auto& path : std::vector<std::string>{
           outside.in("secret"), folder.in("link"), folder.in("sub/out/secret"),
           folder.in("../") + outside.path.filename().string() + "/secret", std::string("link"),
           std::string("sub/out/secret"), std::string("/dev/zero")}) {
    for (const auto& word : std::vector<std::string>{"include", "sinclude", "undivert"}) {
      const std::string quoted = "(`" + path + "')";
      for (const auto& way : {word + quoted, "builtin(`" + word + "', `" + path + "')",
                              "define(`c', defn(`" + word + "'))c" + quoted}) {
        INFO(way);
        const auto result = evaluate(way, options);
        CHECK(result.output.empty());
        CHECK(result.status == 1);
        CHECK(result.messages.find("is refused: the file is in none of the folders") !=
              std::string::npos);
      }
    }
  }
  CHECK(evaluate("include(`inside')`'undivert(`sub/own')`'include(`" + folder.in("inside") + "')",
                 options)
            .output == "insideinsideinside");
  CHECK(evaluate("sinclude(`nofile')sinclude(`/nofile/x')", options).status == 0);
}

TEST_CASE("trust: a folder whose name only begins like a root is none") {
  const Folder folder;
  fs::create_directory(folder.in("a"));
  fs::create_directory(folder.in("ab"));
  std::ofstream(folder.in("ab/x")) << "x";
  m4::SearchPath files({}, {folder.in("a")});
  CHECK(files.open(folder.in("ab/x")).status == m4::Opened::Status::kRefused);
  CHECK(files.open(folder.in("a/x")).status == m4::Opened::Status::kMissing);
}

TEST_CASE("trust: files that include each other without end") {
  const Folder folder;
  std::ofstream(folder.in("again")) << "text include(`again')";
  m4::SearchPath files({folder.path.string()}, {folder.path.string()});
  m4::Options options;
  options.files = &files;
  const auto result = evaluate("include(`again')", options);
  CHECK(result.status == 1);
  CHECK(result.messages.find("files include each other") != std::string::npos);
}

TEST_CASE("trust: a folder, and a name that is empty") {
  m4::SearchPath files({"."});
  CHECK(files.open("/").error == EISDIR);
  CHECK(files.open("").error == ENOENT);
}
