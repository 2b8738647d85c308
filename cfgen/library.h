// The m4 library: where it is, what is in it, and what the heads of its files say.
//
// Tested by tests/cfgen/.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cfgen {

// Kinds of files that a word of the .mc language reads: feature, ostype, ...
[[nodiscard]] const std::vector<std::string>& kinds();

// Files by "kind/name"; a site's folder goes before the library.
using FileTable = std::map<std::string, std::filesystem::path>;

// Finds the library's folder: `given` if not empty, the environment variable CFGEN_LIBRARY, or
// relative to the program, or where the installation puts it. No folder: nothing.
[[nodiscard]] std::optional<std::filesystem::path> find_library(const std::string& given);

[[nodiscard]] FileTable list_files(const std::filesystem::path& library,
                                   const std::vector<std::string>& site_folders);

// The head of a file: the lines that begin with dnl at its top, without the dnl.
[[nodiscard]] std::string read_head(const std::filesystem::path& file);

// The conf variables that are options, "confNAME Option", in the order in which they are written.
[[nodiscard]] std::vector<std::string> list_options(const std::filesystem::path& library);

}  // namespace cfgen
