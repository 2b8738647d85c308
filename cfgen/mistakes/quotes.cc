// Quotes that m4 does not take for quotes, and what they hide.
//
// Tested by tests/cfgen/mistakes_test.

#include <fmt/format.h>

#include <array>

#include "mistakes.h"

namespace cfgen {
namespace {

// ' " and the marks that a word processor makes of them.
constexpr std::array<std::string_view, 6> kWrong = {
    "'", "\"", "\xe2\x80\x98", "\xe2\x80\x99", "\xe2\x80\x9c", "\xe2\x80\x9d"};

bool begins_wrongly(std::string_view text) {
  for (const std::string_view mark : kWrong) {
    if (text.starts_with(mark)) return true;
  }
  return false;
}

bool is_name(std::string_view text) {
  return !text.empty() && text.find_first_not_of(
                              "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                              "0123456789_") == text.npos;
}

bool reads_names(std::string_view macro) {
  return macro == "define" || macro == "undefine" || macro == "ifdef" || macro == "pushdef" ||
         macro == "FEATURE" || macro == "MAILER" || macro == "OSTYPE" || macro == "DOMAIN" ||
         macro == "HACK" || macro == "MODIFY_MAILER_FLAGS";
}

std::string_view without_blanks_behind(std::string_view name) {
  return name.substr(0, name.find_last_not_of(" \t\r\n") + 1);
}

void check_name(const SiteCall& call, Mistakes& mistakes) {
  const std::string& name = call.arguments[0];
  const bool m4_word = call.builtin;
  if (begins_wrongly(name)) {
    // A name that nobody reads does no harm; a file of such a name is not there.
    mistakes.push_back(
        {call.place, !m4_word,
         fmt::format("{}({}): these are not the quotes of m4; write `name'{}", call.name, name,
                     m4_word ? ", without that it does nothing" : "")});
  } else if (m4_word && is_name(without_blanks_behind(name)) && !is_name(name)) {
    mistakes.push_back({call.place, false,
                        fmt::format("{}: the white space behind `{}' is part of the name; take it "
                                    "away",
                                    call.name, without_blanks_behind(name))});
  } else if (m4_word && call.name != "ifdef" && !is_name(name)) {
    mistakes.push_back({call.place, false,
                        fmt::format("{}: \"{}\" is no name; is there a comma between name and "
                                    "value, and a quote in front of each?",
                                    call.name, name)});
  }
}

// What a value ends with: one closing quote too many.
void check_value(const SiteCall& call, Mistakes& mistakes) {
  for (std::size_t i = 1; i < call.arguments.size(); ++i) {
    const std::string& value = call.arguments[i];
    if (begins_wrongly(value) && value.front() != '"') {
      mistakes.push_back(
          {call.place, false,
           fmt::format("{}: {} is not in quotes of m4; write `value'", call.name, value)});
    } else if (value.ends_with('\'') && value.find('`') == std::string::npos &&
               value.find('\'') == value.size() - 1) {
      mistakes.push_back({call.place, false,
                          fmt::format("{}: the value {} ends in a quote too many; take one away",
                                      call.name, value)});
    }
  }
}

// sendmail's own library takes MAILER within the name for the macro.
void check_daemon_name(const SiteDefinition& definition, Mistakes& mistakes) {
  if (definition.name != "confMAILER_NAME" || definition.text.find('`') != std::string::npos) {
    return;
  }
  for (const char* word : {"MAILER", "DOMAIN", "FEATURE", "SITE"}) {
    const auto at = definition.text.find(word);
    const std::string behind =
        at == std::string::npos ? "_" : definition.text.substr(at + std::string_view(word).size());
    if (is_name(behind.substr(0, 1))) continue;
    mistakes.push_back({definition.place, false,
                        fmt::format("{} within confMAILER_NAME is a macro for sendmail's own "
                                    "library; quote it twice: ``{}''",
                                    word, definition.text)});
  }
}

}  // namespace

void find_wrong_quotes(const Watcher& site, Mistakes& mistakes) {
  for (const SiteCall& call : site.calls()) {
    if (call.arguments.empty() || !reads_names(call.name)) continue;
    check_name(call, mistakes);
    const bool lost = call.name == "define" && begins_wrongly(call.arguments[0]);
    if (!lost && (call.name == "define" || call.name == "FEATURE")) check_value(call, mistakes);
  }
  for (const SiteDefinition& one : site.definitions()) check_daemon_name(one, mistakes);
}

}  // namespace cfgen
