// How mistakes are said. See mistakes.h.

#include "mistakes.h"

#include <fmt/format.h>

#include <algorithm>

namespace cfgen {

void add_mistakes(Mistakes mistakes, const std::string& input, Messages& messages) {
  std::stable_sort(mistakes.begin(), mistakes.end(),
                   [](const Mistake& a, const Mistake& b) { return a.place.line < b.place.line; });
  for (const Mistake& one : mistakes) {
    const std::string file = one.place.file.empty() ? input : one.place.file;
    const std::string place =
        one.place.line > 0 ? fmt::format("{}:{}", file, one.place.line) : file;
    std::string line = fmt::format("{}: {}: {}", place, one.error ? "error" : "warning", one.text);
    std::replace(line.begin(), line.end(), '\n', ' ');
    const auto& said = messages.lines;
    if (std::find(said.begin(), said.end(), line) != said.end()) continue;
    messages.errors = messages.errors || one.error;
    messages.lines.push_back(std::move(line));
  }
}

}  // namespace cfgen
