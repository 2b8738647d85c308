// Whether a key is one that rulesets ask for. See keys.h.

#include "keys.h"

#include <algorithm>
#include <vector>

#include "network.h"
#include "value_tls.h"

namespace accessmap::policy {
namespace {

constexpr std::string_view kNever = "never-asked";
constexpr std::string_view kIpv6Mark = "ipv6:";

class KeyCheck {
 public:
  KeyCheck(const Tag& tag, std::string_view rest, const Site& site, Remarks& to)
      : tag_(tag), rest_(rest), site_(site), to_(to) {}

  void run();

 private:
  void host(std::string_view host);
  void mail(std::string_view rest);
  void network(std::string_view text);
  void wildcard(std::string_view text);
  void ipv4(std::string_view text);
  void ipv6(std::string_view text);
  void bracketed(std::string_view text);
  void name(std::string_view text);
  void dotted(std::string_view text);
  [[nodiscard]] bool has(unsigned form) const { return (tag_.forms & form) != 0; }
  [[nodiscard]] std::string tagged(std::string_view text) const {
    return (tag_.name.empty() ? "" : std::string(tag_.name) + ":") + std::string(text);
  }
  void never(std::string text, std::string advice) {
    wrong(to_, kNever, "is never asked for: " + std::move(text), std::move(advice));
  }

