// What the checker and the explainer of access maps say, against the rulesets
// that cfgen writes: the keys that are asked for, and what TLS entries let in.
//
// The map is answered by the test, which notes what it is asked for.

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "accessmap/policy.h"
#include "ruled_session.h"
#include "value_grammars.h"
#include "value_tls.h"

namespace {

using accessmap::Party;
using accessmap::Site;
using accessmap::policy::as_arith_reads;
using accessmap::policy::same_word;
using accessmap::policy::TlsDemand;
using accessmap::policy::TlsEffect;
using accessmap::policy::TlsValue;

using Strings = std::vector<std::string>;
using Map = std::map<std::string, std::string>;

std::string folded(std::string text) {
  accessmap::fold_key(text);
  return text;
}

struct Asked {
  const Map* map = nullptr;
  Strings keys;
};

rules_lookup_status look_up(void* user, rules_session*, const rules_map_query* query,
                            rules_text* value) {
  auto& asked = *static_cast<Asked*>(user);
  asked.keys.push_back(folded(std::string(query->key.data, query->key.length)));
  const auto at = asked.map->find(asked.keys.back());
  if (at == asked.map->end()) return RULES_LOOKUP_NOT_FOUND;
  *value = {at->second.data(), at->second.size()};
  return RULES_LOOKUP_FOUND;
}

// The DNS knows all hosts, and lists nobody.
rules_lookup_status look_up_host(void*, rules_session*, const rules_map_query* query,
                                 rules_text* value) {
  static std::string name;
  name = std::string(query->key.data, query->key.length) + ".";
  if (name.ends_with("list.example..")) return RULES_LOOKUP_NOT_FOUND;
  *value = {name.data(), name.size()};
  return RULES_LOOKUP_FOUND;
}

class Rules : public RuledSession {
 public:
  explicit Rules(const char* file)
      : RuledSession(file, {answered_class("hash", look_up, &asked_),
                            answered_class("host", look_up_host)}) {}

  // Calls a ruleset; whether it accepts. What it asks is in asked().
  bool call(const std::string& ruleset, const Strings& arguments, const Map& map) {
    asked_ = {&map, {}};
    return RuledSession::call(ruleset, arguments).decision == RULES_ACCEPT;
  }

  [[nodiscard]] const Strings& asked() const { return asked_.keys; }

