// The maps and files that a configuration reads, as a Makefile that builds them.
//
// The configuration itself is looked at and not the .mc file: a map counts whoever declared it.
//
// Tested by tests/cfgen/makefile_test.cc.
#include "makefile.h"

#include <fmt/format.h>

#include <filesystem>

#include "needs.h"

namespace cfgen {
namespace {

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
