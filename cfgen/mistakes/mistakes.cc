// How mistakes are said. See mistakes.h.

#include "mistakes.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace cfgen {
namespace {

// Enough to mend a file by.
constexpr std::size_t kShown = 100;

}  // namespace

void add_mistakes(Mistakes mistakes, const std::string& input, Messages& messages) {
  std::stable_sort(mistakes.begin(), mistakes.end(),
                   [](const Mistake& a, const Mistake& b) { return a.place.line < b.place.line; });
  std::set<std::string> said(messages.lines.begin(), messages.lines.end());
  std::size_t shown = 0;
  for (const Mistake& one : mistakes) {
    const std::string file = one.place.file.empty() ? input : one.place.file;
    const std::string place =
        one.place.line > 0 ? fmt::format("{}:{}", file, one.place.line) : file;
    std::string line = fmt::format("{}: {}: {}", place, one.error ? "error" : "warning", one.text);
    std::replace(line.begin(), line.end(), '\n', ' ');
    messages.errors = messages.errors || one.error;
    if (!said.insert(line).second || ++shown > kShown) continue;
    messages.lines.push_back(std::move(line));
  }
  if (shown <= kShown) return;
  messages.lines.push_back(fmt::format("{}: {}: and {} more of this kind", input,
                                       messages.errors ? "error" : "warning", shown - kShown));
}

}  // namespace cfgen
