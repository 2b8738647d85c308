// Where the lines of a generated configuration come from.
//
// Tested by tests/cfgen/map_test.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cfgen {

struct Origin {
  std::size_t mc_line = 0;  // 0: no line of the .mc file is behind this one
  std::string file;         // where the line is written; empty: cfgen made it up
  std::size_t line = 0;
  bool within_value = false;  // a value, of which the line before had the beginning
};

struct Origins {
  std::string input;          // the .mc file, as it was named
  std::string library;        // the folder of the library
  std::vector<Origin> lines;  // of the configuration, from its line 1 on

  // The site's own: the .mc file, or a file that is not of the library.
  [[nodiscard]] bool is_of_site(const Origin& origin) const;
};

// A path without the folder of the library in front; any other as it is.
[[nodiscard]] std::string_view in_library(std::string_view path, std::string_view library);

// What --map writes: a JSON object with the file names, and for each line that has an origin its
// number, the line of the .mc file, and the file and line that it is written in.
[[nodiscard]] std::string source_map(const Origins& origins, const std::string& output);

}  // namespace cfgen
