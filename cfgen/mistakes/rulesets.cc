// Rulesets of the site's that are called and not there, or there and never called.
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

struct Use {
  std::string name;
  std::size_t line;  // of the configuration
};

struct Rulesets {
  std::set<std::string, std::less<>> defined;  // names, and numbers as they are written
  std::vector<Use> begun, called;
};

bool in_name(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

std::string name_at(std::string_view text) {
  if (text.starts_with('"') || text.starts_with('{')) text.remove_prefix(1);
  const auto end = std::find_if_not(text.begin(), text.end(), in_name);
  return std::string(text.begin(), end);
}

// $>name, $>"name", $> 3; what $>$1 calls is not known.
void read_calls(std::string_view line, std::size_t number, Rulesets& to) {
  for (auto at = line.find("$>"); at != line.npos; at = line.find("$>", at + 2)) {
    std::string_view rest = line.substr(at + 2);
    while (rest.starts_with(' ') || rest.starts_with('+')) rest.remove_prefix(1);
    std::string name = name_at(rest);
    if (!name.empty()) to.called.push_back({std::move(name), number});
  }
}

// S=envelope/header, R=...
void read_mailer(std::string_view line, std::size_t number, Rulesets& to) {
  for (const std::string_view equate : {" S=", " R=", ",S=", ",R="}) {
    const auto at = line.find(equate);
    if (at == line.npos) continue;
    std::string_view value = line.substr(at + equate.size());
    value = value.substr(0, value.find(','));
    to.called.push_back({name_at(value), number});
    const auto slash = value.find('/');
    if (slash != value.npos) to.called.push_back({name_at(value.substr(slash + 1)), number});
  }
}

Rulesets read_rulesets(std::string_view cf) {
  Rulesets all;
  for (std::size_t number = 1; !cf.empty(); ++number) {
    const auto end = std::min(cf.find('\n'), cf.size());
    const std::string_view line = cf.substr(0, end);
    cf.remove_prefix(std::min(end + 1, cf.size()));
    if (line.starts_with('S') && line.size() > 1) {
      all.begun.push_back({name_at(line.substr(1)), number});
      all.defined.insert(all.begun.back().name);
      const auto equals = line.find('=');
      if (equals != line.npos) all.defined.insert(name_at(line.substr(equals + 1)));
    } else if (line.starts_with('R') || line.starts_with('H')) {
      read_calls(line, number, all);
    } else if (line.starts_with('M')) {
      read_mailer(line, number, all);
    }
  }
  return all;
}

// What sendmail itself calls.
constexpr std::string_view kCalledByServer[] = {
    "check_relay",      "check_mail",   "check_rcpt",
    "check_data",       "check_compat", "check_etrn",
    "check_expn",       "check_vrfy",   "check_eoh",
    "check_eom",        "tls_client",   "tls_server",
    "tls_rcpt",         "try_tls",      "srv_features",
    "clt_features",     "trust_auth",   "authinfo",
    "queuegroup",       "greet_pause",  "bcc",
    "x_connect",        "check_other",  "tls_srv_features",
    "tls_clt_features", "sender",       "recipient",
    "canonify",         "parse",        "final",
    "localaddr"};

// Each opens the ruleset, and makes the library call it.
constexpr std::pair<std::string_view, std::string_view> kHooks[] = {
    {"Local_srv_features", "LOCAL_SRV_FEATURES"}, {"Local_clt_features", "LOCAL_CLT_FEATURES"},
    {"Local_try_tls", "LOCAL_TRY_TLS"},           {"Local_tls_rcpt", "LOCAL_TLS_RCPT"},
    {"Local_tls_client", "LOCAL_TLS_CLIENT"},     {"Local_tls_server", "LOCAL_TLS_SERVER"}};

// Each costs a comparison with all names.
constexpr std::size_t kMost = 100;

class RulesetCheck {
 public:
  RulesetCheck(std::string_view cf, const Origins& origins, Mistakes& to)
      : all_(read_rulesets(cf)), origins_(origins), to_(to) {
    for (const Use& one : all_.called) called_.insert(one.name);
    called_.insert(std::begin(kCalledByServer), std::end(kCalledByServer));
  }

  void run() {
    for (const Use& one : all_.called) check_call(one);
    for (const Use& one : all_.begun) check_begun(one);
  }

 private:
  // No place: the line is the library's own.
  [[nodiscard]] std::optional<Place> place_of(const Use& one) const {
    if (one.line > origins_.lines.size()) return std::nullopt;
    const Origin& origin = origins_.lines[one.line - 1];
    if (!origins_.is_of_site(origin)) return std::nullopt;
    return Place{origin.file, origin.line};
  }

  void check_call(const Use& one) {
    // A number may be any ruleset; many .mc files call one that is empty.
    const bool number = one.name.find_first_not_of("0123456789") == std::string::npos;
    if (all_.defined.contains(one.name) || number) return;
    const auto place = place_of(one);
    if (!place || said_.size() >= kMost || !said_.insert(one.name).second) return;
    std::vector<std::string_view> names(all_.defined.begin(), all_.defined.end());
    const std::string near = accessmap::nearest_name(one.name, names);
    to_.push_back({*place, false,
                   fmt::format("ruleset {} is called and not defined, so that the call does "
                               "nothing; {}",
                               one.name,
                               near.empty() ? fmt::format("write S{} and its rules", one.name)
                                            : fmt::format("do you mean {}?", near))});
  }

  void check_begun(const Use& one) {
    const auto place = called_.contains(one.name) ? std::nullopt : place_of(one);
    if (!place || said_.size() >= kMost || !said_.insert(one.name).second) return;
    for (const auto& [ruleset, word] : kHooks) {
      if (ruleset != one.name) continue;
      to_.push_back({*place, false,
                     fmt::format("ruleset {} is never called; write {} in place of the S line",
                                 one.name, word)});
      return;
    }
    const std::vector<std::string_view> names(called_.begin(), called_.end());
    const std::string near = accessmap::nearest_name(one.name, names);
    if (near.empty() || one.name.size() < 6) return;
    to_.push_back({*place, false,
                   fmt::format("ruleset {} is never called; do you mean {}?", one.name, near)});
  }

  Rulesets all_;
  const Origins& origins_;
  Mistakes& to_;
  std::set<std::string, std::less<>> called_, said_;
};

}  // namespace

void find_lost_rulesets(std::string_view cf, const Origins& origins, Mistakes& mistakes) {
  RulesetCheck(cf, origins, mistakes).run();
}

}  // namespace cfgen
