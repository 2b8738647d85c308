// From an .mc file to the text of a sendmail.cf.
//
// Read in this order: the library, the definitions of the command line, where the files are, and
// the .mc file. Each line of the output brings its origin with it.
//
// Tested by tests/cfgen/.
#include "generate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "load_check.h"
#include "m4/evaluator.h"
#include "messages.h"
#include "mistakes/mistakes.h"

namespace cfgen {
namespace fs = std::filesystem;
namespace {

// include(`/any/where/m4/cf.m4'), or sinclude.
bool includes_library(std::string_view text) {
  constexpr std::string_view kCall = "include(";
  for (auto at = text.find(kCall); at != text.npos; at = text.find(kCall, at)) {
    const auto end = std::min(text.find_first_of(")\n", at), text.size());
    if (text.substr(at, end - at).find("m4/cf.m4") != text.npos) return true;
    at = end;
  }
  return false;
}

std::string folder_of(const std::string& file) {
  const fs::path folder = fs::path(file).parent_path();
  return folder.empty() ? "." : folder.string();
}

m4::SearchPath search_path(const Arguments& arguments, const fs::path& library) {
  std::vector<std::string> folders = arguments.include_paths;
  folders.push_back(folder_of(arguments.input));
  if (arguments.trust) return m4::SearchPath(std::move(folders));
  std::vector<std::string> roots = folders;
  roots.push_back(library.string());
  // Debian's sendmail.mc includes the parts that its tools write there, wherever it is itself.
  for (const char* part : {"/etc/mail/m4", "/etc/mail/sasl/sasl.m4", "/etc/mail/tls/starttls.m4"}) {
    roots.emplace_back(part);
  }
  return {std::move(folders), roots};
}

// A path is text, whatever macros its words name.
std::string in_quotes(const std::string& path) { return "`" + path + "'"; }

void define(m4::Evaluator& m4, const std::string& definition) {
  const auto equals = definition.find('=');
  m4.define(definition.substr(0, equals),
            equals == std::string::npos ? "" : definition.substr(equals + 1));
}

using FileText = std::shared_ptr<const std::string>;

void evaluate(m4::Evaluator& m4, const Arguments& arguments, const fs::path& library,
              const FileTable& files, FileText entry, FileText mc) {
  const std::string folder = in_quotes(library.string() + "/");
  m4.define("_CF_LIB_", folder);
  m4.define("_CF_FREEZE_", "");
  m4.read((library / "cf.m4").string(), std::move(entry));
  for (const auto& definition : arguments.definitions) define(m4, definition);
  m4.define("_CF_LIB_", folder);
  m4.define("_CF_INPUT_", in_quotes(arguments.input));
  for (const auto& [name, path] : files) {
    m4.define("_FILE_" + name, in_quotes(path.string()));
  }
  if (!includes_library(*mc)) {
    m4.read("cfgen", std::make_shared<std::string>("divert(-1)_CF_START_()divert(0)dnl\n"));
  }
  m4.read(arguments.input, std::move(mc), true);
  m4.finish();
}

// What layout.m4 writes last: without it the library did not come to its end.
constexpr std::string_view kEnd = "#!cfgen: end of configuration\n";

struct Text {
  std::string text;
  std::vector<Origin> origins;    // of each line
  std::vector<std::size_t> mute;  // indented lines in front of the V line, from 0 on

  void add(std::string_view line, Origin origin) {
    text.append(line).push_back('\n');
    origins.push_back(std::move(origin));
  }
};

// The output with one empty line at most in a row. Blanks behind a comment are left as they are:
// they do no harm there, and who compares the lines of two configurations finds them.
//
// An indented line goes on with the line above it. In front of the V line that is a comment, which
// OSTYPE, VERSIONID and the like leave in the reference's configurations: it is one here, too.
void tidy(std::string_view text, const std::vector<m4::LineOrigin>& origins, Text& result) {
  bool was_empty = true;
  bool was_comment = false;
  bool was_mute = false;
  bool in_front = true;
  for (std::size_t number = 0; !text.empty(); ++number) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    // sendmail reads \r\n as the end of a line, too.
    if (line.ends_with('\r')) line.remove_suffix(1);
    // Blanks alone stood between two words of the .mc file; sendmail would not know such a line.
    const auto first = line.find_first_not_of(" \t");
    const bool is_empty = first == std::string_view::npos;
    const m4::LineOrigin& origin = origins[number];
    const bool is_blank = is_empty && !line.empty() && was_comment;
    was_comment = line.starts_with('#');
    in_front = in_front && !line.starts_with('V');
    const bool is_mute = in_front && !is_empty && first > 0 && (was_empty || was_mute);
    if (is_mute && was_empty) result.text.push_back('#');
    if (is_mute && line[first] != '#') result.mute.push_back(result.origins.size());
    was_mute = is_mute;
    if (is_blank || !is_empty || !was_empty) {
      result.add(is_empty && !is_blank ? "" : line,
                 {origin.site_line, std::string(origin.file), origin.line, origin.within_value});
    }
    was_empty = is_empty;
  }
}

void add_banner(const std::string& input, Text& result) {
  const std::string name = fs::path(input).filename().string();
  result.add(fmt::format("# Made by cfgen {} from {}.", CFGEN_VERSION, name), {});
  result.add("# Changes belong there: this file is written anew each time.", {});
  result.add("", {});
}

// What is missing when nobody complained.
std::string end_text(const std::string& input, const m4::Evaluator& m4) {
  if (const auto place = m4.exited_at()) {
    return fmt::format("{}:{}: error: m4exit is refused: the configuration would end half way",
                       place->file, place->line);
  }
  return fmt::format(
      "{}: error: the configuration did not come to its end; does the file undefine a macro of the "
      "library, or divert for good?",
      input);
}

// A value of the site that has a newline ends the line that the library writes, and begins one of
// its own: an option, a rule, whatever it says. Behind white space it would go on with the first.
void warn_of_newlines(const std::string& text, const Origins& origins, Messages& messages) {
  std::string_view rest = text;
  for (std::size_t i = 0; i < origins.lines.size() && !rest.empty(); ++i) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const Origin& origin = origins.lines[i];
    if (!origin.within_value || i == 0 || line.empty() || line.find_first_of(" \t#") == 0) continue;
    if (!origins.is_of_site(origin) || origins.is_of_site(origins.lines[i - 1])) continue;
    messages.lines.push_back(fmt::format(
        "{}:{}: warning: the value has a newline: what is behind it begins a line of the "
        "configuration, `{}'; begin it with white space if it belongs to the value",
        origin.file, origin.line, line));
  }
}

