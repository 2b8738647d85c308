// The command line of cfgen.
//
// Tested by tests/cfgen/.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace cfgen {

enum class Action { kGenerate, kCheck, kMakefile, kList, kExplain, kHelp, kVersion };

struct Arguments {
  Action action = Action::kGenerate;
  std::string input;                       // the .mc file
  std::string output;                      // empty: standard output
  std::string map;                         // where the source map goes; empty: nowhere
  std::string topic;                       // of --list and --explain
  std::string library;                     // empty: found by find_library()
  std::vector<std::string> definitions;    // NAME or NAME=VALUE
  std::vector<std::string> include_paths;  // the site's own folders
  bool trust = false;                      // the .mc file may start programs and read every file
};

// Reads the command line; on a mistake the text says what to do.
[[nodiscard]] std::optional<Arguments> read_arguments(int argc, char** argv, std::string& mistake);

[[nodiscard]] std::string help_text();

}  // namespace cfgen