 private:
  Asked asked_;
};

Site rich_site() {
  Site site;
  for (const char* name : {"skip", "lookupdotdomain", "relaytofulladdress", "blocklist_recipients",
                           "relay_mail_from_domain", "check_cert_altnames"}) {
    REQUIRE(accessmap::enable(site, name));
  }
  return site;
}

Site strict_site() {
  Site site;
  for (const char* name : {"tls_strict", "relay_hosts_only", "blocklist_recipients"}) {
    REQUIRE(accessmap::enable(site, name));
  }
  return site;
}

// ---- explain

std::mt19937 random_source(20240607);

std::size_t below(std::size_t limit) { return random_source() % limit; }

template <typename Choices>
std::string any_of(const Choices& choices) {
  return std::string(choices[below(std::size(choices))]);
}

std::string random_name() {
  static const Strings kLabels = {"mail", "a",       "b-c", "under_score", "xn--abc",
                                  "192",  "Example", "com", "x1",          "org"};
  std::string name = any_of(kLabels);
  for (std::size_t more = below(5); more > 0; --more) name += "." + any_of(kLabels);
  return name + ".test";
}

std::string random_address() {
  const auto octet = [] { return std::to_string(below(3) == 0 ? below(256) : below(3)); };
  if (below(2) == 0) return octet() + "." + octet() + "." + octet() + "." + octet();
  static const Strings kGroups = {"0", "1", "db8", "2001", "ffff", "a0"};
  static const Strings kShort = {"IPv6:::1", "IPv6:2001:db8::1", "IPv6:fe80::1:2",
                                 "IPv6:0:0:0:0:0:ffff:10.1.2.3", "IPv6:2001:db8::"};
  if (below(4) == 0) return any_of(kShort);
  std::string address = "IPv6:";
  for (int i = 0; i < 8; ++i) address += (i == 0 ? "" : ":") + any_of(kGroups);
  return address;
}

Party random_party() {
  static const Strings kLocals = {"user",  "user+detail", "first.last", "u+d+e",
                                  "us-er", "u_ser",       "user+",      "USER"};
  Party party;
  party.address = random_address();
  party.name = below(5) == 0 ? "[" + party.address + "]" : random_name();
  party.local = any_of(kLocals);
  return party;
}

struct Row {
  const char* tag;
  const char* ruleset;
  std::function<Strings(const Party&)> arguments;
  std::size_t question = 0;    // which of the answers of explain
  const char* only = "";       // keys that begin with this
  const char* never = "\xff";  // and not with this
  const char* client = "";     // the address of the client, if not the party's
};

Strings name_and_address(const Party& party) { return {party.name, party.address}; }
Strings mail(const Party& party) { return {"<" + party.local + "@" + party.name + ">"}; }
Strings nothing(const Party&) { return {"x"}; }

const std::vector<Row>& rows() {
  static const std::vector<Row> kRows = {
      {"Connect", "Basic_check_relay", name_and_address, 0, "", "client"},
      {"Connect", "Relay_ok", nothing, 1, "", "from:"},
      {"TLS_Clt", "tls_client",
       [](const Party&) {
         return Strings{"OK", "MAIL"};
       }},
      {"TLS_Srv", "tls_server", [](const Party&) { return Strings{"OK"}; }},
      {"TLS_Rcpt", "tls_rcpt", mail},
      {"Try_TLS", "try_tls", nothing},
      {"Srv_Features", "srv_features", nothing},
      {"Clt_Features", "clt_features", nothing},
      {"AuthInfo", "authinfo", nothing},
      {"TLS_Srv_Features", "tls_srv_features", name_and_address},
      {"TLS_Clt_Features", "tls_clt_features", name_and_address},
      {"GreetPause", "greet_pause", name_and_address},
      {"ClientRate", "RateControl", nothing},
      {"ClientConn", "ConnControl", nothing},
      {"XConnect", "x_connect", name_and_address},
      {"qgrp", "queuegroup", mail},
      {"bcc", "bcc", mail},
      {"From", "Basic_check_mail", mail, 0, "", "tls_clt:"},
  };
  return kRows;
}

void introduce(const Party& party, Rules& rules) {
  rules.set("{client_name}", party.name);
  rules.set("{client_addr}", party.address);
  rules.set("{client_resolve}", party.name.starts_with('[') ? "FAIL" : "OK");
  rules.set("{server_name}", party.name);
  rules.set("{server_addr}", party.address);
  rules.set("{verify}", "OK");
  rules.set("f", party.local + "@" + party.name);
}

// Some of the keys that will be asked for, with some value.
Map random_map(const Strings& keys, const Strings& values) {
  Map map;
  if (keys.empty() || below(4) == 0) return map;
  for (std::size_t count = below(3); count > 0; --count) {
    map[folded(keys[below(keys.size())])] = any_of(values);
  }
  return map;
}

Strings keys_of(const accessmap::Answer& answer) {
  Strings keys;
  for (const auto& one : answer.keys) keys.push_back(folded(one.key));
  return keys;
}

Strings chosen(const Strings& keys, const Row& row) {
  Strings result;
  for (const std::string& key : keys) {
    if (key.starts_with(row.only) && !key.starts_with(row.never)) result.push_back(key);
  }
  return result;
}

std::string shown(const Strings& keys) {
  std::string text;
  for (const std::string& key : keys) text += key + " ";
  return text;
}

struct Tally {
  std::size_t asked = 0, wrong = 0;

