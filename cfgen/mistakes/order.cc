// Statements whose place matters, at the wrong place.
//
// Most of what an .mc file defines counts wherever it stands; but a MAILER, and some FEATUREs,
// write at once what they are told.
//
// Tested by tests/cfgen/mistakes_test.

#include <fmt/format.h>

#include <array>
#include <map>

#include "mistakes.h"

namespace cfgen {
namespace {

// Names that count only in front of the statement that reads them.
bool must_be_early(std::string_view name) {
  constexpr auto kNames = std::to_array<std::string_view>(
      {"MAIL_SETTINGS_DIR", "DATABASE_MAP_TYPE", "confEBINDIR", "DNSBL_MAP", "DNSBL_MAP_OPT",
       "EDNSBL_TO", "MTAMARK_TO", "UUCP_MAX_SIZE", "LUSER_RELAY"});
  for (const std::string_view one : kNames) {
    if (one == name) return true;
  }
  const bool mailer = name.find("_MAILER_") != name.npos || name.starts_with("LOCAL_SHELL_");
  return mailer && !name.starts_with("conf");
}

void check_definition(const Watcher& site, const SiteDefinition& definition, Mistakes& mistakes) {
  if (!must_be_early(definition.name)) return;
  const Reading* reading = site.reading_of(definition.name);
  if (reading == nullptr || reading->place.file != definition.place.file ||
      reading->place.line >= definition.place.line) {
    return;
  }
  mistakes.push_back(
      {definition.place, false,
       fmt::format("{} has no effect here: {}(`{}') in line {} has read it "
                   "already; put the define in front of it",
                   definition.name, reading->statement, reading->argument, reading->place.line)});
}

// MODIFY_MAILER_FLAGS(`LOCAL', ...) counts for the MAILER that comes later.
struct FlagOwner {
  std::string_view flags, mailer;
};

constexpr FlagOwner kOwners[] = {
    {"LOCAL", "local"}, {"SHELL", "local"},     {"SMTP", "smtp"},         {"ESMTP", "smtp"},
    {"DSMTP", "smtp"},  {"SMTP8", "smtp"},      {"RELAY", "smtp"},        {"UUCP", "uucp"},
    {"CYRUS", "cyrus"}, {"CYRUSV2", "cyrusv2"}, {"PROCMAIL", "procmail"}, {"USENET", "usenet"},
    {"PH", "phquery"},  {"POP", "pop"},         {"QPAGE", "qpage"},       {"MAIL11", "mail11"},
    {"FAX", "fax"},     {"SSH", "ssh"},         {"CYRUSBB", "cyrus"},     {"CYRUS_BB", "cyrus"},
};

using MailerPlaces = std::map<std::string, Place, std::less<>>;

void check_flags(const SiteCall& call, const MailerPlaces& mailers, Mistakes& mistakes) {
  const std::string flags = call.arguments.empty() ? "" : call.arguments[0];
  std::string_view mailer;
  for (const FlagOwner& one : kOwners) {
    if (one.flags == flags) mailer = one.mailer;
  }
  if (mailer.empty()) {
    mistakes.push_back({call.place, false,
                        fmt::format("MODIFY_MAILER_FLAGS(`{}'): no MAILER has flags of this name; "
                                    "known are LOCAL, SHELL, SMTP, ESMTP, RELAY and the like",
                                    flags)});
  }
  const auto earlier = mailers.find(mailer);
  if (earlier == mailers.end()) return;
  mistakes.push_back({call.place, false,
                      fmt::format("MODIFY_MAILER_FLAGS(`{}') has no effect behind MAILER(`{}') in "
                                  "line {}; put it in front",
                                  flags, mailer, earlier->second.line)});
}

}  // namespace

void find_wrong_order(const Watcher& site, Mistakes& mistakes) {
  for (const SiteDefinition& one : site.definitions()) check_definition(site, one, mistakes);
  MailerPlaces mailers;  // up to the call that is looked at
  for (const SiteCall& one : site.calls()) {
    if (one.name == "MAILER" && !one.arguments.empty())
      mailers.emplace(one.arguments[0], one.place);
    if (one.name == "MODIFY_MAILER_FLAGS" && one.parentheses) check_flags(one, mailers, mistakes);
  }
}

}  // namespace cfgen
