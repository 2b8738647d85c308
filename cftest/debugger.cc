// See debugger.h.

#include "debugger.h"

#include <algorithm>
#include <cerrno>
#include <string>

#include "command.h"
#include "interrupts.h"

namespace cftest {

namespace {

constexpr size_t kMaxPiece = 2047;  // a longer line comes in pieces, each a command of its own

// A piece of a line without its newline; a NUL ends it. False: there is nothing more.
bool read_piece(std::FILE* input, std::string& piece) {
  piece.clear();
  size_t taken = 0;
  bool cut = false;
  for (int c = 0; taken < kMaxPiece && (c = std::getc(input)) != EOF;) {
    ++taken;
    if (c == '\n') break;
    cut = cut || c == '\0';
    if (!cut) piece += static_cast<char>(c);
  }
  return taken > 0;
}

// The reference's words for lines that begin with a sign of its own but are none of its commands.
struct Family {
  char sign;
  std::string_view usage;  // for the sign alone
};
constexpr Family kFamilies[] = {
    {'.', "Usage: .[DC]macro value(s)"},
    {'=', "Usage: =Sruleset or =M"},
    {'-', "Usage: -d{debug arguments}"},
    {'/', "Usage: /[canon|map|mx|parse|try|tryflags]"},
};

const Family* family_of(char sign) {
  for (const Family& family : kFamilies) {
    if (family.sign == sign) return &family;
  }
  return nullptr;
}

std::string unknown(char sign, std::string_view what) {
  return std::string("Unknown \"") + sign + "\" command " + std::string(what);
}

}  // namespace

std::string_view trim_right(std::string_view text) {
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view trim_left(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  return text;
}

void Debugger::run(std::FILE* input) {
  std::string line;
  while (!quit_) {
    if (!echo_) output.text("> ");
    output.flush();
    if (read_piece(input, line)) {
      if (echo_) {
        output.text("> ");
        output.line(line);
      }
      run_line(line);
    } else if (std::feof(input) != 0 || errno != EINTR) {
      break;
    }
    if (was_terminated()) break;
    if (was_interrupted()) {
      std::clearerr(input);
      output.text("\ninterrupt\n");
    }
  }
  output.flush();
}

void Debugger::run_line(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  if (line.empty() || line.front() == '#') return;
  if (line.front() == '/') return run_word(line);
  if (line.front() == '$' || line.front() == '?' || family_of(line.front()) != nullptr) {
    return run_signed(line);
  }
  find_command("")->run(*this, line);
}

// Lines of which the first letters are the command.
void Debugger::run_signed(std::string_view line) {
  for (size_t size = std::min<size_t>(line.size(), 2); size > 0; --size) {
    if (const Command* command = find_command(line.substr(0, size))) {
      return command->run(*this, line.substr(size));
    }
  }
  const Family* family = family_of(line.front());
  output.line(line.size() == 1 ? std::string(family->usage) : unknown(line.front(), line));
}

// `/word arguments`
void Debugger::run_word(std::string_view line) {
  const size_t end = std::min(line.find_first_of(" \t"), trim_right(line).size());
  std::string word(line.substr(0, end));
  if (word.size() == 1) return output.line(family_of('/')->usage);
  for (char& c : word) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  if (const Command* command = find_command(word)) {
    return command->run(*this, trim_right(trim_left(line.substr(end))));
  }
  output.line(unknown('/', line.substr(0, end)));
}

}  // namespace cftest
