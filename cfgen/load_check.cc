// Loads what was generated with librules, before it is written.
//
// Tested by tests/cfgen/.
#include "load_check.h"

#include <fmt/format.h>
#include <rules/rules.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <string_view>

namespace cfgen {
namespace {

struct FreeNotes {
  void operator()(rules_diagnostics* notes) const { rules_diagnostics_free(notes); }
};

// The files of the site are on the machine that the configuration is for.
bool about_a_file(std::string_view text) { return text.starts_with("fileclass: "); }

// So are its users, its LDAP server and that one's password; and a mailer without its queue group
// uses the default one.
bool about_a_machine(std::string_view text) {
  constexpr std::string_view kStarts[] = {"ldap_init/ldap_bind failed", "LDAP map: cannot open"};
  return text.find(": unknown user ") != std::string_view::npos ||
         text.find(": unknown queue ") != std::string_view::npos ||
         std::any_of(std::begin(kStarts), std::end(kStarts),
                     [text](std::string_view start) { return text.starts_with(start); });
}

// Classes of maps that sendmail has where it was built with them: the site knows whether it was.
bool about_a_map_class(std::string_view text) {
  constexpr std::string_view kOptional[] = {"dbm", "hesiod", "netinfo", "nsd", "ph"};
  return std::any_of(std::begin(kOptional), std::end(kOptional), [text](std::string_view name) {
    return text.ends_with(fmt::format(": class {} not available", name)) ||
           text.ends_with(fmt::format("unknown alias class {}", name));
  });
}

// An option that the library writes and the loader does not know is one that sendmail has to be
// built with; one that the site's file writes itself is a mistake.
bool about_a_build(const rules_diagnostic& note, const Origins& origins) {
  return std::string_view(note.text).find("unknown option name") != std::string_view::npos &&
         note.line > 0 && note.line <= origins.lines.size() &&
         !origins.is_of_site(origins.lines[note.line - 1]);
}

// Some messages come when all is read, and name a mailer or an option in place of a line.
std::size_t line_of(std::string_view note, std::string_view text) {
  std::string start;
  const auto option = note.find("Option: ");
  if (note.starts_with('M') && note.find(": ") != note.npos) {
    start = fmt::format("\n{},", note.substr(0, note.find(':')));
  } else if (option != note.npos) {
    const auto name = note.substr(option + 8);
    start = fmt::format("\nO {}=", name.substr(0, name.find(' ')));
  }
  const auto at = start.empty() ? text.npos : text.find(start);
  if (at == text.npos) return 0;
  return static_cast<std::size_t>(std::count(text.begin(), text.begin() + at, '\n')) + 2;
}

// White space went on with an empty line: sendmail knows no such line, and names the last of it.
void name_the_indented_line(rules_diagnostic& note, std::string& text) {
  constexpr std::string_view kStart = "unknown configuration line \"\n";
  text = note.text;
  if (!text.starts_with(kStart)) return;
  const auto more = static_cast<uint32_t>(std::count(text.begin(), text.end(), '\n')) - 1;
  if (note.line > more) note.line -= more;
  text =
      "the line begins with white space, so it belongs to the empty line above it, which sendmail "
      "does not know; take the white space away";
  note.text = text.c_str();
}

// A line that the site wrote is named by its own place; one of the library by the statement of the
// .mc file that asked for it, or by none.
std::string placed(const rules_diagnostic& note, std::string_view kind, const Origins& origins) {
  if (note.line == 0 || note.line > origins.lines.size()) {
    return fmt::format("{}: {}: {}", origins.input, kind, note.text);
  }
  const Origin& origin = origins.lines[note.line - 1];
  if (origins.is_of_site(origin)) {
    return fmt::format("{}:{}: {}: {}", origin.file, origin.line, kind, note.text);
  }
  const std::string line = origin.mc_line == 0 ? "" : fmt::format(":{}", origin.mc_line);
  return fmt::format("{}{}: {}: {} (line {} of the configuration, from {}:{})", origins.input, line,
                     kind, note.text, note.line, in_library(origin.file, origins.library),
                     origin.line);
}

}  // namespace

Messages check_by_loading(const std::string& text, const Origins& origins) {
  rules_load_options options{};
  options.size = sizeof options;
  options.host_name = "host.example.com";
  rules_program* program = nullptr;
  rules_diagnostics* list = nullptr;
  const rules_status status =
      rules_program_load_memory("sendmail.cf", text.data(), text.size(), &options, &program, &list);
  const std::unique_ptr<rules_diagnostics, FreeNotes> notes(list);
  Messages messages;
  for (std::size_t i = 0; i < rules_diagnostics_count(list); ++i) {
    rules_diagnostic note{};
    note.size = sizeof note;
    if (rules_diagnostics_get(list, i, &note) != RULES_OK || about_a_file(note.text)) continue;
    if (note.line == 0) note.line = static_cast<uint32_t>(line_of(note.text, text));
    std::string text_of_note;
    name_the_indented_line(note, text_of_note);
    const bool warning = note.severity == RULES_NOTE || about_a_machine(note.text) ||
                         about_a_map_class(note.text) || about_a_build(note, origins);
    messages.errors = messages.errors || !warning;
    messages.lines.push_back(placed(note, warning ? "warning" : "error", origins));
  }
  if (status == RULES_OK) {
    rules_program_free(program);
  } else if (!messages.errors) {
    messages.errors = true;
    messages.lines.push_back(
        fmt::format("{}: error: the configuration does not load", origins.input));
  }
  return messages;
}

}  // namespace cfgen