  void compare(const std::string& what, const Strings& ours, const Strings& theirs) {
    ++asked;
    if (ours == theirs || ++wrong > 10) return;
    std::cout << what << "\n  explain " << shown(ours) << "\n  rules   " << shown(theirs) << "\n";
  }
};

accessmap::FindValue in(const Map& map) {
  return [&map](const std::string& key) -> std::optional<std::string> {
    const auto at = map.find(folded(key));
    if (at == map.end()) return std::nullopt;
    return at->second;
  };
}

void compare_row(const Row& row, const Site& site, Rules& rules, Tally& tally) {
  const Party party = random_party();
  introduce(party, rules);
  if (*row.client != '\0') rules.set("{client_addr}", row.client);
  const Map empty;
  const auto all = accessmap::explain_policy(row.tag, party, site, in(empty));
  REQUIRE(all.size() > row.question);
  static const Strings kValues = {"OK", "RELAY", "REJECT", "SKIP", "5"};
  const Map map = random_map(keys_of(all[row.question]), kValues);
  const auto answers = accessmap::explain_policy(row.tag, party, site, in(map));
  rules.call(row.ruleset, row.arguments(party), map);
  tally.compare(std::string(row.tag) + " " + party.local + "@" + party.name + " " + party.address,
                chosen(keys_of(answers[row.question]), row), chosen(rules.asked(), row));
}

void compare_rows(const char* file, const Site& site, int times) {
  Rules rules(file);
  Tally tally;
  for (const Row& row : rows()) {
    for (int i = 0; i < times; ++i) compare_row(row, site, rules, tally);
  }
  CHECK(tally.asked == rows().size() * static_cast<std::size_t>(times));
  CHECK(tally.wrong == 0);
}

// A recipient is asked about twice, by one ruleset: refused, and relayed to?
void compare_recipients(const char* file, const Site& site, bool ours, int times) {
  Rules rules(file);
  Tally tally;
  for (int i = 0; i < times; ++i) {
    Party party = random_party();
    party.ours = ours;
    if (ours) party.name = "mx.here.example";
    introduce(party, rules);
    const Map none;
    Strings keys;
    for (const auto& one : accessmap::explain_policy("To", party, site, in(none))) {
      for (const auto& key : keys_of(one)) keys.push_back(key);
    }
    const Map map = random_map(keys, {"OK", "RELAY", "REJECT"});
    Strings expected;
    for (const auto& one : accessmap::explain_policy("To", party, site, in(map))) {
      for (const auto& key : keys_of(one)) expected.push_back(key);
      if (one.found && *one.keys.back().value == "REJECT") break;
    }
    rules.call("Rcpt_ok", mail(party), map);
    Strings asked;
    for (const std::string& key : rules.asked()) {
      if (!key.starts_with("certissuer:")) asked.push_back(key);
    }
    tally.compare("To " + party.local + "@" + party.name, expected, asked);
  }
  CHECK(tally.asked == static_cast<std::size_t>(times));
  CHECK(tally.wrong == 0);
}

// ---- TLS entries

struct Session {
  std::string verify = "OK";
  std::string bits = "256";
  std::string cn = "unrelated.example", subject = "/CN=none", issuer = "/O=none";
  std::string altname, chain;
};

const std::string kPeer = "mail.peer.example";
const Map kIssuers = {{"t:/o=ca", "OK"}};

bool accepts(Rules& rules, const std::string& entry, const Session& session) {
  rules.restart();
  rules.set("{verify}", session.verify);
  rules.set("{cipher_bits}", session.bits);
  rules.set("{TLS_Name}", kPeer);
  rules.set("{cn_subject}", session.cn);
  rules.set("{cert_subject}", session.subject);
  rules.set("{cert_issuer}", session.issuer);
  if (!session.altname.empty()) rules.add("{cert_altnames}", session.altname);
  if (!session.chain.empty()) rules.add("{chain_subjects}", session.chain);
  return rules.call("TLS_connection", {session.verify, "< " + entry + " > < >"}, kIssuers);
}

// What the rules know.
bool known(const TlsDemand& demand, const Site& site) {
  for (const char* kind : {"CN", "CS", "CI", "CITag"}) {
    if (same_word(demand.kind, kind)) return demand.value || same_word(kind, "CN");
  }
  if (!site.tls_strict) return false;
  return same_word(demand.kind, "CA") || (same_word(demand.kind, "CHAIN") && demand.value);
}

// Whether a certificate can have it; what is not known is asked of none.
bool possible(const TlsDemand& demand) {
  Site strict;
  strict.tls_strict = true;
  if (!demand.value || !known(demand, strict)) return true;
  const bool name = same_word(demand.kind, "CN") || same_word(demand.kind, "CA");
  const bool tag = same_word(demand.kind, "CITag");
  if (name || tag) return demand.value->find_first_of("+ ") == std::string_view::npos;
  return !demand.value->empty() && accessmap::policy::never_matches(*demand.value).empty();
}

// A certificate that has what is asked for, up to the first demand that is not
// known, and not what demand number `but` asks for.
Session meeting(const TlsValue& value, const Site& site, std::size_t but = 99) {
  Session session;
  if (value.bits) session.bits = std::to_string(std::max(0LL, as_arith_reads(*value.bits)));
  for (std::size_t i = 0; i < value.demands.size() && known(value.demands[i], site); ++i) {
    const TlsDemand& demand = value.demands[i];
    const bool given = demand.value && !demand.value->empty();
    const std::string text = given ? std::string(*demand.value) : kPeer;
    const bool name = same_word(demand.kind, "CN") || same_word(demand.kind, "CA");
    if (i == but) continue;
    if (name && site.check_cert_altnames) session.cn = kPeer;
    if (!possible(demand)) continue;
    if (name && site.check_cert_altnames) session.altname = text;
    if (name && !site.check_cert_altnames) session.cn = text;
    if (same_word(demand.kind, "CS")) session.subject = text;
    if (same_word(demand.kind, "CI")) session.issuer = text;
    if (same_word(demand.kind, "CITag")) session.issuer = "/O=CA";
    if (same_word(demand.kind, "CHAIN")) session.chain = text;
  }
  return session;
}

std::string random_entry() {
  static const Strings kPrefixes = {"",     "",      "",      "PERM+", "TEMP+",
                                    "PERM", "perm+", "HARD+", "PERM++"};
  static const Strings kKinds = {
      "VERIFY",     "VERIFY:128", "VERIFY:256", "ENCR:128",       "verify",
      "VERIFY:abc", "VERIFY:12x", "VERIFY:",    "ENCR",           "ENCR:0",
      "ENCR:0128",  "VERIFY 112", "VERIFY:1:2", "ENCR:999",       "VERFY",
      "OK",         "ENCR 128",   "VERIFY:64#", "ENCR:112 # weak"};
  static const Strings kDemands = {
      "CN", "CN:other.example", "CS:/CN=p",  "CI:/O=CA", "CITag:T",   "CITag", "CS",  "FOO:bar",
      "CA", "CI:/O=A+20B",      "CITag:a.b", "cn",       "CI:/O=A B", "CN:",   "CS:", "CHAIN:/O=R"};
  std::string entry = any_of(kPrefixes) + any_of(kKinds);
  static const Strings kJoints = {"+", "+", "+", "++", " + "};
  for (std::size_t i = 0, count = below(4); i < count; ++i) {
    entry += (i == 0 ? any_of(kJoints) : below(6) == 0 ? "+" : "++") + any_of(kDemands);
  }
  return below(12) == 0 ? entry + any_of(Strings{"+", "++", " ", ":", " x"}) : entry;
}

bool one_demand_of_each_kind(const TlsValue& value) {
  Strings kinds;
  for (const TlsDemand& demand : value.demands) {
    const std::string kind = folded(std::string(demand.kind));
    kinds.push_back(kind == "citag" ? "ci" : kind == "ca" ? "cn" : kind);
  }
  std::sort(kinds.begin(), kinds.end());
  return std::adjacent_find(kinds.begin(), kinds.end()) == kinds.end();
}

// Empty: the rules do what the reader says of the entry.
std::string disagreement(const std::string& entry, const TlsValue& value, const Site& site,
                         Rules& rules) {
  const bool ok = value.kind.empty() && value.effect == TlsEffect::as_written;
  Session unverified = meeting(value, site), weak = meeting(value, site);
  unverified.verify = "FAIL";
  weak.bits = "0";
  const bool met = std::all_of(value.demands.begin(), value.demands.end(), possible);
  switch (value.effect) {
    case TlsEffect::nothing:
      for (const char* verify : {"OK", "FAIL", "NO", "NONE", "NOT", "CLEAR"}) {
        Session session;
        session.verify = verify;
        session.bits = "0";
        if (!accepts(rules, entry, session)) return std::string("refuses ") + verify;
      }
      return "";
    case TlsEffect::never:
      for (const char* verify : {"OK", "FAIL", "NO"}) {
        Session session = meeting(value, site);
        session.verify = verify;
        session.bits = "256";
        if (accepts(rules, entry, session)) return std::string("accepts ") + verify;
      }
      return "";
    case TlsEffect::weaker: {
      Session wildcard = meeting(value, site);
      wildcard.altname = "*.peer.example";
      wildcard.subject = wildcard.issuer = "/none";
      const bool open = accepts(rules, entry, meeting(value, site)) ||
                        accepts(rules, entry, unverified) || accepts(rules, entry, wildcard);
      const bool fair = met && one_demand_of_each_kind(value);
      return open || !fair ? "" : "refuses what it should let pass";
    }
    case TlsEffect::as_written:
      break;
  }
  if (ok) return accepts(rules, entry, unverified) ? "" : "OK refuses";
  if (value.kind == "VERIFY" && accepts(rules, entry, unverified)) return "accepts verify=FAIL";
  if (value.bits && *value.bits != "0" && accepts(rules, entry, weak)) return "accepts 0 bits";
  // Two demands of one kind ask for what no certificate has, or for the same.
  if (!one_demand_of_each_kind(value)) return "";
  for (std::size_t i = 0; i < value.demands.size(); ++i) {
    if (accepts(rules, entry, meeting(value, site, i))) {
      return "does not ask for demand " + std::to_string(i);
    }
  }
  return !met || accepts(rules, entry, meeting(value, site)) ? "" : "refuses what meets all of it";
}

void compare_entries(const char* file, const Site& site) {
  Rules rules(file);
  std::map<TlsEffect, std::size_t> seen;
  std::size_t wrong = 0;
  for (int i = 0; i < 3000; ++i) {
    const std::string entry = random_entry();
    const TlsValue value = accessmap::policy::read_tls_value(entry, site);
    ++seen[value.effect];
    const std::string why = disagreement(entry, value, site, rules);
    if (why.empty() || ++wrong > 10) continue;
    std::cout << "\"" << entry << "\": effect " << static_cast<int>(value.effect) << ", but " << why
              << "\n";
  }
  CHECK(wrong == 0);
  CHECK(seen[TlsEffect::as_written] > 50);
  CHECK(seen[TlsEffect::never] > 50);
  if (!site.tls_strict) CHECK((seen[TlsEffect::weaker] > 50 && seen[TlsEffect::nothing] > 50));
}

}  // namespace

