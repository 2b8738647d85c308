// Names that lead nowhere: mailers and maps that rules of the site ask for and no line defines,
// relays over such a mailer, words and files that nothing uses.
//
// sendmail tells of a mailer when an address needs it, and of the others never.
//
// Tested by tests/cfgen/mistakes_test.

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "accessmap/nearest.h"
#include "mistakes.h"

namespace cfgen {
namespace {

using Names = std::set<std::string, std::less<>>;

struct Line {
  std::string_view text;
  Place place;
  bool of_site = false;  // else the library's, for a statement of the site's
};

struct Configuration {
  Names mailers{"error", "discard"};
  Names maps{"host", "user", "dequote"};  // there without a K line
  std::vector<Line> lines;                // those that the site has something to do with
};

struct Relay {
  std::string_view start, word;
};

constexpr Relay kRelays[] = {{"DS", "SMART_HOST"},  {"DH", "MAIL_HUB"},    {"DR", "LOCAL_RELAY"},
                             {"DL", "LUSER_RELAY"}, {"DY", "UUCP_RELAY"},  {"DB", "BITNET_RELAY"},
                             {"DF", "FAX_RELAY"},   {"DC", "DECNET_RELAY"}};

struct Need {
  std::string_view start, of, what, feature;
};

constexpr Need kClasses[] = {
    {"C{G}", "$={G}", "GENERICS_DOMAIN", "genericstable"},
    {"C{Canonify}", "$={Canonify}", "CANONIFY_DOMAIN", "nocanonify"},
    {"C{LDAPRoute}", "$={LDAPRoute}", "LDAPROUTE_DOMAIN", "ldap_routing"},
    {"C{LDAPRouteEquiv}", "$={LDAPRouteEquiv}", "LDAPROUTE_EQUIVALENT", "ldap_routing"}};

constexpr Need kFiles[] = {{"\nFw", {}, "confCW_FILE", "use_cw_file"},
                           {"\nFt", {}, "confCT_FILE", "use_ct_file"}};

std::string first_word(std::string_view text) {
  const auto end = std::find_if_not(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  });
  return std::string(text.begin(), end);
}

Configuration read(std::string_view cf, const Origins& origins) {
  Configuration all;
  for (std::size_t number = 0; !cf.empty() && number < origins.lines.size(); ++number) {
    const std::string_view line = cf.substr(0, cf.find('\n'));
    cf.remove_prefix(std::min(line.size() + 1, cf.size()));
    if (line.starts_with('M')) all.mailers.insert(first_word(line.substr(1)));
    if (line.starts_with('K')) all.maps.insert(first_word(line.substr(1)));
    const Origin& origin = origins.lines[number];
    const bool of_site = origins.is_of_site(origin);
    if (!of_site && origin.mc_line == 0) continue;
    const Place place =
        of_site ? Place{origin.file, origin.line} : Place{origins.input, origin.mc_line};
    all.lines.push_back({line, place, of_site});
  }
  return all;
}

std::string meant(const std::string& name, const Names& names, std::string_view else_advice) {
  const std::vector<std::string_view> known(names.begin(), names.end());
  const std::string near = accessmap::nearest_name(name, known);
  return near.empty() ? std::string(else_advice) : fmt::format("do you mean {}?", near);
}

// Words like TEMP and RELAY tell rulesets something.
bool is_answer(std::string_view name) {
  return name.find_first_of("abcdefghijklmnopqrstuvwxyz") == name.npos;
}

// $#mailer $@ host $: user; what has no $: is an answer for the server, $#OK say.
void check_mailer(const Line& line, const Configuration& all, Mistakes& mistakes) {
  const auto at = line.text.find("\t$#");
  if (at == line.text.npos || line.text.find("$:", at) == line.text.npos) return;
  std::string_view rest = line.text.substr(at + 3);
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  const std::string name = first_word(rest);
  if (name.empty() || all.mailers.contains(name) || is_answer(name)) return;
  mistakes.push_back(
      {line.place, false,
       fmt::format("there is no mailer {}, and an address that comes here fails; {}", name,
                   meant(name, all.mailers, "say MAILER(...) for it, or write its M line"))});
}

void check_maps(const Line& line, const Configuration& all, Mistakes& mistakes) {
  for (auto at = line.text.find("$("); at != line.text.npos; at = line.text.find("$(", at + 2)) {
    std::string_view rest = line.text.substr(at + 2);
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    const std::string name = first_word(rest);
    if (name.empty() || all.maps.contains(name)) continue;
    mistakes.push_back({line.place, false,
                        fmt::format("there is no map {}, so that nothing is found in it; {}", name,
                                    meant(name, all.maps, "write its K line"))});
  }
}

// SMART_HOST mailer:host; the name of a mailer is one word, and of hosts there may be several.
void check_relay(const Line& line, const Configuration& all, Mistakes& mistakes) {
  for (const Relay& relay : kRelays) {
    if (!line.text.starts_with(relay.start)) continue;
    const std::string_view value = line.text.substr(relay.start.size());
    const auto colon = value.find(':');
    const std::string name = first_word(value);
    if (colon == value.npos || name.size() != colon || all.mailers.contains(name)) continue;
    const std::string_view host = value.substr(colon + 1);
    const bool is_port = !host.empty() && host.find_first_not_of("0123456789") == host.npos;
    if (is_port) {
      mistakes.push_back({line.place, false,
                          fmt::format("{} {}: no port is understood there; say it by "
                                      "define(`RELAY_MAILER_ARGS', `TCP $h {}')",
                                      relay.word, value, host)});
    } else if (name.find('.') == name.npos) {
      mistakes.push_back({line.place, false,
                          fmt::format("{} {}: there is no mailer {}; {}", relay.word, value, name,
                                      meant(name, all.mailers, "say MAILER(...) for it"))});
    }
  }
}

bool is_used(std::string_view cf, std::string_view name) {
  std::string other(name);
  other[1] = '~';
  std::string bare = fmt::format("$={}", name.substr(3, 1));
  const bool one_letter = name.size() == 5;
  return cf.find(name) != cf.npos || cf.find(other) != cf.npos ||
         (one_letter && cf.find(bare) != cf.npos);
}

void check_class(const Line& line, std::string_view cf, Mistakes& mistakes) {
  for (const Need& need : kClasses) {
    const bool file =
        line.text.starts_with('F') && line.text.substr(1).starts_with(need.start.substr(1));
    if ((!file && !line.text.starts_with(need.start)) || line.of_site || is_used(cf, need.of))
      continue;
    mistakes.push_back(
        {line.place, false,
         fmt::format("{} does nothing without FEATURE(`{}')", need.what, need.feature)});
  }
}

void check_files(std::string_view cf, const Watcher& site, Mistakes& mistakes) {
  for (const SiteCall& call : site.calls()) {
    if (call.name != "define" || call.place.file != site.input() || call.arguments.empty())
      continue;
    for (const Need& need : kFiles) {
      if (call.arguments[0] != need.what || cf.find(need.start) != cf.npos) continue;
      mistakes.push_back(
          {call.place, false,
           fmt::format("{} does nothing without FEATURE(`{}')", need.what, need.feature)});
    }
  }
}

}  // namespace

void find_lost_names(std::string_view cf, const Origins& origins, const Watcher& site,
                     Mistakes& mistakes) {
  const Configuration all = read(cf, origins);
  for (const Line& line : all.lines) {
    if (line.of_site && line.text.starts_with('R')) check_mailer(line, all, mistakes);
    if (line.of_site && line.text.starts_with('R')) check_maps(line, all, mistakes);
    if (line.text.starts_with('D')) check_relay(line, all, mistakes);
    check_class(line, cf, mistakes);
  }
  check_files(cf, site, mistakes);
}

}  // namespace cfgen
