// The maps and files that a configuration reads.
//
// Tested by tests/cfgen/makefile_test.cc.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cfgen {

struct Database {
  std::string kind;    // of makemap; empty: the aliases, which newaliases builds
  std::string source;  // the text that it is built of
  std::string target;
  bool optional = false;
  std::size_t line = 0;  // of the configuration
  friend bool operator==(const Database& a, const Database& b) { return a.target == b.target; }
};

struct Needs {
  std::vector<Database> databases;
  std::vector<std::string> files;
  std::size_t line = 0;  // the one that is being read

  void add(Database database) {
    if (std::find(databases.begin(), databases.end(), database) != databases.end()) return;
    database.line = line;
    databases.push_back(std::move(database));
  }
  void add_file(std::string file) {
    if (std::find(files.begin(), files.end(), file) == files.end()) {
      files.push_back(std::move(file));
    }
  }
};

// `cf` is the text of a configuration.
[[nodiscard]] Needs read_needs(std::string_view cf);

}  // namespace cfgen