TEST_CASE("explain: the keys that the rules ask for, in their order") {
  compare_rows(PLAIN_CF, {}, 300);
}

TEST_CASE("explain: with skip, lookupdotdomain and the like") {
  compare_rows(RICH_CF, rich_site(), 300);
}

TEST_CASE("explain: relay_hosts_only") { compare_rows(STRICT_CF, strict_site(), 100); }

TEST_CASE("explain: recipients") {
  for (const bool ours : {false, true}) {
    compare_recipients(PLAIN_CF, {}, ours, 300);
    compare_recipients(RICH_CF, rich_site(), ours, 300);
    compare_recipients(STRICT_CF, strict_site(), ours, 300);
  }
}

TEST_CASE("explain: recipients and spam, senders and relaying") {
  const Site site = rich_site();
  const std::vector<Row> kRows = {{"Spam", "check_rcpt", mail, 0, "spam:", "\xff", "127.0.0.1"},
                                  {"From", "Relay_ok", nothing, 1, "from:"}};
  Rules rules(RICH_CF);
  Tally tally;
  for (const Row& row : kRows) {
    for (int i = 0; i < 300; ++i) compare_row(row, site, rules, tally);
  }
  CHECK(tally.asked == 600);
  CHECK(tally.wrong == 0);
}

TEST_CASE("explain: certificates") {
  Rules rules(PLAIN_CF);
  Party party;
  party.text = "/C=GB/O=My+20CA";
  rules.set("{verify}", "OK");
  rules.set("{cert_issuer}", party.text);
  rules.set("{cert_subject}", party.text);
  const Map map = {{"certissuer:/c=gb/o=my+20ca", "SUBJECT"}};
  const auto issuer = accessmap::explain_policy("CertIssuer", party, {}, in(map));
  const auto subject = accessmap::explain_policy("CertSubject", party, {}, in(map));
  rules.call("RelayTLS", {"x"}, map);
  CHECK(rules.asked() == Strings{keys_of(issuer[0])[0], keys_of(subject[0])[0]});
}

