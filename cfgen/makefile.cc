// The maps and files that a configuration reads, as a Makefile that builds them.
//
// The configuration itself is looked at and not the .mc file: a map counts whoever declared it.
//
// Tested by tests/cfgen/makefile_test.cc.
#include "makefile.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

namespace cfgen {
namespace {

// Classes whose databases makemap builds, and what it adds to the name.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kDatabases = {
    {{"hash", ".db"}, {"btree", ".db"}, {"dbm", ".pag"}, {"cdb", ".cdb"}}};

struct Database {
  std::string kind;    // of makemap; empty: the aliases, which newaliases builds
  std::string source;  // the text that it is built of
  std::string target;
  bool optional = false;
  friend bool operator==(const Database& a, const Database& b) { return a.target == b.target; }
};

struct Needs {
  std::vector<Database> databases;
  std::vector<std::string> files;

  void add(Database database) {
    if (std::find(databases.begin(), databases.end(), database) == databases.end()) {
      databases.push_back(std::move(database));
    }
  }
  void add_file(std::string file) {
    if (std::find(files.begin(), files.end(), file) == files.end()) {
      files.push_back(std::move(file));
    }
  }
};

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(separators), text.size());
    if (const auto word = trimmed(text.substr(0, end)); !word.empty()) words.push_back(word);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

// A name may be given with the suffix of the database or without. One with a quote cannot stand in
// a command of a Makefile.
std::optional<Database> database(std::string_view kind, std::string_view file, bool optional) {
  for (const auto& [known, suffix] : kDatabases) {
    if (kind != known || !file.starts_with('/') || file.find('\'') != file.npos) continue;
    if (file.ends_with(suffix)) file.remove_suffix(suffix.size());
    return Database{std::string(kind), std::string(file), fmt::format("{}{}", file, suffix),
                    optional};
  }
  return std::nullopt;
}

// class [-flags] file
void read_map(const std::vector<std::string_view>& words, std::size_t first, Needs& needs) {
  if (first >= words.size()) return;
  bool optional = false;
  for (std::size_t i = first + 1; i < words.size(); ++i) {
    if (words[i].starts_with('-')) {
      optional = optional || words[i] == "-o";
      continue;
    }
    if (auto found = database(words[first], words[i], optional)) needs.add(*std::move(found));
    if (words[first] == "text" && words[i].starts_with('/')) needs.add_file(std::string(words[i]));
    return;
  }
}

// F{name}[-o] file [%format]; programs and look-ups are not files.
void read_class(std::string_view line, Needs& needs) {
  const auto name_end = line.starts_with("F{") ? line.find('}') : 1;
  if (name_end == std::string_view::npos || line.size() < 3) return;
  for (const auto word : split(line.substr(name_end + 1), " \t")) {
    if (word == "-o") continue;
    if (word.starts_with('/')) needs.add_file(std::string(word));
    return;
  }
}

// file, class:[-flags] file, ...
void read_aliases(std::string_view value, Needs& needs) {
  for (const auto item : split(value, ",")) {
    const auto words = split(item, " \t");
    const auto colon = item.find(':');
    const std::string_view kind = colon == item.npos ? "hash" : item.substr(0, colon);
    const auto slash = words.back().find('/');
    if (slash == std::string_view::npos) continue;
    auto found = database(kind, words.back().substr(slash), false);
    if (!found) continue;
    found->kind.clear();
    needs.add(*std::move(found));
  }
}

void read_option(std::string_view line, Needs& needs) {
  const auto equals = line.find('=');
  if (equals == std::string_view::npos) return;
  const auto name = trimmed(line.substr(1, equals - 1));
  const auto value = trimmed(line.substr(equals + 1));
  if (name == "AliasFile") read_aliases(value, needs);
  if (name != "UserDatabaseSpec") return;
  for (const auto item : split(value, ", \t")) {
    if (auto found = database("btree", item, false)) needs.add(*std::move(found));
  }
}

Needs read_needs(std::string_view cf) {
  Needs needs;
  for (const auto line : split(cf, "\n")) {
    if (line.starts_with('K')) {
      const auto words = split(line.substr(1), " \t");
      read_map(words, 1, needs);
    } else if (line.starts_with('F')) {
      read_class(line, needs);
    } else if (line.starts_with('O')) {
      read_option(line, needs);
    }
  }
  return needs;
}

// A name as make reads it in a rule.
std::string for_make(std::string_view name) {
  std::string result;
  for (const char c : name) {
    if (c == '$') result += '$';
    if (c == '#' || c == ':' || c == '%' || c == '\\') result += '\\';
    result += c;
  }
  return result;
}

std::string rule(const Database& one) {
  const std::string head = fmt::format("\n{}: {}\n", for_make(one.target), for_make(one.source));
  if (one.kind.empty()) return head + "\t$(NEWALIASES)\n";
  return head + fmt::format("\t$(MAKEMAP) {} '$<' <'$<'\n", one.kind);
}

}  // namespace

std::string makefile_for(std::string_view cf, const std::string& mc) {
  const Needs needs = read_needs(cf);
  const std::string name = std::filesystem::path(mc).filename().string();
  const std::string output = std::filesystem::path(mc).stem().string() + ".cf";
  std::string text =
      fmt::format("# Made by cfgen --makefile from {}: what {} needs.\n", name, output);
  for (const auto& file : needs.files) text += fmt::format("# read as it is: {}\n", file);
  text += "\nCFGEN = cfgen\nMAKEMAP = makemap\nNEWALIASES = newaliases\n\n";
  text += fmt::format("all: {}", for_make(output));
  for (const auto& one : needs.databases) {
    const std::string target = for_make(one.target);
    text += " \\\n  ";
    // Without its text an optional map does not exist, and need not.
    text += one.optional ? fmt::format("$(if $(wildcard {}),{})", for_make(one.source), target)
                         : target;
  }
  text += fmt::format("\n\n{}: {}\n\t$(CFGEN) '$<' -o '$@'\n", for_make(output), for_make(name));
  for (const auto& one : needs.databases) text += rule(one);
  return text;
}

}  // namespace cfgen
