// Under the name makemap, the program does what the reference was recorded to
// do: messages, exit status, entries. See record_makemap_cases.sh.

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "entries.h"
#include "scratch_folder.h"

namespace {

struct Case {
  std::string name, arguments, input, first_arguments, first_input, out, err;
  bool has_first = false;
  int status = 0;
  std::vector<std::string> entries;
};

std::vector<Case> recorded_cases() {
  std::ifstream file(ACCESSMAP_CASES);
  std::vector<Case> cases;
  for (std::string line; std::getline(file, line);) {
    const std::size_t blank = line.find(' ');
    const std::string word = line.substr(0, blank);
    const std::string rest = blank == std::string::npos ? "" : line.substr(blank + 1);
    if (word == "==") cases.emplace_back().name = rest;
    if (word == "args") cases.back().arguments = rest;
    if (word == "input") cases.back().input = rest;
    if (word == "first_args") cases.back().first_arguments = rest;
    if (word == "first_args") cases.back().has_first = true;
    if (word == "first_input") cases.back().first_input = rest;
    if (word == "exit") cases.back().status = std::stoi(rest);
    if (word == "out") cases.back().out += rest + "\n";
    if (word == "err") cases.back().err += rest + "\n";
    if (word == "entry") cases.back().entries.push_back(rest);
  }
  return cases;
}

std::string hex(const std::string& bytes) {
  std::string text;
  char two[3];
  for (const char c : bytes) {
    std::snprintf(two, sizeof two, "%02x", static_cast<unsigned char>(c));
    text += two;
  }
  return text;
}

// Arguments go through a shell, quoted, so that the case's words are its words.
std::string quoted(const std::string& arguments) {
  std::istringstream words(arguments);
  std::string text;
  for (std::string word; words >> word;) {
    const std::size_t blank = word.find("\\040");
    if (blank != std::string::npos) word.replace(blank, 4, " ");
    text += " '" + word + "'";
  }
  return text;
}

int run_makemap(const ScratchFolder& folder, const std::string& arguments,
                const std::string& input) {
  const std::string command = "cd '" + folder.path() + "' && printf '%b' '" + input +
                              "' | (exec -a makemap '" ACCESSMAP_PROGRAM "'" + quoted(arguments) +
                              ") >out 2>err";
  write_bytes(folder / "run.sh", command + "\n");
  const int status = std::system(("bash '" + (folder / "run.sh") + "'").c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::vector<std::string> entries_of(const std::string& path) {
  std::vector<std::string> entries;
  if (!std::filesystem::exists(path)) return entries;
  for (const auto& [key, value] : list_with_libdb(path)) {
    entries.push_back(hex(key) + " " + hex(value));
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

}  // namespace

TEST_CASE("makemap: does what the reference was recorded to do") {
  const std::vector<Case> cases = recorded_cases();
  REQUIRE(cases.size() > 80);
  for (const Case& one : cases) {
    INFO("case " << one.name);
    const ScratchFolder folder;
    if (one.has_first) {
      static_cast<void>(run_makemap(folder, one.first_arguments, one.first_input));
    }
    CHECK(run_makemap(folder, one.arguments, one.input) == one.status);
    CHECK(file_bytes(folder / "out") == one.out);
    CHECK(file_bytes(folder / "err") == one.err);
    std::vector<std::string> expected = one.entries;
    std::sort(expected.begin(), expected.end());
    CHECK(entries_of(folder / "x.db") == expected);
  }
}
