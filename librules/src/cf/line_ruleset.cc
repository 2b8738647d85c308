// S lines, and rulesets by name or number wherever a configuration names one.
//
// Tested by tests/unit/reader_test.cc, tests/cases/bt/rs_*.

#include <fmt/format.h>

#include <algorithm>

#include "cf/line_reader.h"

namespace rules {

namespace {

constexpr size_t kMaxShownName = 20;  // of one that is none

// As the reference's 32-bit conversion: numbers wrap.
int wrapped_number(std::string_view digits) {
  uint32_t number = 0;
  for (const char c : digits) number = number * 10 + static_cast<uint32_t>(c - '0');
  return static_cast<int>(number);
}

std::string_view leading_digits(std::string_view text) {
  size_t end = 0;
  while (end < text.size() && is_digit(text[end])) ++end;
  return text.substr(0, end);
}

std::string_view leading_name(std::string_view text) {
  size_t end = 0;
  while (end < text.size() && (is_alnum(text[end]) || text[end] == '_')) ++end;
  return text.substr(0, end);
}

class RulesetFinder {
 public:
  RulesetFinder(Config& config, bool create, std::vector<std::string>& problems)
      : config_(config), create_(create), problems_(problems) {}

  int find(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    if (text.empty() || !is_alnum(text.front())) {
      return refuse(
          fmt::format("invalid ruleset name: \"{}\"", seven_bit(cut_marked(text, kMaxShownName))));
    }
    if (is_digit(text.front())) return by_number(leading_digits(text));
    return by_name(text);
  }

 private:
  int refuse(std::string problem) {
    problem.resize(std::min(problem.find('\0'), problem.size()));
    problems_.push_back(std::move(problem));
    return kNoRuleset;
  }

  int by_number(std::string_view digits) {
    const int number = wrapped_number(digits);
    if (number >= 0 && number < kMaxNumberedRulesets) return number;
    return refuse(fmt::format("bad ruleset {} ({} max)", number, kMaxNumberedRulesets));
  }

  int by_name(std::string_view text) {
    const std::string_view name = leading_name(text);
    std::string_view rest = text.substr(name.size());
    const bool cut = rest.empty() || rest.front() != '=';
    while (!rest.empty() && is_blank(rest.front())) rest.remove_prefix(1);
    const auto known = config_.ruleset_numbers.find(name);
    if (rest.empty() || rest.front() != '=') return unnumbered(name, known);
    rest.remove_prefix(1);
    while (!rest.empty() && is_blank(rest.front())) rest.remove_prefix(1);
    const std::string shown = seven_bit(cut ? name : text);
    const std::string_view digits = leading_digits(rest);
    // What is refused is a name all the same, of no ruleset.
    const auto refuse_number = [&](std::string problem) {
      if (create_) config_.ruleset_numbers.emplace(name, kNoRuleset);
      return refuse(std::move(problem));
    };
    if (digits.empty()) {
      return refuse_number(
          fmt::format("bad ruleset definition \"{}\" (number required after `=')", shown));
    }
    const int number = wrapped_number(digits);
    if (number < 0 || number >= kMaxNumberedRulesets) {
      return refuse_number(fmt::format("bad ruleset number {} in \"{}\" ({} max)", number, shown,
                                       kMaxNumberedRulesets));
    }
    return numbered(name, known, number, shown);
  }

  using Known = std::map<std::string, int, std::less<>>::iterator;

  int unnumbered(std::string_view name, Known known) {
    const bool is_known = known != config_.ruleset_numbers.end();
    if (is_known && known->second != kNoRuleset) return known->second;
    if (!is_known && !create_) return kNoRuleset;
    if (config_.next_auto_ruleset < kMaxNumberedRulesets) {
      config_.ruleset_numbers.emplace(name, kNoRuleset);  // told again whenever it is asked for
      return refuse(
          fmt::format("{}: too many named rulesets ({} max)", name, kMaxNumberedRulesets));
    }
    return name_it(name, config_.next_auto_ruleset--);
  }

  int numbered(std::string_view name, Known known, int number, const std::string& shown) {
    if (known != config_.ruleset_numbers.end() && known->second != kNoRuleset) {
      if (!create_) return known->second;
      if (known->second != number) {
        problems_.push_back(fmt::format("{}: ruleset changed value (old {}, new {})", shown,
                                        known->second, number));
        return known->second;
      }
    }
    if (!create_) return kNoRuleset;
    return name_it(name, number);
  }

  int name_it(std::string_view name, int number) {
    config_.ruleset_numbers.insert_or_assign(std::string(name), number);
    ConfigRuleset& ruleset = config_.rulesets[static_cast<size_t>(number)];
    ruleset.name = name;
    ruleset.named = true;
    return number;
  }

  Config& config_;
  bool create_;
  std::vector<std::string>& problems_;
};

}  // namespace

int find_ruleset(Config& config, std::string_view text, bool create,
                 std::vector<std::string>& problems) {
  return RulesetFinder(config, create, problems).find(text);
}

size_t ruleset_name_size(std::string_view text) {
  std::string_view rest = text;
  const auto skip_blanks = [&] {
    while (!rest.empty() && is_blank(rest.front())) rest.remove_prefix(1);
  };
  skip_blanks();
  if (!rest.empty() && is_digit(rest.front())) {
    rest.remove_prefix(leading_digits(rest).size());
    return text.size() - rest.size();
  }
  rest.remove_prefix(leading_name(rest).size());
  skip_blanks();
  if (rest.starts_with('=')) {
    rest.remove_prefix(1);
    skip_blanks();
    rest.remove_prefix(leading_digits(rest).size());
  }
  return text.size() - rest.size();
}

void read_ruleset_line(LineReader& reader, std::string_view text) {
  const std::string argument = reader.expanded(text);
  std::vector<std::string> problems;
  reader.ruleset = find_ruleset(reader.config, argument, true, problems);
  for (std::string& problem : problems) reader.warn(std::move(problem));
  if (reader.ruleset == kNoRuleset) return;
  const ConfigRuleset& ruleset = reader.config.rulesets[static_cast<size_t>(reader.ruleset)];
  if (!ruleset.rules.empty()) {
    reader.note_plain(fmt::format("WARNING: Ruleset {} has multiple definitions", raw_bytes(text)));
  }
}

}  // namespace rules
