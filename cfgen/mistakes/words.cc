// Words that m4 passes through as text, and text where none should be.
//
// Tested by tests/cfgen/mistakes_test.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "accessmap/nearest.h"
#include "mistakes.h"

namespace cfgen {
namespace {

constexpr auto kWords = std::to_array<std::string_view>({"VERSIONID",
                                                         "OSTYPE",
                                                         "DOMAIN",
                                                         "FEATURE",
                                                         "HACK",
                                                         "MAILER",
                                                         "MAILER_DEFINITIONS",
                                                         "LOCAL_CONFIG",
                                                         "LOCAL_RULE_0",
                                                         "LOCAL_RULE_1",
                                                         "LOCAL_RULE_2",
                                                         "LOCAL_RULE_3",
                                                         "LOCAL_NET_CONFIG",
                                                         "LOCAL_UUCP",
                                                         "LOCAL_DNSBL",
                                                         "LOCAL_RULESETS",
                                                         "LOCAL_SRV_FEATURES",
                                                         "LOCAL_CLT_FEATURES",
                                                         "LOCAL_TRY_TLS",
                                                         "LOCAL_TLS_RCPT",
                                                         "LOCAL_TLS_CLIENT",
                                                         "LOCAL_TLS_SERVER",
                                                         "LOCAL_USER",
                                                         "LOCAL_USER_FILE",
                                                         "LOCAL_DOMAIN",
                                                         "EXPOSED_USER",
                                                         "EXPOSED_USER_FILE",
                                                         "MASQUERADE_AS",
                                                         "MASQUERADE_DOMAIN",
                                                         "MASQUERADE_DOMAIN_FILE",
                                                         "MASQUERADE_EXCEPTION",
                                                         "MASQUERADE_EXCEPTION_FILE",
                                                         "RELAY_DOMAIN",
                                                         "RELAY_DOMAIN_FILE",
                                                         "VIRTUSER_DOMAIN",
                                                         "VIRTUSER_DOMAIN_FILE",
                                                         "GENERICS_DOMAIN",
                                                         "GENERICS_DOMAIN_FILE",
                                                         "LDAPROUTE_DOMAIN",
                                                         "LDAPROUTE_DOMAIN_FILE",
                                                         "LDAPROUTE_EQUIVALENT",
                                                         "LDAPROUTE_EQUIVALENT_FILE",
                                                         "CANONIFY_DOMAIN",
                                                         "CANONIFY_DOMAIN_FILE",
                                                         "TRUST_AUTH_MECH",
                                                         "DAEMON_OPTIONS",
                                                         "CLIENT_OPTIONS",
                                                         "INPUT_MAIL_FILTER",
                                                         "MAIL_FILTER",
                                                         "QUEUE_GROUP",
                                                         "MODIFY_MAILER_FLAGS",
                                                         "SITECONFIG",
                                                         "SITE",
                                                         "UUCPSMTP",
                                                         "define",
                                                         "undefine",
                                                         "ifdef",
                                                         "ifelse",
                                                         "include",
                                                         "sinclude",
                                                         "divert",
                                                         "undivert",
                                                         "changequote",
                                                         "dnl",
                                                         "pushdef",
                                                         "popdef",
                                                         "errprint",
                                                         "translit",
                                                         "esyscmd",
                                                         "syscmd"});

bool is_upper(std::string_view word) {
  return word.find_first_of("abcdefghijklmnopqrstuvwxyz") == word.npos;
}

bool is_comment(std::string_view line) {
  const auto first = line.find_first_not_of(" \t");
  return first != line.npos && line[first] == '#';
}

// The word is what its line begins with.
bool begins(std::string_view line, std::string_view word) {
  const auto first = line.find_first_not_of(" \t");
  return first != line.npos && line.substr(first).starts_with(word);
}

// FEATUER(`x'), defien(`x', `y'): what follows is `(, as behind no word of plain text.
void check_call(const SiteText& text, std::string_view line, Mistakes& mistakes) {
  const auto at = line.find(text.text + "(");
  if (at == line.npos) return;
  const std::string_view behind = line.substr(at + text.text.size() + 1);
  const bool quoted = behind.starts_with('`') || behind.starts_with('\'');
  if (text.text.starts_with("dnl") && text.text.size() > 3) {
    mistakes.push_back({text.place, true,
                        fmt::format("{}: dnl must stand apart; put a blank behind it", text.text)});
    return;
  }
  if (!quoted && !begins(line, text.text)) return;
  if (const std::string near = accessmap::nearest_name(text.text, kWords); !near.empty()) {
    mistakes.push_back({text.place, true,
                        fmt::format("{}( is no word of the .mc language, and would be text of the "
                                    "configuration; do you mean {}?",
                                    text.text, near)});
  } else if (quoted && is_upper(text.text) && begins(line, text.text)) {
    mistakes.push_back({text.place, true,
                        fmt::format("{}( is no word of the .mc language, and would be text of the "
                                    "configuration; define it first, or take the line out",
                                    text.text)});
  }
}

bool reads_a_file(std::string_view word) {
  constexpr std::string_view kReaders = " OSTYPE DOMAIN FEATURE HACK MAILER ";
  return kReaders.find(fmt::format(" {} ", word)) != kReaders.npos;
}

// FEATURE (`x'): m4 takes a name for a call only with the parenthesis next to it.
void check_gap(const Place& place, std::string_view word, std::string_view line,
               Mistakes& mistakes) {
  if (!begins(line, word) || std::find(kWords.begin(), kWords.end(), word) == kWords.end()) return;
  const std::string_view rest = line.substr(line.find(word) + word.size());
  const auto next = rest.find_first_not_of(" \t");
  if (next == rest.npos) return;
  if ((rest[next] == '[' || rest[next] == '`' || rest[next] == '\'') && reads_a_file(word)) {
    mistakes.push_back(
        {place, true, fmt::format("{} needs parentheses; write {}(`name')", word, word)});
    return;
  }
  if (next == 0 || rest[next] != '(') return;
  mistakes.push_back(
      {place, true,
       fmt::format("{} and its parenthesis stand apart, so that the line is text of the "
                   "configuration; write {}(",
                   word, word)});
}

// LOCAL_CONFG alone in its line.
void check_bare_word(const SiteText& text, std::string_view line, Mistakes& mistakes) {
  const bool section = text.text.find('_') != std::string::npos && is_upper(text.text);
  const bool dnl = text.text.size() == 3 && !line.empty();
  if (!section && !dnl) return;
  const bool first = begins(line, text.text);
  const bool alone = first && line.find_first_not_of(
                                  " \t\r", line.find(text.text) + text.text.size()) == line.npos;
  const bool as_section = section && alone;
  const bool as_dnl = dnl && (line.ends_with(")" + text.text) || (first && text.diversion == 0));
  if (!as_section && !as_dnl) return;
  const std::string near = accessmap::nearest_name(text.text, kWords);
  if (near.empty() || (!as_section && near != "dnl")) return;
  mistakes.push_back(
      {text.place, true,
       fmt::format("{} is no word of the .mc language; do you mean {}?", text.text, near)});
}

// Lines of sendmail.cf have words as well, Troot daemon, but not these.
bool sounds_like_prose(std::string_view line) {
  const std::string text = fmt::format(" {} ", line);
  for (const char* word :
       {" the ", " is ", " are ", " a ", " an ", " for ", " of ", " to ", " and ", " our ", " my ",
        " this ", " in ", " on ", " with ", " it ", " by "}) {
    if (text.find(word) != std::string::npos) return true;
  }
  return false;
}

// Prose at the top of the configuration, whose first letter makes it a line of some kind.
void check_prose(const SiteText& text, std::string_view line, Mistakes& mistakes) {
  if (text.diversion != 0 || !text.is_word || !begins(line, text.text) || text.parenthesis_behind) {
    return;
  }
  const auto first = line.find_first_not_of(" \t");
  const std::string_view rest = line.substr(first + text.text.size());
  const auto next = rest.find_first_not_of(" \t");
  const bool word =
      text.text.size() > 1 && std::islower(static_cast<unsigned char>(text.text[1])) != 0;
  const bool another =
      next != rest.npos && next > 0 && std::isalpha(static_cast<unsigned char>(rest[next])) != 0;
  if (!word || !another || !sounds_like_prose(line)) return;
  mistakes.push_back({text.place, true,
                      fmt::format("\"{}\" is text of the configuration; begin the line with dnl, "
                                  "or put LOCAL_CONFIG in front of lines of sendmail.cf",
                                  line)});
}

// FEATURE(`x') and more: what stands behind the parenthesis is text of the configuration.
bool check_text_behind(const SiteText& text, std::string_view line, Mistakes& mistakes) {
  if (text.diversion != 0 || begins(line, text.text)) return false;
  const auto first = line.find_first_not_of(" \t");
  const auto open = line.find('(');
  const auto close = line.find(')');
  if (open == line.npos || close == line.npos || line.find('#') < close) return false;
  const std::string_view word = line.substr(first, open - first);
  const bool is_statement =
      is_upper(word) && std::find(kWords.begin(), kWords.end(), word) != kWords.end();
  if (!is_statement || line.find(text.text, line.rfind(')')) == line.npos) return false;
  mistakes.push_back({text.place, true,
                      fmt::format("\"{}\" behind {}(...) is text of the configuration, where it "
                                  "goes on with the line before; put dnl in front of it, or it "
                                  "into the parentheses",
                                  text.text, word)});
  return true;
}

// What is in a comment at the top of the configuration is lost without harm; elsewhere divert takes
// the lines behind it to the top.
bool harmless(const Watcher& site, const SiteCall& call, std::string_view line) {
  if (!is_comment(line)) return false;
  if (call.name != "divert" && call.name != "undivert") return true;
  const auto first = std::find_if(site.texts().begin(), site.texts().end(),
                                  [&call](const auto& text) { return text.place == call.place; });
  return first != site.texts().end() && first->diversion == 0;
}

// divert, shift and the like work without parentheses, also in the middle of text.
void check_bare_call(const Watcher& site, const SiteCall& call, std::string_view line,
                     Mistakes& mistakes) {
  if (call.parentheses || !call.builtin || call.nesting > 1 || begins(line, call.name)) return;
  if (call.name == "dnl") {
    const auto at = line.find("dnl");
    const bool glued = is_comment(line) && at != line.npos && at > 0 &&
                       (line[at - 1] == ' ' || line[at - 1] == '\t') &&
                       line.find_first_not_of(" \t\r", at + 3) != line.npos;
    if (!glued) return;
    mistakes.push_back({call.place, false,
                        "dnl within a comment takes the rest of the line and its end away, so that "
                        "the next line goes on here; quote it: `dnl'"});
    return;
  }
  mistakes.push_back(
      {call.place, !harmless(site, call, line),
       fmt::format("the word {} in text is a macro of m4; quote it: `{}'", call.name, call.name)});
}

// # is no comment of m4's: the statement behind it is carried out.
void check_commented(const SiteCall& call, std::string_view line, Mistakes& mistakes) {
  if (!is_comment(line) || !call.parentheses || call.nesting > 1) return;
  const std::string_view rest = line.substr(line.find_first_not_of(" \t#"));
  if (!rest.starts_with(call.name + "(")) return;
  if (std::find(kWords.begin(), kWords.end(), call.name) == kWords.end()) return;
  const std::string argument = call.arguments.empty() ? "" : call.arguments[0];
  mistakes.push_back({call.place, false,
                      fmt::format("{}(`{}') is carried out in spite of the # in front of it; write "
                                  "dnl in place of the #",
                                  call.name, argument)});
}

// They take the rest of their line away.
void check_list_line(const SiteCall& call, std::string_view line, Mistakes& mistakes) {
  const auto close = line.rfind(')');
  if (!call.parentheses || !begins(line, call.name) || close == line.npos) return;
  const auto next = line.find_first_not_of(" \t\r", close + 1);
  if (next == line.npos) return;
  const std::string_view rest = line.substr(next);
  if (rest.starts_with('#') || rest.starts_with("dnl")) return;
  mistakes.push_back(
      {call.place, false,
       fmt::format("\"{}\" behind {}(...) is lost; put it into the parentheses, or dnl in front "
                   "of it",
                   rest, call.name)});
}

// How the words of a class are written.
void check_list_words(const SiteCall& call, Mistakes& mistakes) {
  const std::string& words = call.arguments[0];
  const bool users = call.name.ends_with("_USER");
  if (words.find(',') != words.npos) {
    mistakes.push_back({call.place, false,
                        fmt::format("{}(`{}'): the comma is part of a name; write blanks between "
                                    "the names",
                                    call.name, words)});
  } else if (users && words.find('@') != words.npos) {
    mistakes.push_back(
        {call.place, false,
         fmt::format("{}(`{}'): a user is named without @ and domain", call.name, words)});
  } else if (words.find('@') != words.npos) {
    mistakes.push_back({call.place, false,
                        fmt::format("{}(`{}'): a domain is named without an @", call.name, words)});
  } else if (words.find('/') != words.npos && call.name == "RELAY_DOMAIN") {
    mistakes.push_back({call.place, false,
                        fmt::format("{}(`{}'): a network is its whole bytes, 10.1 say; a mask is "
                                    "not understood",
                                    call.name, words)});
  }
}

// The first argument of these is all that counts.
void check_list(const SiteCall& call, std::string_view line, Mistakes& mistakes) {
  const std::string_view name = call.name;
  const bool lists = name.ends_with("_DOMAIN") || name == "EXPOSED_USER" || name == "LOCAL_USER" ||
                     name == "MASQUERADE_EXCEPTION" || name == "TRUST_AUTH_MECH" ||
                     name == "LDAPROUTE_EQUIVALENT" || name == "MASQUERADE_AS";
  if (lists) check_list_line(call, line, mistakes);
  if (lists && !call.arguments.empty()) check_list_words(call, mistakes);
  if (!lists || call.arguments.size() < 2) return;
  mistakes.push_back(
      {call.place, false,
       fmt::format("{} takes one argument, what is behind the comma is lost; {}", name,
                   name == "MASQUERADE_AS" ? "there is one name only"
                                           : "write blanks between the names, in one pair of "
                                             "quotes")});
}

void check_line_ends(const Watcher& site, Mistakes& mistakes) {
  for (std::size_t number = 1; number <= site.line_count(); ++number) {
    if (!site.line(number).ends_with('\r')) continue;
    mistakes.push_back({{site.input(), number},
                        false,
                        "the line ends in a carriage return, which is left out; give the file "
                        "Unix line ends"});
    return;
  }
}

// What editors and transfers leave in a file and do not show.
void check_bytes(const Watcher& site, Mistakes& mistakes) {
  if (site.line_count() > 0 && site.line(1).starts_with("\xef\xbb\xbf")) {
    mistakes.push_back({{site.input(), 1},
                        true,
                        "the file begins with a byte order mark, which would be text of the "
                        "configuration; save it as plain text, or as UTF-8 without the mark"});
  }
  for (std::size_t number = 1; number <= site.line_count(); ++number) {
    if (site.line(number).find('\0') == std::string_view::npos) continue;
    mistakes.push_back({{site.input(), number},
                        true,
                        "the line has a byte 0, which ends the text that it stands in; take it "
                        "out, or save the file as plain text if it is UTF-16"});
    return;
  }
}

// The library is written with ` and '.
void check_changed_quotes(const Watcher& site, Mistakes& mistakes) {
  constexpr std::string_view kReaders = " OSTYPE DOMAIN FEATURE HACK MAILER SITECONFIG ";
  const SiteCall* changed = nullptr;
  for (const SiteCall& call : site.calls()) {
    const auto& given = call.arguments;
    if (call.name == "changequote") {
      const bool usual = given.empty() || (given.size() == 2 && given[0] == "`" && given[1] == "'");
      changed = usual ? nullptr : &call;
    } else if (changed != nullptr && kReaders.find(" " + call.name + " ") != kReaders.npos) {
      mistakes.push_back({call.place, true,
                          fmt::format("{} reads files of the library, which are written with ` and "
                                      "', but changequote in line {} put other quotes in force; "
                                      "say changequote before it",
                                      call.name, changed->place.line)});
      return;
    }
  }
}

}  // namespace

void find_wrong_words(const Watcher& site, Mistakes& mistakes) {
  check_line_ends(site, mistakes);
  check_bytes(site, mistakes);
  check_changed_quotes(site, mistakes);
  std::set<std::size_t> seen;  // one mistake of prose in each line
  for (const SiteText& text : site.texts()) {
    const std::string_view line = site.line_at(text.place);
    if (line.empty() || is_comment(line) || text.quoted || !text.is_word) continue;
    const std::size_t before = mistakes.size();
    if (text.parenthesis_behind) check_call(text, line, mistakes);
    if (!text.parenthesis_behind) check_gap(text.place, text.text, line, mistakes);
    if (mistakes.size() == before && !text.parenthesis_behind)
      check_bare_word(text, line, mistakes);
    if (mistakes.size() != before || !seen.insert(text.place.line).second) continue;
    if (!check_text_behind(text, line, mistakes)) check_prose(text, line, mistakes);
  }
  for (const SiteCall& call : site.calls()) {
    const std::string_view line = site.line_at(call.place);
    if (!call.parentheses && !call.builtin) check_gap(call.place, call.name, line, mistakes);
    if (!line.empty()) check_bare_call(site, call, line, mistakes);
    if (!line.empty()) check_commented(call, line, mistakes);
    check_list(call, line, mistakes);
  }
}

}  // namespace cfgen