TEST_CASE("explain: an alternative name of a certificate") {
  Rules rules(LISTS_CF);
  Party party;
  party.text = "SMI:joe@a.example";
  rules.set("{verify}", "OK");
  rules.set("{cert_issuer}", "/O=CA");
  rules.add("{subject_email}", "joe@a.example");
  Site site;
  REQUIRE(accessmap::enable(site, "tls_relay_altnames"));
  const Map map = {{"certissuer:/o=ca", "ALTNAMES:SMI"},
                   {"subjaltname:smi:joe@a.example", "RELAY"}};
  const auto name = accessmap::explain_policy("SubjAltName", party, site, in(map));
  REQUIRE(name.size() == 1);
  CHECK(name[0].found);
  CHECK(name[0].meaning.starts_with("the client may relay"));
  rules.call("RelayTLS", {"x"}, map);
  CHECK(rules.asked() == Strings{"certissuer:/o=ca", keys_of(name[0])[0]});
  const auto unused = accessmap::explain_policy("SubjAltName", party, {}, in(map));
  CHECK(unused[0].meaning == "nobody asks for it without FEATURE(`tls_relay_altnames')");
}

// The keys that stand behind those of Connect: all from the first rhs: on.
Strings rhs_keys(const Strings& asked) {
  const auto first = std::find_if(asked.begin(), asked.end(),
                                  [](const std::string& key) { return key.starts_with("rhs:"); });
  return {first, asked.end()};
}

