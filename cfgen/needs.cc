// The maps and files that a configuration reads.
//
// The configuration itself is looked at and not the .mc file: a map counts whoever declared it.
//
// Tested by tests/cfgen/makefile_test.cc.
#include "needs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace cfgen {
namespace {

// Classes whose databases makemap builds, and what it adds to the name.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kDatabases = {
    {{"hash", ".db"}, {"btree", ".db"}, {"dbm", ".pag"}, {"cdb", ".cdb"}}};

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

}  // namespace

Needs read_needs(std::string_view cf) {
  Needs needs;
  while (!cf.empty()) {
    const auto end = std::min(cf.find('\n'), cf.size());
    const auto line = cf.substr(0, end);
    cf.remove_prefix(std::min(end + 1, cf.size()));
    ++needs.line;
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

}  // namespace cfgen