void warn_of_indented_lines(const Text& cf, const Origins& origins, Messages& messages) {
  for (const std::size_t line : cf.mute) {
    const Origin& origin = origins.lines[line];
    messages.lines.push_back(fmt::format(
        "{}:{}: warning: the line begins with white space: for sendmail it belongs to the comment "
        "above it, and says nothing; take the white space away",
        origin.file, origin.line));
  }
}

Generated cannot_run(std::string message) {
  return {Outcome::kCannotRun, {}, {}, {std::move(message)}};
}

// What m4 takes as it comes, and is a mistake all the same.
void look_at_input(const Watcher& site, const FileTable& files, Messages& messages) {
  Mistakes mistakes;
  find_wrong_words(site, mistakes);
  find_wrong_quotes(site, mistakes);
  find_wrong_names(site, mistakes);
  find_wrong_order(site, mistakes);
  find_conflicts(site, mistakes);
  add_mistakes(std::move(mistakes), site.input(), messages);
  complete_messages(site, files, messages);
}

void look_at_output(const Arguments& arguments, const Text& cf, const Origins& origins,
                    const Watcher& site, Messages& messages) {
  warn_of_newlines(cf.text, origins, messages);
  warn_of_indented_lines(cf, origins, messages);
  Messages loaded = check_by_loading(cf.text, origins);
  complete_messages(site, {}, loaded);
  messages.lines.insert(messages.lines.end(), loaded.lines.begin(), loaded.lines.end());
  messages.errors = messages.errors || loaded.errors;
  if (messages.errors) return;
  Mistakes mistakes;
  find_lost_rulesets(cf.text, origins, mistakes);
  find_lost_names(cf.text, origins, site, mistakes);
  find_wrong_values(cf.text, origins, mistakes);
  find_bad_maps(cf.text, origins, arguments.action == Action::kCheck, mistakes);
  find_open_entries(cf.text, origins, site, mistakes);
  add_mistakes(std::move(mistakes), arguments.input, messages);
}

Generated judge(const Arguments& arguments, const fs::path& library, const FileTable& files,
                const m4::Evaluator& m4, const Watcher& site, Messages messages) {
  look_at_input(site, files, messages);
  Text cf;
  add_banner(arguments.input, cf);
  tidy(m4.output(), m4.line_origins(), cf);
  const bool ended_well = m4.exit_status() == 0 && cf.text.ends_with(kEnd);
  if (!ended_well && !messages.errors) messages.lines.push_back(end_text(arguments.input, m4));
  if (!ended_well || messages.errors) {
    return {Outcome::kMistakes, {}, {}, std::move(messages.lines)};
  }
  cf.text.resize(cf.text.size() - kEnd.size());
  cf.origins.pop_back();
  Origins origins{arguments.input, library.string(), std::move(cf.origins)};
  look_at_output(arguments, cf, origins, site, messages);
  if (messages.errors) return {Outcome::kMistakes, {}, {}, std::move(messages.lines)};
  return {Outcome::kDone, std::move(cf.text), std::move(origins), std::move(messages.lines)};
}

}  // namespace

Generated generate(const Arguments& arguments) {
  m4::SearchPath anywhere({});
  const m4::Opened mc = anywhere.open(arguments.input);
  if (!mc.text) {
    return cannot_run(
        fmt::format("{}: error: cannot read: {}", arguments.input, std::strerror(mc.error)));
  }
  const auto library = find_library(arguments.library);
  const auto entry = library ? anywhere.open((*library / "cf.m4").string()).text : nullptr;
  if (!entry) {
    return cannot_run(
        "cfgen: error: the m4 library is missing (no cf.m4 and layout.m4); set CFGEN_LIBRARY to "
        "its folder");
  }
  const FileTable library_files = list_files(*library, arguments.include_paths);
  m4::SearchPath files = search_path(arguments, *library);
  Reporter reporter(arguments.input, library->string());
  m4::Options options;
  options.files = &files;
  options.sink = &reporter;
  Watcher watcher(arguments.input, *mc.text, library->string());
  options.observer = &watcher;
  options.trusted = arguments.trust;
  options.ownerless = "_CF_START_";
  m4::Evaluator m4(options);
  evaluate(m4, arguments, *library, library_files, entry, mc.text);
  return judge(arguments, *library, library_files, m4, watcher, reporter.take());
}

}  // namespace cfgen
