// Reads the options of a command by a table of its own.
//
// Tested by the cases of tests/accessmap/.
#pragma once

#include <cstdio>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "commands.h"
#include "files.h"

struct Option {
  char letter;
  const char* name;      // the long form, without --
  const char* argument;  // what it is called in the help; null: it takes none
  const char* help;
  std::function<void(const std::string&)> apply;
};

// What is left after the options, and how reading them went.
struct Parsed {
  std::vector<std::string> operands;
  bool help = false;
  std::string wrong;  // empty: nothing
};

namespace option_reading {

inline const Option* find(std::span<const Option> options, std::string_view word) {
  for (const Option& option : options) {
    const bool is_long = word.starts_with("--") && word.substr(2) == option.name;
    const bool is_short = word.size() == 2 && word[0] == '-' && word[1] == option.letter;
    if (is_long || is_short) return &option;
  }
  return nullptr;
}

}  // namespace option_reading

// Options may stand in any place, one by one (not bundled), up to "--".
inline Parsed parse_options(Arguments arguments, std::span<const Option> options) {
  Parsed parsed;
  bool only_operands = false;
  for (std::size_t i = 0; i < arguments.size() && parsed.wrong.empty(); ++i) {
    const std::string word = arguments[i];
    if (only_operands || word.size() < 2 || word[0] != '-') {
      parsed.operands.push_back(word);
    } else if (word == "--") {
      only_operands = true;
    } else if (word == "--help") {
      parsed.help = true;
    } else if (const Option* option = option_reading::find(options, word); option == nullptr) {
      parsed.wrong = "there is no option " + word;
    } else if (option->argument == nullptr) {
      option->apply({});
    } else if (i + 1 == arguments.size()) {
      parsed.wrong = "option " + word + " needs " + option->argument;
    } else {
      option->apply(arguments[++i]);
    }
  }
  return parsed;
}

inline void print_options(std::FILE* to, const char* usage, std::span<const Option> options) {
  std::fprintf(to, "usage: accessmap %s\n", usage);
  for (const Option& option : options) {
    const std::string names = "-" + std::string(1, option.letter) + ", --" + option.name +
                              (option.argument ? std::string(" ") + option.argument : "");
    std::fprintf(to, "  %-26s %s\n", names.c_str(), option.help);
  }
}

// Says what is wrong and how it is used.
inline int usage_error(const std::string& wrong, const char* usage,
                       std::span<const Option> options) {
  complain(wrong);
  print_options(stderr, usage, options);
  return kTrouble;
}

// What a command ends with that was asked for its help (`more` stands below the options) or used
// wrongly (parsed.wrong); nothing: it goes to work.
inline std::optional<int> ended_early(const Parsed& parsed, const char* usage,
                                      std::span<const Option> options, const char* more = "") {
  if (parsed.help) {
    print_options(stdout, usage, options);
    std::fputs(more, stdout);
    return flush_output() ? kOk : kTrouble;
  }
  if (parsed.wrong.empty()) return std::nullopt;
  return usage_error(parsed.wrong, usage, options);
}