  const Tag& tag_;
  std::string_view rest_;
  const Site& site_;
  Remarks& to_;
};

void KeyCheck::run() {
  if (has(kAny)) return;
  if (rest_.empty()) {
    if (!has(kEmpty))
      never("the tag alone stands for nobody", "write a host behind the colon, without a blank");
  } else if (has(kPair)) {
    if (rest_.find("<@>") == rest_.npos) never("it is no pair", "write sender<@>recipient");
  } else if (has(kDn)) {
    const std::string why = never_matches(rest_);
    if (!why.empty())
      never("it is no name of a certificate: " + why, "write the name as in the logs, in xtext");
  } else if (rest_.find('@') != rest_.npos || rest_.starts_with('<')) {
    mail(rest_);
  } else {
    host(rest_);
  }
}

void KeyCheck::mail(std::string_view rest) {
  if (!has(kMail) && !has(kUser)) {
    never("this tag is asked for hosts only", "write the host alone");
    return;
  }
  if (rest.starts_with('<') || rest.ends_with('>')) {
    std::string bare(rest);
    std::erase(bare, '<');
    std::erase(bare, '>');
    never("addresses are asked for without < and >", "write " + tagged(bare));
    return;
  }
  const std::size_t at = rest.rfind('@');
  const std::string_view local = rest.substr(0, at), domain = rest.substr(at + 1);
  if (local.empty() || local == "*") {
    never("there is no user in it", "write " + tagged(domain) + ", for all users");
  } else if (local.find('@') != local.npos && !local.starts_with('"')) {
    never("it has several @", "write one address in each line");
  } else if (local.find('*') != local.npos && !local.ends_with("+*")) {
    never("no wildcard stands for a part of a user", "write the user, or the domain alone");
  } else if (domain.empty()) {
    if (!has(kUser)) never("this tag is not asked for user@", "write user@ and the host");
  } else if (looks_like_ipv4(domain)) {
    never("an address for a host is in brackets",
          "write " + tagged(std::string(local) + "@[" + std::string(domain) + "]"));
  } else if (domain.find('*') != domain.npos || domain.starts_with('.')) {
    never("a user is asked for with the whole domain only",
          "write the user with each domain, or the domain alone");
  } else if (!domain.starts_with('[')) {
    name(domain);
  }
}

void KeyCheck::host(std::string_view host) {
  if (host.find('/') != host.npos) {
    network(host);
  } else if (host.find('*') != host.npos) {
    wildcard(host);
  } else if (host.starts_with('[')) {
    bracketed(host);
  } else if (looks_like_ipv4(host)) {
    ipv4(host);
  } else if (host.starts_with(kIpv6Mark)) {
    ipv6(host.substr(kIpv6Mark.size()));
  } else if (const auto address = ipv6_key(host, site_.compressed_ipv6)) {
    never("an IPv6 address has IPv6: in front", "write " + tagged(*address));
  } else if (!has(kName)) {
    never("this tag is asked for addresses only", "write the address of the host");
  } else {
    name(host);
  }
}

void KeyCheck::network(std::string_view text) {
  const std::vector<std::string> keys = keys_of_network(text);
  if (!read_network(text)) {
    never("it has a /", "write a host, an address, or the first octets of one");
  } else if (keys.empty()) {
    never("no key stands for all addresses",
          has(kEmpty) ? "write " + tagged("") : "the default is for the .mc file to say");
  } else {
    constexpr std::size_t kShown = 4;
    std::string list = tagged(keys[0]);
    for (std::size_t i = 1; i < std::min(keys.size(), kShown); ++i) list += ", " + tagged(keys[i]);
    if (keys.size() > kShown) list += " ... (" + std::to_string(keys.size()) + " keys)";
    never("networks are asked for by their first octets (IPv4) or groups (IPv6)",
          "write " + list + "; accessmap check --expand-cidr does");
  }
}

void KeyCheck::wildcard(std::string_view text) {
  std::string without(text);
  if (without.starts_with("*.")) without.erase(0, 2);
  while (without.ends_with(".*")) without.resize(without.size() - 2);
  const bool clean = !without.empty() && without.find('*') == without.npos;
  never("there are no wildcards",
        clean ? "write " + tagged(without) + ", which stands for all below it, too"
              : "write the domain or the net alone");
}

void KeyCheck::dotted(std::string_view text) {
  std::string without(text);
  while (without.ends_with('.')) without.pop_back();
  never("there is no dot at the end of what is asked for", "write " + tagged(without));
}

void KeyCheck::ipv4(std::string_view text) {
  if (text.ends_with('.')) return dotted(text);
  std::size_t octets = 0;
  bool sound = true, zero = false;
  for (std::string_view rest = text; sound; ++octets) {
    const std::size_t end = rest.find('.');
    const std::string_view octet = rest.substr(0, end);
    zero = octet == "0";
    sound = is_number(octet) && octet.size() < 4 && (octet.size() == 1 || octet[0] != '0') &&
            as_arith_reads(octet) < 256;
    if (end == rest.npos) break;
    rest.remove_prefix(end + 1);
  }
  ++octets;
  if (!sound || octets > 4) {
    never("no address has these octets",
          "write one to four numbers from 0 to 255, without a 0 in front");
  } else if (!has(kAddress)) {
    doubtful(to_, kNever, "a host that is an address stands in brackets in e-mail addresses",
             "write Connect: for a client, or " + tagged("[" + std::string(text) + "]"));
  } else if (octets == 4 && zero) {
    std::string net(text);
    while (net.ends_with(".0")) net.resize(net.size() - 2);
    doubtful(to_, "one-address",
             "stands for the one address " + std::string(text) + ", and not for a net",
             "write " + tagged(net) + " for the net");
  }
}

void KeyCheck::ipv6(std::string_view text) {
  if (!has(kAddress)) {
    never("this tag is asked for names only", "write Connect: for a client");
    return;
  }
  const auto whole = ipv6_key(text, site_.compressed_ipv6);
  const std::string written = "IPv6:" + std::string(text);
  if (whole && !same_word(*whole, written)) {
    never("addresses are asked for in the form of the " +
              std::string(site_.compressed_ipv6 ? "shortest" : "longest") + " kind",
          "write " + tagged(*whole));
    return;
  }
  if (whole) return;
  std::string short_of(text);
  while (short_of.ends_with(':')) short_of.pop_back();
  if (short_of.size() < text.size()) {
    never("there is no colon at the end of what is asked for",
          "write " + tagged("IPv6:" + short_of));
    return;
  }
  std::string clean;
  bool sound = true;
  for (std::string_view rest = text; !rest.empty() && sound;) {
    const std::size_t end = rest.find(':');
    std::string_view group = rest.substr(0, end);
    sound = !group.empty() && group.size() < 5 &&
            group.find_first_not_of("0123456789abcdef") == group.npos;
    while (group.size() > 1 && group[0] == '0') group.remove_prefix(1);
    clean += (clean.empty() ? "" : ":") + std::string(group);
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
  }
  if (!sound) {
    never("it is no IPv6 address and no net",
          "write IPv6: and the groups of 16 bits from the left, parted by :");
  } else if (clean != text) {
    never("groups are asked for without a 0 in front", "write " + tagged("IPv6:" + clean));
  }
}

void KeyCheck::bracketed(std::string_view text) {
  if (!text.ends_with(']') || text.size() < 3) {
    never("the bracket is not closed", "write the address without brackets");
  } else if (has(kAddress)) {
    doubtful(to_, "brackets", "is asked for only while the DNS has no name for the address",
             "write " + tagged(text.substr(1, text.size() - 2)));
  }
}

void KeyCheck::name(std::string_view text) {
  if (text.ends_with('.')) return dotted(text);
  if (text.starts_with('.') && !site_.lookupdotdomain) {
    never("names with a dot in front are for FEATURE(`lookupdotdomain')",
          "write " + tagged(text.substr(1)) + ", which stands for all below it, too");
    return;
  }
  const std::size_t odd = text.find_first_of(",;:|()<>\"'\\ \t");
  if (odd != text.npos) {
    never("no host has a " + std::string(1, text[odd]) + " in its name",
          "write one host in each line, without a port");
    return;
  }
  std::size_t label = 0;
  for (const char c : text.substr(text.starts_with('.') ? 1 : 0)) {
    label = c == '.' ? 0 : label + 1;
    if ((c == '.' && text.find("..") != text.npos) || label > 63 || text.size() > 255) {
      never("no host has such a name", "mend the name");
      return;
    }
  }
  const bool user = has(kUser) && text.find('.') == text.npos;
  for (const std::string_view word : {"postmaster", "abuse", "root", "webmaster", "hostmaster",
                                      "nobody", "mailer-daemon", "admin", "administrator"}) {
    if (!user || text != word) continue;
    doubtful(to_, "user", "is asked for as a host",
             "write " + tagged(std::string(word) + "@") + " for the user");
  }
}

}  // namespace

void check_key(const Tag& tag, std::string_view rest, const Site& site, Remarks& to) {
  KeyCheck(tag, rest, site, to).run();
}

}  // namespace accessmap::policy
