// See program_output.h.

#include "cf/program_output.h"

#include <algorithm>
#include <vector>

namespace rules {

namespace {

std::vector<std::string> split(std::string_view command) {
  std::vector<std::string> words;
  for (size_t at = 0; at < command.size();) {
    const size_t begin = command.find_first_not_of(" \t", at);
    if (begin == std::string_view::npos) break;
    at = std::min(command.find_first_of(" \t", begin), command.size());
    words.emplace_back(command.substr(begin, at - begin));
  }
  return words;
}

}  // namespace

std::optional<std::string> program_output(std::string_view command, const ChildLimits& limits,
                                          size_t max_bytes) {
  const std::vector<std::string> words = split(command);
  if (words.empty()) return std::nullopt;
  std::string output;
  const ChildResult result = run_child(words, limits, [&](std::string_view bytes) {
    output += bytes;
    return output.size() <= max_bytes;
  });
  const bool ran = result.end == ChildEnd::killed ||
                   (result.end == ChildEnd::exited && result.number != kCannotExecute);
  if (!ran) return std::nullopt;
  return output;
}

}  // namespace rules
