// The evaluator's messages, in the words of the .mc file's author.
//
// Tested by tests/cfgen/messages_test.cc.
#include "messages.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "origins.h"

namespace cfgen {
namespace {

// What m4 says, and what to do about it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kAdvice = {{
    {"cannot open",
     "a relative path is looked for in the current folder, the -I folders and the folder of the "
     ".mc file"},
    {"end of file in string", "a quote (`) that begins here or before has no closing quote (')"},
    {"end of file in argument list",
     "a parenthesis that begins here has no closing one, or a quote in it is not closed"},
    {"end of file in comment", "the comment that begins here is not closed"},
    {"recursion limit", "a macro calls itself without end"},
    {"bytes of output", "a macro calls itself without end"},
    {"include each other", "a file includes itself without end"},
    {"too much", "a macro calls itself without end"},
    {"could take too long", "a regular expression with \\1 is for short texts"},
    {"is refused", "say --trust if you trust the .mc file"},
    {"undefined macro", "the macro is not defined here"},
    {"nested too deep", "make it simpler"},
}};

// `reading `/etc/mail/x.m4' is refused ...`: the folder to name with -I.
std::string folder_of_refused(std::string_view words) {
  const auto begin = words.find('`');
  const auto slash = words.rfind('/', words.find("' is refused"));
  if (begin == words.npos || slash == words.npos || slash <= begin + 1) return "its folder";
  return std::string(words.substr(begin + 1, slash - begin - 1));
}

std::string advice_for_refused(std::string_view words) {
  return fmt::format(
      "only its own folder, the folders of -I, the library and Debian's parts in /etc/mail may be "
      "read; say -I {}, or --trust if you trust the .mc file",
      folder_of_refused(words));
}

std::string advice_for(std::string_view words) {
  if (words.find("in none of the folders") != std::string_view::npos) {
    return advice_for_refused(words);
  }
  for (const auto& [said, todo] : kAdvice) {
    if (words.find(said) != std::string_view::npos) return std::string(todo);
  }
  return "see the GNU m4 manual";
}

std::string_view drop_prefix(std::string_view text, std::string_view prefix) {
  if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
  return text;
}

// How to raise the limit is no advice for an .mc file.
std::string_view drop_suffix(std::string_view text, std::string_view suffix) {
  if (text.ends_with(suffix)) text.remove_suffix(suffix.size());
  return text;
}

// A file may have any name.
std::string on_one_line(std::string text) {
  for (char& c : text) {
    if (c == '\n') c = ' ';
  }
  return text;
}

bool is_library_file(std::string_view file, std::string_view library) {
  return in_library(file, library).size() != file.size();
}

}  // namespace

// Within the library, the statement of the .mc file is what its author can change.
std::string Reporter::place_of(const m4::Where& where) const {
  if (is_library_file(where.file, library_) && where.site_line > 0) {
    return fmt::format("{}:{}", input_, where.site_line);
  }
  if (where.line == 0) return input_;
  return fmt::format("{}:{}", where.file, where.line);
}

std::string Reporter::behind(const m4::Where& where) const {
  if (!is_library_file(where.file, library_) || where.site_line == 0) return {};
  return fmt::format(" (in {}:{})", in_library(where.file, library_), where.line);
}

void Reporter::message(const m4::Message& message) {
  std::string_view words = message.text;
  if (words.starts_with("Warning: ")) {
    words = drop_prefix(words, "Warning: ");
    return add_line(
        fmt::format("{}: warning: {}{}", place_of(message.where), words, behind(message.where)));
  }
  words = drop_suffix(drop_prefix(words, "ERROR: "), ", use -L<N> to change it");
  const m4::Where& where = message.cause == m4::Cause::kUnfinished ? message.begun : message.where;
  messages_.errors = true;
  add_line(
      fmt::format("{}: error: {}; {}{}", place_of(where), words, advice_for(words), behind(where)));
}

void Reporter::errprint(std::string_view text, const m4::Where&) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    begun_ += text.substr(0, end);
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
    if (!begun_.empty()) add_line(std::exchange(begun_, {}));
  }
}

void Reporter::add_line(std::string line) {
  if (line.find(": error: ") != std::string::npos) messages_.errors = true;
  messages_.lines.push_back(on_one_line(std::move(line)));
}

Messages Reporter::take() {
  if (!begun_.empty()) add_line(std::exchange(begun_, {}));
  return std::move(messages_);
}

}  // namespace cfgen
