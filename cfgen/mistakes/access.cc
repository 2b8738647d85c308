// Entries of the access map that let in whom they seem to keep out.
//
// Without FEATURE(`tls_strict') the rules decide as sendmail's do, and pass over what they do not
// understand. If the text of the map is on this machine, its author is told.
//
// Tested by tests/cfgen/mistakes_test; what entries mean by tests/accessmap/.

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "accessmap/policy.h"
#include "mistakes.h"

namespace cfgen {
namespace {

// A map of this size takes a second to look through.
constexpr std::uintmax_t kLargest = std::uintmax_t{32} << 20;
constexpr std::size_t kShown = 20;

struct AccessMap {
  std::string source;
  accessmap::TextStyle style;
};

// Kaccess hash -T<TMPF> /etc/mail/access
std::optional<AccessMap> access_map(std::string_view cf) {
  constexpr std::string_view kStart = "\nKaccess ";
  const auto at = cf.find(kStart);
  if (at == cf.npos) return std::nullopt;
  std::istringstream words(
      std::string(cf.substr(at + kStart.size(), cf.find('\n', at + 1) - at - kStart.size())));
  AccessMap map;
  std::string kind;
  words >> kind;
  if (kind != "hash" && kind != "btree" && kind != "dbm" && kind != "cdb") return std::nullopt;
  for (std::string word; words >> word;) {
    if (word == "-f") map.style.fold_keys = false;
    if (word.starts_with('-')) continue;
    map.source = word.ends_with(".db") ? word.substr(0, word.size() - 3) : word;
    return map;
  }
  return std::nullopt;
}

std::optional<std::string> read_text(const std::string& path) {
  std::error_code failed;
  if (!std::filesystem::is_regular_file(path, failed)) return std::nullopt;
  if (std::filesystem::file_size(path, failed) > kLargest) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

accessmap::Site site_of(const Watcher& watcher, std::string_view cf) {
  accessmap::Site site;
  for (const SiteCall& call : watcher.calls()) {
    if (call.name != "FEATURE" || call.arguments.empty()) continue;
    accessmap::enable(site, call.arguments[0]);
    for (std::size_t i = 2; call.arguments[0] == "access_db" && i < call.arguments.size(); ++i) {
      accessmap::enable(site, call.arguments[i]);
    }
  }
  // The site's DOMAIN file may say so, too.
  site.tls_strict = site.tls_strict || cf.find("\nKtls_bits ") != cf.npos;
  site.check_cert_altnames = site.check_cert_altnames || cf.find("\nO SetCertAltnames") != cf.npos;
  return site;
}

}  // namespace

void find_open_entries(std::string_view cf, const Origins&, const Watcher& watcher,
                       Mistakes& mistakes) {
  const auto map = access_map(cf);
  const auto text = map ? read_text(map->source) : std::nullopt;
  if (!text) return;
  std::size_t found = 0;
  for (const auto& one : accessmap::check_policy(*text, map->style, site_of(watcher, cf))) {
    if (!one.opens || ++found > kShown) continue;
    mistakes.push_back(
        {{map->source, one.line}, false, fmt::format("{}: {}; {}", one.key, one.text, one.advice)});
  }
  if (found <= kShown) return;
  std::string rest =
      fmt::format("and {} more entries let in whom they seem to keep out; see accessmap check {}",
                  found - kShown, map->source);
  mistakes.push_back({{map->source, 0}, false, std::move(rest)});
}

}  // namespace cfgen
