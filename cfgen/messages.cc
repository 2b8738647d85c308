// m4's messages, in the words of the .mc file's author.
//
// Tested by tests/cfgen/.
#include "messages.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

namespace cfgen {
namespace {

// What m4 says, and what to do about it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kAdvice = {{
    {"cannot open",
     "a relative path is looked for in the current folder, the -I folders and the folder of the "
     ".mc file"},
    {"end of file in string", "a quote (`) that begins here or before has no closing quote (')"},
    {"end of file in argument list",
     "a parenthesis that begins here has no closing one, or a quote in it is not closed"},
    {"end of file in comment", "the comment that begins here is not closed"},
    {"recursion limit", "a macro calls itself without end"},
    {"undefined macro", "the macro is not defined here"},
}};

std::string_view advice_for(std::string_view words) {
  for (const auto& [said, todo] : kAdvice) {
    if (words.find(said) != std::string_view::npos) return todo;
  }
  return "see the GNU m4 manual";
}

std::string_view drop_prefix(std::string_view text, std::string_view prefix) {
  if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
  return text;
}

// The place at the start of `m4:FILE:LINE: words`; `text` keeps the words.
std::optional<std::string_view> take_place(std::string_view& text) {
  if (!text.starts_with("m4:")) return std::nullopt;
  const std::string_view rest = text.substr(3);
  const auto end = rest.find(": ");
  if (end == std::string_view::npos) return std::nullopt;
  text = rest.substr(end + 2);
  return rest.substr(0, end);
}

void read_line(std::string_view line, Messages& messages) {
  if (line.find(": error: ") != std::string_view::npos) messages.errors = true;
  std::string_view words = line;
  const auto place = take_place(words);
  if (!place) {
    messages.lines.emplace_back(line);
    return;
  }
  if (words.starts_with("Warning: ") || words.starts_with("warning: ")) {
    messages.lines.push_back(
        fmt::format("{}: warning: {}", *place, words.substr(std::string_view("Warning: ").size())));
    return;
  }
  words = drop_prefix(drop_prefix(words, "ERROR: "), "error: ");
  messages.errors = true;
  const std::string_view where = place->empty() ? std::string_view("m4") : *place;
  messages.lines.push_back(fmt::format("{}: error: {}; {}", where, words, advice_for(words)));
}

}  // namespace

Messages read_messages(std::string_view text) {
  Messages messages;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.empty()) read_line(line, messages);
  }
  return messages;
}

}  // namespace cfgen
