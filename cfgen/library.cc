// The m4 library: where it is, what is in it, and what the heads of its files say.
//
// Tested by tests/cfgen/.
#include "library.h"

#include <cstdlib>
#include <fstream>
#include <regex>
#include <system_error>

namespace cfgen {
namespace fs = std::filesystem;
namespace {

bool is_library(const fs::path& folder) {
  std::error_code ignored;
  return fs::is_regular_file(folder / "cf.m4", ignored) &&
         fs::is_regular_file(folder / "layout.m4", ignored);
}

void add_files(const std::string& kind, const fs::path& folder, FileTable& table) {
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder / kind, failed)) {
    std::string name = entry.path().native();
    if (!name.ends_with(".m4")) continue;
    name.erase(0, name.rfind('/') + 1).resize(name.size() - 3);
    table.emplace(kind + "/" + name, entry.path());
  }
}

}  // namespace

const std::vector<std::string>& kinds() {
  static const std::vector<std::string> all = {"feature", "mailer", "ostype",
                                               "domain",  "hack",   "siteconfig"};
  return all;
}

std::optional<fs::path> find_library(const std::string& given) {
  if (!given.empty()) {
    return is_library(given) ? std::optional(fs::absolute(given)) : std::nullopt;
  }
  if (const char* variable = std::getenv("CFGEN_LIBRARY"); variable != nullptr) {
    return is_library(variable) ? std::optional(fs::absolute(variable)) : std::nullopt;
  }
  std::error_code failed;
  const fs::path program = fs::read_symlink("/proc/self/exe", failed);
  const fs::path beside = program.parent_path().parent_path();
  for (const auto& folder :
       {beside / "m4", beside / "share" / "librules" / "m4", fs::path(CFGEN_DATADIR)}) {
    if (is_library(folder)) return folder;
  }
  return std::nullopt;
}

FileTable list_files(const fs::path& library, const std::vector<std::string>& site_folders) {
  FileTable table;
  for (const auto& kind : kinds()) {
    for (const auto& folder : site_folders) add_files(kind, folder, table);
    add_files(kind, library, table);
  }
  return table;
}

std::string read_head(const fs::path& file) {
  std::ifstream in(file);
  std::string head;
  for (std::string line; std::getline(in, line) && line.starts_with("dnl");) {
    line.erase(0, line.starts_with("dnl ") ? 4 : 3);
    head += line + "\n";
  }
  return head;
}

std::vector<std::string> list_options(const fs::path& library) {
  static const std::regex row("^_OPTION_(?:MILTER_)?\\(`(\\w+)', `([^']+)'");
  std::ifstream in(library / "lang" / "options.m4");
  std::vector<std::string> options;
  std::smatch found;
  for (std::string line; std::getline(in, line);) {
    if (std::regex_search(line, found, row)) options.push_back(found.str(1) + " " + found.str(2));
  }
  return options;
}

}  // namespace cfgen
