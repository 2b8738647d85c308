// Names of conf variables, FEATUREs and the like that nobody knows, and who may be meant.
//
// Tested by tests/cfgen/mistakes_test.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "accessmap/nearest.h"
#include "mistakes.h"

namespace cfgen {
namespace {

namespace fs = std::filesystem;
using Names = std::set<std::string, std::less<>>;

// Each costs a comparison with all names.
constexpr std::size_t kMost = 100;

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

void add_words(const std::string& text, Names& names) {
  const auto is_word = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_word(text[end])) ++end;
    if (end - at > 3) names.insert(text.substr(at, end - at));
    at = end + 1;
  }
}

// All names that stand anywhere in the library and the site's own folders: a conf variable that is
// not among them does nothing.
Names names_of(const fs::path& folder) {
  Names names;
  std::error_code failed;
  for (const auto& entry : fs::recursive_directory_iterator(folder, failed)) {
    if (entry.path().extension() != ".m4") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    add_words(text.str(), names);
  }
  return names;
}

std::vector<std::string_view> conf_names(const Names& names) {
  std::vector<std::string_view> found;
  for (const std::string& name : names) {
    if (name.starts_with("conf")) found.push_back(name);
  }
  return found;
}

void check_conf(const Watcher& site, const SiteDefinition& one, const Names& names,
                Mistakes& mistakes) {
  if (names.contains(one.name) || site.reads(one.name)) return;
  const std::string near = accessmap::nearest_name(one.name, conf_names(names));
  mistakes.push_back(
      {one.place, false,
       fmt::format(
           "there is no variable {}, so the define does nothing; {}", one.name,
           near.empty() ? "see cfgen --list options" : fmt::format("do you mean {}?", near))});
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

void check_relay(const Watcher& site, const SiteDefinition& one, const Names& names,
                 Mistakes& mistakes) {
  if (names.contains(one.name) || is_setting(one.name) || site.reads(one.name)) return;
  const std::string near = accessmap::nearest_name(one.name, kRelays);
  if (near.empty()) return;
  mistakes.push_back({one.place, false,
                      fmt::format("there is no variable {}, so the define does nothing; do you "
                                  "mean {}?",
                                  one.name, near)});
}

// The folder of the settings is put in front of names of files.
void check_folder(const SiteDefinition& one, Mistakes& mistakes) {
  if (one.name != "MAIL_SETTINGS_DIR" || one.text.empty() || one.text.ends_with('/')) return;
  mistakes.push_back(
      {one.place, false,
       fmt::format("MAIL_SETTINGS_DIR {} does not end in /; write {}/", one.text, one.text)});
}

// ---- what the messages of others leave out

// `... FEATURE(`x'): there is no feature/x.m4 in this library ...`
void add_nearest(const FileTable& files, std::string& line) {
  static const std::regex missing(": there is no ([a-z]+)/([^ ]*)\\.m4 in this library");
  std::smatch found;
  if (!std::regex_search(line, found, missing)) return;
  const std::string kind = found.str(1) + "/";
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
}

}  // namespace

void find_wrong_names(const Watcher& site, Mistakes& mistakes) {
  Names names;
  const std::size_t most = mistakes.size() + kMost;
  for (const SiteDefinition& one : site.definitions()) {
    if (mistakes.size() >= most) return;
    check_folder(one, mistakes);
    const bool conf = one.name.starts_with("conf");
    const bool relay = one.name.size() > 5 && one.name.front() != '_' &&
                       one.name.find_first_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos;
    if (!conf && !relay) continue;
    if (names.empty()) names = names_of(site.library());
    conf ? check_conf(site, one, names, mistakes) : check_relay(site, one, names, mistakes);
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
