// m4's messages, in the words of the .mc file's author.
//
// Tested by tests/cfgen/.
#include "messages.h"

#include <fmt/format.h>

#include <array>
#include <cctype>
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

// Walks over an .mc file as m4 does, as far as quotes and parentheses go.
class Balance {
 public:
  explicit Balance(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) at = step(text, at);
  }

  // The line of the outermost quote or parenthesis that is not closed; 0: there is none.
  [[nodiscard]] std::size_t unclosed() const {
    if (!parentheses_.empty()) return parentheses_.front();
    return depth_ > 0 ? quote_line_ : 0;
  }

 private:
  // Takes the character at `at`; returns the place of the last one taken.
  std::size_t step(std::string_view text, std::size_t at) {
    const char c = text[at];
    if (depth_ == 0 && starts_dnl(text, at)) {
      const auto end = text.find('\n', at);
      ++line_;
      return end == std::string_view::npos ? text.size() : end;
    }
    if (c == '\n') ++line_;
    if (c == '`' && depth_++ == 0) quote_line_ = line_;
    if (c == '\'' && depth_ > 0) --depth_;
    if (depth_ > 0) return at;
    if (c == '(' && (!parentheses_.empty() || (at > 0 && is_word(text[at - 1])))) {
      parentheses_.push_back(line_);
    }
    if (c == ')' && !parentheses_.empty()) parentheses_.pop_back();
    return at;
  }

  static bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
  }

  static bool starts_dnl(std::string_view text, std::size_t at) {
    return text.substr(at, 3) == "dnl" && (at == 0 || !is_word(text[at - 1])) &&
           (at + 3 >= text.size() || !is_word(text[at + 3]));
  }

  std::size_t line_ = 1;
  std::size_t depth_ = 0;
  std::size_t quote_line_ = 0;
  std::vector<std::size_t> parentheses_;
};

// m4 names the place where the input ended; its author looks for the place where it began.
std::string place_of(std::string_view place, std::string_view words, const Input& mc) {
  if (words.starts_with("end of file in")) {
    if (const auto line = Balance(mc.text).unclosed(); line > 0) {
      return fmt::format("{}:{}", mc.name, line);
    }
  }
  return std::string(place.empty() ? "m4" : place);
}

void read_line(std::string_view line, const Input& mc, Messages& messages) {
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
  messages.lines.push_back(
      fmt::format("{}: error: {}; {}", place_of(*place, words, mc), words, advice_for(words)));
}

}  // namespace

Messages read_messages(std::string_view text, const Input& mc) {
  Messages messages;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.empty()) read_line(line, mc, messages);
  }
  return messages;
}

}  // namespace cfgen
