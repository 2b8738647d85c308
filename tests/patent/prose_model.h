// What the patent's prose asks for, as a small model: from what is known of the other side and from
// the access map to the decision.
//
// It is the oracle of the table test. It is written from section 2.a ("Internal operation") and the
// line-by-line description of the patent, not from the rules: it has no workspace, no rewriting and
// no engine in it. Where the prose is silent or the rules are meant to stay as the listing has
// them, the code says so with the item's number (B7 ...); examples/patent/README.md explains the
// items.
//
// Tested by prose_model_test.cc, whose examples are worked out by hand.
#ifndef TESTS_PATENT_PROSE_MODEL_H
#define TESTS_PATENT_PROSE_MODEL_H

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace patent {

// The three choices made when the sendmail.cf is generated.
struct Site {
  bool access_map = true;
  bool permanent = false;
  bool dot_names = false;
};

// The items where the listing and the prose differ and the rulesets follow the prose; true: this
// one is as the listing prints it.
struct Reading {
  bool b1 = false;   // .domain look-ups use the mark in place of the tag: !:.example.com
  bool b2 = false;   // only [IPv6 word] is understood, not [IPv6:1:2:3:4:5:6:7:8]
  bool b8 = false;   // any value with a colon is taken for the reply of a failed handshake
  bool b9 = false;   // an empty name finds the default entry, before the address is looked up
  bool b10 = false;  // with an empty address nothing is found, not even the default entry
};

// The other side of a connection, as the macros tell it.
struct Peer {
  std::string name;
  std::string address;
  std::string verify;
  std::string cipher_bits;
  std::string auth_ssf;
};

// The access map: lower-case keys, as a map folds them.
using Access = std::map<std::string, std::string, std::less<>>;

struct Decision {
  bool accepted = true;
  int code = 0;
  std::string enhanced;
  std::string text;
  bool says_ok = false;  // accepted, and the prose says that "OK" is what is returned (99, 104)

  // Are they the same answer to the other side?
  bool operator==(const Decision& other) const {
    return accepted == other.accepted && code == other.code && enhanced == other.enhanced &&
           text == other.text;
  }
};

// The keys under which LookUpDomain (by name) or LookUpAddress looks, in order. mark: '!' only with
// the tag, '+' also without.
struct Query {
  bool by_name;
  std::string key;
  std::string tag;
  char mark;
};
std::vector<std::string> keys_of(const Query& query, bool dot_names, const Reading& reading);

// The value of the first of these keys that the access map holds.
std::optional<std::string> first_entry(const Access& access, const std::vector<std::string>& keys);

// The value of the first entry that applies to the peer (tag: TLS_Clt or TLS_Srv), if there is any.
std::optional<std::string> find_entry(const Site& site, const Access& access, std::string_view tag,
                                      const Peer& peer, const Reading& reading);

// The whole decision.
Decision decide(const Site& site, const Access& access, std::string_view tag, const Peer& peer,
                const Reading& reading);

// ASCII lower case, as maps fold their keys.
std::string folded(std::string_view text);

}  // namespace patent

#endif
