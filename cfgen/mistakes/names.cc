// Names of conf variables, FEATUREs and the like that nobody knows, and who may be meant.
//
// Tested by tests/cfgen/mistakes_test.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <regex>
#include <set>
#include <span>

#include "../m4/files.h"
#include "accessmap/nearest.h"
#include "mistakes.h"

namespace cfgen {
namespace {

namespace fs = std::filesystem;
using Names = std::set<std::string, std::less<>>;

// Each costs a comparison with all names.
constexpr std::size_t kMostMistakes = 100;
constexpr std::size_t kMostSearches = 1000;

// Variables that are no options and that people misspell.
constexpr std::string_view kRelays[] = {"SMART_HOST",         "MAIL_HUB",
                                        "LOCAL_RELAY",        "LUSER_RELAY",
                                        "UUCP_RELAY",         "BITNET_RELAY",
                                        "DECNET_RELAY",       "FAX_RELAY",
                                        "MAIL_SETTINGS_DIR",  "ALIAS_FILE",
                                        "HELP_FILE",          "QUEUE_DIR",
                                        "STATUS_FILE",        "DATABASE_MAP_TYPE",
                                        "LOCAL_MAILER_PATH",  "LOCAL_MAILER_FLAGS",
                                        "LOCAL_MAILER_ARGS",  "LOCAL_SHELL_PATH",
                                        "LOCAL_SHELL_FLAGS",  "LOCAL_SHELL_ARGS",
                                        "SMTP_MAILER_FLAGS",  "SMTP_MAILER_ARGS",
                                        "ESMTP_MAILER_ARGS",  "RELAY_MAILER_ARGS",
                                        "RELAY_MAILER_FLAGS", "PROCMAIL_MAILER_PATH",
                                        "SMTP_MAILER_MAX",    "CYRUS_MAILER_PATH"};

// Calls take(word) for each word of a text that is long enough to be a variable, until it is false.
template <class Take>
bool for_each_word(std::string_view text, Take take) {
  static constexpr auto kIsWord = [] {
    std::array<bool, 256> is_word{};
    for (int c = 0; c < 256; ++c) {
      is_word[c] =
          (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    }
    return is_word;
  }();
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && kIsWord[static_cast<unsigned char>(text[end])]) ++end;
    if (end - at > 3 && !take(text.substr(at, end - at))) return false;
    at = end + 1;
  }
  return true;
}

// Calls take(word) for each word of a file of the library, or of the files below a folder.
template <class Take>
void for_each_word_in(const fs::path& place, Take take) {
  m4::SearchPath anywhere({});
  std::vector<fs::path> files = {place};
  std::error_code failed;
  for (const auto& entry : fs::recursive_directory_iterator(place, failed)) {
    files.push_back(entry.path());
  }
  for (const fs::path& file : files) {
    if (!file.native().ends_with(".m4")) continue;
    const auto text = anywhere.open(file.native()).text;
    if (text && !for_each_word(*text, take)) return;
  }
}

// A variable that stands nowhere in the library does nothing. Most are in its first files.
void drop_names_of_library(const fs::path& library, Names& names) {
  for (const fs::path& place :
       {library / "layout.m4", library / "lang", library / "rules", library / "mailer", library}) {
    if (names.empty()) return;
    for_each_word_in(place, [&names](std::string_view word) {
      if (const auto found = names.find(word); found != names.end()) names.erase(found);
      return !names.empty();
    });
  }
}

Names conf_names(const fs::path& library) {
  Names names;
  for_each_word_in(library, [&names](std::string_view word) {
    if (word.size() > 4 && word.starts_with("conf")) names.emplace(word);
    return true;
  });
  return names;
}

// NAME_MAILER_SETTING, which MAILERs put together.
bool is_setting(std::string_view name) {
  constexpr std::string_view kMailers[] = {"LOCAL", "SMTP",    "ESMTP",    "SMTP8",  "DSMTP",
                                           "RELAY", "UUCP",    "PROCMAIL", "CYRUS",  "CYRUSV2",
                                           "FAX",   "MAIL11",  "PH",       "QPAGE",  "USENET",
                                           "POP",   "CYRUSBB", "SSH",      "XAGENT", "CYRUS_BB"};
  constexpr std::string_view kSettings[] = {"PATH",    "ARGS",     "FLAGS",   "MAX",
                                            "MAXMSGS", "MAXRCPTS", "CHARSET", "QGRP",
                                            "EOL",     "USER",     "LL",      "DSN_DIAGNOSTIC_CODE",
                                            "DIR"};
  const auto joint = name.find("_MAILER_");
  if (joint == name.npos) return false;
  const std::string_view mailer = name.substr(0, joint), setting = name.substr(joint + 8);
  return std::find(std::begin(kMailers), std::end(kMailers), mailer) != std::end(kMailers) &&
         std::find(std::begin(kSettings), std::end(kSettings), setting) != std::end(kSettings);
}

// What is no word is said elsewhere, with the quotes that it lacks.
bool is_conf(std::string_view name) {
  return name.starts_with("conf") && name.find_first_of(" \t`'") == name.npos;
}

bool may_be_unknown(const Watcher& site, const SiteDefinition& one) {
  const bool relay = one.name.size() > 5 && one.name.front() != '_' &&
                     one.name.find_first_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos;
  return (is_conf(one.name) || (relay && !is_setting(one.name))) && !site.reads(one.name) &&
         site.reading_of(one.name) == nullptr;
}

// A name that begins with conf is one of cfgen's; others may be the site's own.
void say_unknown(const SiteDefinition& one, std::span<const std::string_view> known,
                 Mistakes& mistakes) {
  const std::string near = accessmap::nearest_name(one.name, known);
  if (near.empty() && !is_conf(one.name)) return;
  mistakes.push_back(
      {one.place, false,
       fmt::format(
           "there is no variable {}, so the define does nothing; {}", one.name,
           near.empty() ? "see cfgen --list options" : fmt::format("do you mean {}?", near))});
}

// The folder of the settings is put in front of names of files.
void check_folder(const SiteDefinition& one, Mistakes& mistakes) {
  if (one.name != "MAIL_SETTINGS_DIR" || one.text.empty() || one.text.ends_with('/')) return;
  mistakes.push_back(
      {one.place, false,
       fmt::format("MAIL_SETTINGS_DIR {} does not end in /; write {}/", one.text, one.text)});
}

// ---- what the messages of others leave out

struct Gone {
  std::string_view name;
  std::string_view advice;
};

// Of old versions of sendmail.
constexpr Gone kGone[] = {
    {"feature/rbl", "since sendmail 8.12 it is FEATURE(`dnsbl', `zone of a list that exists')"},
    {"feature/nodns",
     "since sendmail 8.8 a hosts line without dns in the file of confSERVICE_SWITCH_FILE does it"},
};

// `... FEATURE(`x'): there is no feature/x.m4 in this library ...`
void add_nearest(const FileTable& files, std::string& line) {
  if (line.find(": there is no ") == std::string::npos) return;
  static const std::regex missing(": there is no ([a-z]+)/(\\S*)([ \t]*)\\.m4 in this library");
  std::smatch found;
  if (!std::regex_search(line, found, missing)) return;
  const std::string kind = found.str(1) + "/";
  if (found.length(3) > 0 && files.contains(kind + found.str(2))) {
    line += "; take away the white space behind the name";
    return;
  }
  for (const Gone& gone : kGone) {
    if (kind + found.str(2) == gone.name) line += fmt::format("; {}", gone.advice);
  }
  std::vector<std::string_view> names;
  for (const auto& [name, path] : files) {
    if (name.starts_with(kind)) names.push_back(std::string_view(name).substr(kind.size()));
  }
  const std::string near = accessmap::nearest_name(found.str(2), names);
  if (!near.empty()) line += fmt::format("; do you mean `{}'?", near);
}

// `site.mc: warning: confOLD is an old name`: in which line?
void add_line(const Watcher& site, std::string& line) {
  const std::string start = site.input() + ": warning: ";
  if (!line.starts_with(start)) return;
  const std::string rest = line.substr(start.size());
  for (const SiteDefinition& one : site.definitions()) {
    if (one.place.file != site.input() || !rest.starts_with(one.name + " ")) continue;
    line = fmt::format("{}:{}: warning: {}", site.input(), one.place.line, rest);
    return;
  }
}

void add_advice(std::string& line) {
  if (line.find("invalid rewrite line") != std::string::npos) {
    line += "; the sides of a rule are parted by tabs, which copying may have made blanks";
  }
  if (line.find(": no map class") != std::string::npos) {
    line += "; name the kind of map in front of the file: `hash /etc/mail/table'";
  }
}

}  // namespace

void find_wrong_names(const Watcher& site, Mistakes& mistakes) {
  Names unknown;
  for (const SiteDefinition& one : site.definitions()) {
    if (may_be_unknown(site, one)) unknown.insert(one.name);
  }
  drop_names_of_library(site.library(), unknown);
  Names known;
  std::size_t searches = 0;
  const std::size_t most = mistakes.size() + kMostMistakes;
  for (const SiteDefinition& one : site.definitions()) {
    if (mistakes.size() >= most || searches >= kMostSearches) return;
    check_folder(one, mistakes);
    if (!unknown.contains(one.name)) continue;
    ++searches;
    if (!is_conf(one.name)) {
      say_unknown(one, kRelays, mistakes);
      continue;
    }
    if (known.empty()) known = conf_names(site.library());
    say_unknown(one, std::vector<std::string_view>(known.begin(), known.end()), mistakes);
  }
}

void complete_messages(const Watcher& site, const FileTable& files, Messages& messages) {
  for (std::string& line : messages.lines) {
    add_nearest(files, line);
    add_line(site, line);
    add_advice(line);
  }
}

}  // namespace cfgen
