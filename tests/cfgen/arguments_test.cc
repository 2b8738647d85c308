// The command line of cfgen.
#include "arguments.h"

#include <catch2/catch.hpp>

using cfgen::Action;
using cfgen::Arguments;

namespace {

std::optional<Arguments> read(std::vector<std::string> words, std::string& mistake) {
  words.insert(words.begin(), "cfgen");
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  return cfgen::read_arguments(static_cast<int>(pointers.size()), pointers.data(), mistake);
}

}  // namespace

TEST_CASE("arguments: values follow their option or are glued to it") {
  std::string mistake;
  const auto result = read({"-oa.cf", "-I", "here", "-DX=1", "-D", "Y", "a.mc"}, mistake);
  REQUIRE(result);
  CHECK(result->action == Action::kGenerate);
  CHECK(result->output == "a.cf");
  CHECK(result->include_paths == std::vector<std::string>{"here"});
  CHECK(result->definitions == std::vector<std::string>{"X=1", "Y"});
  CHECK(result->input == "a.mc");
}

TEST_CASE("arguments: the library can be named by a definition") {
  std::string mistake;
  const auto result = read({"-DCFGEN_LIBRARY=/lib", "a.mc"}, mistake);
  REQUIRE(result);
  CHECK(result->library == "/lib");
  CHECK(result->definitions.empty());
}

TEST_CASE("arguments: what needs no .mc file, and what does") {
  std::string mistake;
  CHECK(read({"--help"}, mistake)->action == Action::kHelp);
  CHECK(read({"--list", "features"}, mistake)->topic == "features");
  CHECK(read({"--explain", "access_db"}, mistake)->action == Action::kExplain);
  CHECK_FALSE(read({"--check"}, mistake));
  CHECK(mistake == "which .mc file? see cfgen --help");
}

TEST_CASE("arguments: mistakes are said") {
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"-o"}, {"--nosuch"}, {"-x"}, {"a.mc", "b.mc"}, {"--list"}, {"a.mc", "-D", ""}}) {
    std::string mistake;
    CHECK_FALSE(read(words, mistake));
    CHECK_FALSE(mistake.empty());
  }
}
