// A line as an SMTP command. Tested by tests/host/reader_test.cc and fuzz_smtp.cc.
#include "command.h"

#include <algorithm>
#include <cctype>

namespace host {

namespace {

constexpr std::size_t kMaxLocal = 64;  // RFC 5321, 4.5.3.1
constexpr std::size_t kMaxDomain = 255;
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

bool is_alnum(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }
bool is_printable(char c) { return c >= ' ' && c <= '~'; }
bool is_atom(char c) {
  return is_alnum(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

std::string printable(std::string_view text, std::size_t limit) {
  std::string out(text.substr(0, limit));
  std::replace_if(
      out.begin(), out.end(), [](char c) { return !is_printable(c); }, '?');
  return out;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

bool is_dot_string(std::string_view text) {
  bool atom = false;
  for (const char c : text) {
    if (c == '.' ? !atom : !is_atom(c)) return false;
    atom = c != '.';
  }
  return atom;
}

// How long the quoted string at the front is, with its quotes; 0: it is none.
std::size_t quoted_length(std::string_view text) {
  if (text.empty() || text[0] != '"') return 0;
  for (std::size_t i = 1; i < text.size(); i++) {
    if (text[i] == '"') return i + 1;
    if (text[i] == '\\') i++;
    if (i == text.size() || !is_printable(text[i])) return 0;
  }
  return 0;
}

// Where the local part ends: at the @, or at the end.
std::size_t local_length(std::string_view text) {
  const std::size_t quoted = quoted_length(text);
  if (quoted != 0) return quoted;
  return std::min(text.find('@'), text.size());
}

// Drops "@a,@b:" before a mailbox. False: it begins like one and is none.
bool skip_route(std::string_view& text) {
  while (!text.empty() && text[0] == '@') {
    const std::size_t end = text.find_first_of(",:");
    if (end == std::string_view::npos || !is_domain(text.substr(1, end - 1))) return false;
    const bool last = text[end] == ':';
    text.remove_prefix(end + 1);
    if (last) return true;
    if (text.empty() || text[0] != '@') return false;
  }
  return true;
}

// Reads "<path>" at the front of `text` and takes it off. False: it is none.
bool read_path(std::string_view& text, Path& path) {
  if (text.empty() || text[0] != '<') return false;
  std::size_t end = 1;
  while (end < text.size() && text[end] != '>') {
    const std::size_t quoted = quoted_length(text.substr(end));
    end += quoted != 0 ? quoted : 1;
  }
  if (end >= text.size() || end + 1 > kMaxPath) return false;
  std::string_view inside = text.substr(1, end - 1);
  path.text = text.substr(0, end + 1);
  text.remove_prefix(end + 1);
  if (!skip_route(inside)) return false;
  path.address = inside;
  return path.text == "<>" || is_mailbox(inside);
}

bool read_parameters(std::string_view text, std::vector<Parameter>& out) {
  while (!(text = trim(text)).empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    const std::size_t equals = word.find('=');
    const std::string_view name = word.substr(0, equals);
    if (name.empty() || !is_alnum(name[0]) || out.size() == kMaxParameters) return false;
    for (const char c : name) {
      if (!is_alnum(c) && c != '-') return false;
    }
    if (equals + 1 == word.size()) return false;  // NAME= and nothing
    Parameter parameter{upper(name), ""};
    if (equals != std::string_view::npos) parameter.value = word.substr(equals + 1);
    out.push_back(std::move(parameter));
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

bool is_domain(std::string_view text) {
  if (text.empty() || text.size() > kMaxDomain) return false;
  const bool literal = text[0] == '[';
  if (literal) {
    if (text.back() != ']' || text.size() < 3) return false;
    text = text.substr(1, text.size() - 2);
  }
  bool inside = false;  // a label has begun
  for (const char c : text) {
    const bool separates = c == '.' || (literal && c == ':');
    if (!separates && !is_alnum(c) && c != '-' && c != '_') return false;
    if (c == '.' && !inside) return false;
    inside = !separates;
  }
  return inside || literal;
}

bool is_mailbox(std::string_view text) {
  const std::size_t end = local_length(text);
  const std::string_view local = text.substr(0, end);
  if (local.empty() || local.size() > kMaxLocal) return false;
  if (quoted_length(local) != local.size() && !is_dot_string(local)) return false;
  if (end == text.size()) return true;
  return text[end] == '@' && is_domain(text.substr(end + 1));
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
