// Values of options of which sendmail takes another one than stands there.
//
// Of a number it takes the digits in front, of a truth value the first letter; what is neither is
// 0, or false. The hints in the table of options (m4/lang/options.m4) say which is which.
//
// Tested by tests/cfgen/mistakes_test.

#include <fmt/format.h>

#include <algorithm>

#include "../m4/files.h"
#include "mistakes.h"

namespace cfgen {
namespace {

// They have words of their own.
constexpr std::string_view kWithWords[] = {"SuperSafe", "DANE"};

constexpr std::string_view kDigits = "0123456789";

// The value that the table shows for an option, empty if there is none.
std::string_view hint_of(std::string_view name, std::string_view table) {
  const std::string row = fmt::format(", `{}', `", name);
  const auto at = table.find(row);
  if (at == table.npos) return {};
  const std::string_view hint = table.substr(at + row.size());
  return hint.substr(0, hint.find('\''));
}

// What is wrong with a value, empty if nothing is.
std::string judged(std::string_view value, std::string_view hint) {
  if (hint == "True" || hint == "False" || hint == "true" || hint == "false") {
    if (std::string_view("tTyYfFnN").find(value.front()) != std::string_view::npos) return {};
    return "is neither True nor False, and False for sendmail; write one of the two";
  }
  if (hint.empty() || hint.find_first_not_of(kDigits) != hint.npos) return {};
  const std::string_view unsigned_value = value.substr(value.front() == '-' ? 1 : 0);
  const auto behind = unsigned_value.find_first_not_of(kDigits);
  if (unsigned_value.empty() || behind == 0) return "is no number, and 0 for sendmail; write one";
  if (behind == unsigned_value.npos) return {};
  return fmt::format("is {} for sendmail, which takes the digits in front; write a number",
                     unsigned_value.substr(0, behind));
}

}  // namespace

void find_wrong_values(std::string_view cf, const Origins& origins, Mistakes& mistakes) {
  m4::SearchPath anywhere({});
  const auto table = anywhere.open(origins.library + "/lang/options.m4").text;
  for (std::size_t number = 0; !cf.empty() && number < origins.lines.size(); ++number) {
    std::string_view line = cf.substr(0, cf.find('\n'));
    cf.remove_prefix(std::min(line.size() + 1, cf.size()));
    const Origin& origin = origins.lines[number];
    const bool of_site = origins.is_of_site(origin);
    if (!line.starts_with("O ") || (!of_site && origin.mc_line == 0) || !table) continue;
    line.remove_prefix(2);
    const std::string_view name = line.substr(0, line.find('='));
    std::string_view value = line.substr(std::min(name.size() + 1, line.size()));
    value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
    value = value.substr(0, value.find_last_not_of(" \t") + 1);
    if (value.empty() || value.find('$') != value.npos ||
        std::find(std::begin(kWithWords), std::end(kWithWords), name) != std::end(kWithWords)) {
      continue;
    }
    const std::string wrong = judged(value, hint_of(name, *table));
    if (wrong.empty()) continue;
    mistakes.push_back(
        {of_site ? Place{origin.file, origin.line} : Place{origins.input, origin.mc_line}, false,
         fmt::format("{} {} {}", name, value, wrong)});
  }
}

}  // namespace cfgen