TEST_CASE("explain: senders that are exempt from a list of domains") {
  Rules rules(LISTS_CF);
  Tally tally;
  for (int i = 0; i < 300; ++i) {
    const Party party = [] {
      Party random = random_party();
      random.name = random_name();
      return random;
    }();
    introduce(party, rules);
    const Map none;
    const auto all = accessmap::explain_policy("rhs", party, {}, in(none));
    REQUIRE(all.size() == 1);
    const Map map = random_map(keys_of(all[0]), {"OK", "RELAY", "REJECT"});
    const auto answers = accessmap::explain_policy("rhs", party, {}, in(map));
    // The client is not the sender's host, whose keys without tags would decide about it first.
    rules.call("Basic_check_relay", {"client.invalid", "192.0.2.1"}, map);
    tally.compare("rhs " + party.local + "@" + party.name, keys_of(answers[0]),
                  rhs_keys(rules.asked()));
  }
  CHECK(tally.asked == 300);
  CHECK(tally.wrong == 0);
}

TEST_CASE("check: what TLS entries let in, as the rules have it") { compare_entries(PLAIN_CF, {}); }

TEST_CASE("check: the same with check_cert_altnames") { compare_entries(RICH_CF, rich_site()); }

TEST_CASE("check: the same with tls_strict") { compare_entries(STRICT_CF, strict_site()); }

TEST_CASE("check: numbers, as RateControl reads them") {
  Rules rules(PLAIN_CF);
  rules.set("{client_addr}", "192.0.2.1");
  for (const char* text : {"10", "0x10", "010", "1k", "1.5", "ten", "99"}) {
    const Map map = {{"clientrate:", text}};
    const long long limit = as_arith_reads(text);
    INFO(text);
    for (const long long rate : {limit, limit + 1}) {
      rules.set("{client_rate}", std::to_string(rate));
      CHECK(rules.call("RateControl", {"x"}, map) == (rate <= limit));
    }
  }
}

TEST_CASE("check: values of Compat that let pass") {
  Rules rules(PLAIN_CF);
  for (const char* text : {"OK", "REJECT", "DISCARD", "DISCARD:x", "TEMP:x", "ERROR:x", "ERROR",
                           "TMP:x", "DISCARD:"}) {
    accessmap::policy::Remarks remarks;
    accessmap::policy::kCompatValue.check(text, {}, remarks);
    const bool refused = !same_word(text, "OK") && remarks.empty();
    INFO(text);
    CHECK(rules.call("check_compat", {"a@b.example", "c@d.example"},
                     {{"compat:a@b.example<@>c@d.example", text}}) == !refused);
  }
}

TEST_CASE("check: an issuer's entry that says anything but OK") {
  for (const char* file : {PLAIN_CF, STRICT_CF}) {
    Rules rules(file);
    const bool strict = std::string(file) == STRICT_CF;
    Site site;
    site.tls_strict = strict;
    accessmap::policy::Remarks remarks;
    accessmap::policy::kIssuerTagValue.check("REJECT", site, remarks);
    REQUIRE(remarks.size() == 1);
    CHECK(remarks[0].opens == !strict);
    rules.set("{cert_issuer}", "/O=CA");
    rules.set("{verify}", "OK");
    rules.set("{cipher_bits}", "256");
    CHECK(rules.call("TLS_connection", {"OK", "< VERIFY+CITag:T > < >"}, {{"t:/o=ca", "REJECT"}}) ==
          !strict);
  }
}
