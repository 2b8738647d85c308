// What an access map means: is it what its author wrote it for, and which
// entry decides about whom.
//
// A map answers any key that is asked for and any value that stands there.
// Rulesets ask for certain forms of keys only, and understand certain values;
// what they do not understand they often let pass. Nothing here looks at a
// ruleset: the tags, the forms of keys and the grammars of values are those of
// the .mc language's FEATUREs (src/policy/tags.def is the table).
//
// Tested by policy_test.cc, against_rulesets_test.cc, fuzz_tls_value.cc.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "accessmap/text.h"

namespace accessmap {

// What the configuration that reads the map has been told, as far as it
// changes what entries mean.
struct Site {
  bool tls_strict = false;           // FEATURE(`tls_strict')
  bool check_cert_altnames = false;  // FEATURE(`check_cert_altnames')
  bool tls_relay_altnames = false;   // FEATURE(`tls_relay_altnames')
  bool skip = false;                 // access_db: skip
  bool lookupdotdomain = false;      // access_db: lookupdotdomain, or the FEATURE
  bool relaytofulladdress = false;   // access_db: relaytofulladdress
  bool blocklist_recipients = false;
  bool relay_hosts_only = false;
  bool relay_mail_from = false;
  bool relay_mail_from_domain = false;  // its argument
  bool compressed_ipv6 = false;         // confUSE_COMPRESSED_IPV6_ADDRESSES
};

// Switches on what a FEATURE, or an option of access_db, means for the map.
// False: the name changes nothing about it.
bool enable(Site& site, std::string_view feature);

// The names that enable() takes.
[[nodiscard]] std::span<const std::string_view> site_features();

enum class Severity { warning, error };

// What is wrong with one entry.
struct Finding {
  std::size_t line = 0;
  Severity severity = Severity::error;
  bool opens = false;     // lets somebody in whom the entry seems to keep out
  std::string_view code;  // one word for programs: "never-asked", "value", ...
  std::string key;        // as it is stored
  std::string text;       // what is wrong
  std::string advice;     // what to do
};

// Reads a whole text and says what is wrong with it, in the order of lines.
[[nodiscard]] std::vector<Finding> check_policy(std::string_view text, const TextStyle& style,
                                                const Site& site);

// The keys to write instead of one like 10.0.0.0/12 or 2001:db8::/33, in
// order; none if this is no network, or one that has no keys (0.0.0.0/0).
[[nodiscard]] std::vector<std::string> keys_of_network(std::string_view network);

// The text with each network in it replaced by its keys; all else as it was.
[[nodiscard]] std::string expand_networks(std::string_view text, const TextStyle& style);

// Somebody that rulesets ask the map about.
struct Party {
  std::string name;     // of a host, without a dot at its end; empty: not known
  std::string address;  // as in {client_addr}: 192.0.2.1, IPv6:2001:db8:0:0:0:0:0:1
  std::string local;    // of an e-mail address: what is before the @
  std::string text;     // what was asked about, as it was written
  bool ours = false;    // the host of the e-mail address is this one
};

// Reads a host name, an address or an e-mail address into its place.
void read_party(std::string_view word, const Site& site, Party& party);

// One key that is asked for, and the value that is there.
struct Asked {
  std::string key;
  std::optional<std::string> value;
};

// What one ruleset asks, up to the key that wins, and what the value means.
struct Answer {
  std::string question;  // which ruleset, and why it asks
  std::vector<Asked> keys;
  bool found = false;   // the last of the keys has the value that wins
  std::string meaning;  // a sentence
};

using FindValue = std::function<std::optional<std::string>(const std::string& key)>;

// The tags of the table, "Connect" to "XConnect".
[[nodiscard]] std::vector<std::string_view> policy_tags();

// What rulesets ask the map when they want to know what `tag` says about
// `party`; `find` is the map. Empty: there is no such tag, or it is not known how
// it is asked for.
[[nodiscard]] std::vector<Answer> explain_policy(std::string_view tag, const Party& party,
                                                 const Site& site, const FindValue& find);

}  // namespace accessmap
