// A line as an SMTP command. Tested by tests/host/reader_test.cc and fuzz_smtp.cc.
#include "command.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <regex>

namespace host {

namespace {

constexpr int kMaxLocal = 64;  // RFC 5321, 4.5.3.1
constexpr int kMaxDomain = 255;
constexpr std::size_t kMaxPath = 256;
constexpr std::size_t kMaxParameters = 16;

struct Known {
  Verb verb;
  const char* word;
  const char* help;
};

constexpr Known kKnown[] = {
#define COMMAND(name, word, help) {Verb::name, word, help},
#define UNSUPPORTED(word) {Verb::unsupported, word, nullptr},
#include "commands.def"
#undef COMMAND
#undef UNSUPPORTED
};

// RFC 5321, 4.1.2 and 4.1.3; "_" in a domain is not in it, and common.
#define ATOM "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
#define QUOTED R"("(?:[ !#-[\]-~]|\\[ -~])*")"
#define LOCAL "(" ATOM "(?:\\." ATOM ")*|" QUOTED ")"
#define LABEL "[A-Za-z0-9_-]+"
#define DOMAIN "(?:" LABEL "(?:\\." LABEL ")*|\\[[A-Za-z0-9_:.-]+\\])"
#define MAILBOX LOCAL "(?:@(" DOMAIN "))?"
#define PATH "<(?:(?:@" DOMAIN ",)*@" DOMAIN ":)?(" MAILBOX ")>|<>"

using Parts = std::match_results<std::string_view::const_iterator>;

bool is_printable(char c) { return c >= ' ' && c <= '~'; }

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Reads "<path>" at the front of `text` and takes it off. False: it is none.
bool read_path(std::string_view& text, Path& path) {
  static const std::regex kPattern(PATH);
  Parts parts;
  const std::string_view front = text.substr(0, kMaxPath);
  if (!std::regex_search(front.begin(), front.end(), parts, kPattern,
                         std::regex_constants::match_continuous)) {
    return false;
  }
  path.text = parts.str();
  path.address = parts.str(1);
  text.remove_prefix(path.text.size());
  return path.text == "<>" || is_mailbox(path.address);
}

bool read_parameters(std::string_view text, std::vector<Parameter>& out) {
  static const std::regex kName("[A-Za-z0-9][A-Za-z0-9-]{0,63}");
  while (!(text = trim(text)).empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    const std::string_view name = word.substr(0, word.find('='));
    text.remove_prefix(word.size());
    if (!std::regex_match(name.begin(), name.end(), kName)) return false;
    if (word.size() == name.size() + 1 || out.size() == kMaxParameters) return false;  // NAME=
    for (const Parameter& one : out) {
      if (equal_ignoring_case(one.name, name)) return false;  // RFC 5321, 4.1.1.11: once
    }
    out.push_back({upper(name), std::string(word.substr(std::min(name.size() + 1, word.size())))});
  }
  return true;
}

// What follows MAIL and RCPT: "FROM:<path> NAME=value ...".
void read_path_command(std::string_view prefix, Command& command) {
  std::string_view rest = command.argument;
  const bool is_mail = command.verb == Verb::mail;
  if (!equal_ignoring_case(rest.substr(0, prefix.size()), prefix)) {
    command.problem =
        "501 5.5.2 Syntax error in parameters scanning \"" + printable(rest, 60) + "\"";
    return;
  }
  rest = trim(rest.substr(prefix.size()));  // "FROM: <a@b>" is wrong, and common
  if (!read_path(rest, command.path) || (!rest.empty() && rest[0] != ' ')) {
    command.problem = is_mail ? "553 5.1.7 Sender address is not <local-part@domain>"
                              : "553 5.1.3 Recipient address is not <local-part@domain>";
    return;
  }
  if (!is_mail && command.path.address.empty()) {
    command.problem = "553 5.0.0 <>... User address required";
    return;
  }
  if (!read_parameters(rest, command.parameters)) {
    command.problem = "501 5.5.4 Syntax error in parameters";
  }
}

}  // namespace

std::string printable(std::string_view text, std::size_t limit) {
  std::string out(text.substr(0, limit));
  std::replace_if(
      out.begin(), out.end(), [](char c) { return !is_printable(c); }, '?');
  return out;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) { return lower(a) == lower(b); }

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

bool read_number(std::string_view text, long& number) {
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stop == end && number >= 0;
}

bool is_domain(std::string_view text) {
  static const std::regex kPattern(DOMAIN);
  return text.size() <= kMaxDomain && std::regex_match(text.begin(), text.end(), kPattern);
}

bool is_mailbox(std::string_view text) {
  static const std::regex kPattern(MAILBOX);
  Parts parts;
  return text.size() <= kMaxLocal + 1 + kMaxDomain &&
         std::regex_match(text.begin(), text.end(), parts, kPattern) &&
         parts.length(1) <= kMaxLocal && parts.length(2) <= kMaxDomain;
}

const char* command_help(std::string_view word) {
  for (const Known& known : kKnown) {
    if (equal_ignoring_case(word, known.word)) return known.help;
  }
  return nullptr;
}

std::string command_words() {
  std::string words;
  for (const Known& known : kKnown) {
    if (known.help != nullptr) words += (words.empty() ? "" : " ") + std::string(known.word);
  }
  return words;
}

Command read_command(std::string_view line) {
  Command command;
  const std::size_t blank = std::min(line.find(' '), line.size());
  command.word = printable(line.substr(0, blank), 20);
  for (const Known& known : kKnown) {
    if (equal_ignoring_case(line.substr(0, blank), known.word)) command.verb = known.verb;
  }
  if (command.verb == Verb::unknown) {
    command.problem = "500 5.5.1 Command unrecognized: \"" + printable(line, 60) + "\"";
    return command;
  }
  if (command.verb == Verb::unsupported) {
    command.problem = "502 5.5.1 Command not implemented: \"" + command.word + "\"";
    return command;
  }
  command.argument = trim(line.substr(blank));
  if (!std::all_of(command.argument.begin(), command.argument.end(), is_printable)) {
    command.problem = "501 5.5.2 Only printable ASCII is allowed in commands";
    return command;
  }
  if (command.verb == Verb::mail) read_path_command("FROM:", command);
  if (command.verb == Verb::rcpt) read_path_command("TO:", command);
  return command;
}

}  // namespace host
