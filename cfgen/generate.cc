// From an .mc file to the text of a sendmail.cf.
//
// m4 reads, in this order: the library (its frozen state, if this m4 can
// load it), a prelude on standard input that says where the files are,
// and the .mc file. Synchronization lines are asked for, so that a line
// of the output can be traced to its origin, and taken out again here.
//
// Tested by tests/cfgen/.
#include "generate.h"

#include <fmt/format.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <regex>
#include <sstream>

#include "child.h"
#include "load_check.h"
#include "messages.h"

namespace cfgen {
namespace fs = std::filesystem;
namespace {

// Deep enough for any real .mc file; an endless recursion ends here, not with a full memory.
constexpr std::string_view kNesting = "2000";

std::optional<std::string> read_text(const std::string& path) {
  std::error_code failed;
  if (fs::is_directory(path, failed)) {
    errno = EISDIR;
    return std::nullopt;
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

// Quotes that no path holds, so that a path is data whatever it contains.
constexpr char kOpen = '\x01';
constexpr char kClose = '\x02';

std::string definition(const std::string& name, const std::string& value) {
  return fmt::format("define({0}{2}{1},{0}{3}{1})", kOpen, kClose, name, value);
}

bool includes_library(const std::string& text) {
  static const std::regex include(R"(s?include\([^)\n]*m4/cf\.m4)");
  return std::regex_search(text, include);
}

std::string prelude(const fs::path& library, const FileTable& files, const std::string& input,
                    bool starts) {
  std::string text = fmt::format("divert(-1)changequote({},{})", kOpen, kClose);
  text += definition("_CF_LIB_", library.string() + "/");
  text += definition("_CF_INPUT_", input);
  for (const auto& [name, path] : files) text += definition("_FILE_" + name, path.string());
  text += "changequote(`,')";
  if (starts) text += "_CF_START_()";
  return text + "divert(0)dnl\n";
}

std::vector<std::string> m4_words(const Arguments& arguments, const fs::path& library,
                                  const std::optional<fs::path>& frozen) {
  std::vector<std::string> words = {"m4", "-s", fmt::format("-L{}", kNesting)};
  for (const auto& folder : arguments.include_paths) words.push_back("-I" + folder);
  const fs::path beside = fs::path(arguments.input).parent_path();
  if (!beside.empty()) words.push_back("-I" + beside.string());
  if (frozen) {
    words.push_back("-R" + frozen->string());
  } else {
    words.insert(words.end(), {"-D_CF_LIB_=" + library.string() + "/", "-D_CF_FREEZE_",
                               (library / "cf.m4").string()});
  }
  for (const auto& definition_text : arguments.definitions) words.push_back("-D" + definition_text);
  words.insert(words.end(), {"-", arguments.input});
  return words;
}

// What layout.m4 writes last: without it the library did not come to its end.
constexpr std::string_view kEnd = "#!cfgen: end of configuration\n";

struct Text {
  std::string text;
  std::vector<Origin> origins;  // of each line

  void add(std::string_view line, Origin origin) {
    text.append(line).push_back('\n');
    origins.push_back(std::move(origin));
  }
};

// `#line 12 "file"`, or `#line 12` for the file that was named last.
bool take_synchronization(std::string_view line, Origin& next) {
  constexpr std::string_view kStart = "#line ";
  if (!line.starts_with(kStart)) return false;
  line.remove_prefix(kStart.size());
  std::size_t number = 0;
  const auto read = std::from_chars(line.data(), line.data() + line.size(), number);
  if (read.ec != std::errc()) return false;
  next.line = number;
  const auto open = line.find('"');
  const auto close = line.rfind('"');
  if (open != close) next.file = std::string(line.substr(open + 1, close - open - 1));
  return true;
}

// Text without a newline stands in front of what is undiverted behind it, which begins with a
// synchronization line of the long form: the place of that, or npos.
std::size_t synchronization_behind_text(std::string_view line) {
  const auto place = line.find("#line ");
  if (place == 0 || place == std::string_view::npos || !line.ends_with('"')) return line.npos;
  return place;
}

// The output without m4's synchronization lines, and with one empty line at most in a row.
void tidy(std::string_view text, Text& result) {
  Origin next;
  bool was_empty = true;
  std::string begun;  // a line that goes on behind a synchronization line
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (take_synchronization(line, next)) continue;
    if (const auto place = synchronization_behind_text(line);
        place != line.npos && take_synchronization(line.substr(place), next)) {
      begun += line.substr(0, place);
      continue;
    }
    begun += line;
    // Blanks alone stood between two words of the .mc file; sendmail would not know such a line.
    const bool is_empty = begun.find_first_not_of(" \t") == std::string::npos;
    if (!is_empty || !was_empty) result.add(is_empty ? "" : begun, next);
    was_empty = is_empty;
    begun.clear();
    ++next.line;
  }
}

void add_banner(const std::string& input, Text& result) {
  const std::string name = fs::path(input).filename().string();
  result.add(fmt::format("# Made by cfgen {} from {}.", CFGEN_VERSION, name), {});
  result.add("# Changes belong there: this file is written anew each time.", {});
  result.add("", {});
}

std::string end_text(const std::string& input, const ChildResult& result, const Bounds& bounds) {
  switch (result.end) {
    case ChildEnd::kTooLong:
      return fmt::format(
          "{}: error: not done after {} seconds; does a macro call itself without end?", input,
          bounds.seconds);
    case ChildEnd::kTooMuch:
      return fmt::format(
          "{}: error: more than {} bytes of output; does a macro call itself "
          "without end?",
          input, bounds.output_bytes);
    case ChildEnd::kKilled:
      return fmt::format(
          "{}: error: m4 was ended by signal {}; does a macro call itself without "
          "end?",
          input, result.status);
    case ChildEnd::kNotStarted:
      return fmt::format("cfgen: error: cannot start m4: {}", std::strerror(result.status));
    case ChildEnd::kExited:
      break;
  }
  return fmt::format(
      "{}: error: m4 ended with status {} before the configuration was complete; does the file "
      "end m4 itself?",
      input, result.status);
}

Generated cannot_run(std::string message) {
  return {Outcome::kCannotRun, {}, {std::move(message)}};
}

bool frozen_is_refused(const ChildResult& result) {
  return result.end == ChildEnd::kExited && result.status != 0 &&
         result.err.find("frozen file") != std::string::npos;
}

Generated judge(const Arguments& arguments, const std::string& mc, const ChildResult& result,
                const Bounds& bounds) {
  Messages messages = read_messages(result.err, {arguments.input, mc});
  Text cf;
  add_banner(arguments.input, cf);
  tidy(result.out, cf);
  const bool complete = cf.text.ends_with(kEnd);
  const bool ended_well = result.end == ChildEnd::kExited && result.status == 0 && complete;
  if (!ended_well && !messages.errors) {
    messages.lines.push_back(end_text(arguments.input, result, bounds));
  }
  if (!ended_well || messages.errors) return {Outcome::kMistakes, {}, std::move(messages.lines)};
  cf.text.resize(cf.text.size() - kEnd.size());
  const Messages loaded = check_by_loading(cf.text, cf.origins, arguments.input);
  messages.lines.insert(messages.lines.end(), loaded.lines.begin(), loaded.lines.end());
  if (loaded.errors) return {Outcome::kMistakes, {}, std::move(messages.lines)};
  return {Outcome::kDone, std::move(cf.text), std::move(messages.lines)};
}

}  // namespace

Generated generate(const Arguments& arguments) {
  const auto text = read_text(arguments.input);
  if (!text) {
    return cannot_run(
        fmt::format("{}: error: cannot read: {}", arguments.input, std::strerror(errno)));
  }
  const auto library = find_library(arguments.library);
  if (!library) {
    return cannot_run(
        "cfgen: error: the m4 library is missing (no cf.m4 and layout.m4); set CFGEN_LIBRARY to "
        "its folder");
  }
  const std::string m4 = find_program("m4");
  if (m4.empty()) {
    return cannot_run(
        "cfgen: error: m4 is not in PATH; install GNU m4 (on Debian: apt-get install m4)");
  }
  const FileTable files = list_files(*library, arguments.include_paths);
  const std::string first = prelude(*library, files, arguments.input, !includes_library(*text));
  const Bounds bounds;
  auto frozen = find_frozen(*library);
  ChildResult result = run_child(m4, m4_words(arguments, *library, frozen), first, bounds);
  if (frozen && frozen_is_refused(result)) {
    frozen.reset();
    result = run_child(m4, m4_words(arguments, *library, frozen), first, bounds);
  }
  return judge(arguments, *text, result, bounds);
}

}  // namespace cfgen
