// Which keys rulesets ask for, and what the one that wins means. See policy.h.
//
// A ruleset asks by one search after the other, until one finds something. A
// search walks: from a host to its parents, from an address to its nets, from
// user+detail@host to user@host.
//
// Tested by policy_test.cc, against_rulesets_test.cc.

#include <algorithm>

#include "accessmap/policy.h"
#include "network.h"
#include "tags.h"

namespace accessmap {
namespace policy {
namespace {

// Longer ones are cut by no ruleset either: it gives up.
constexpr std::size_t kLongestParty = 1024;

// One walk: the ruleset's letter says how.
struct Search {
  char letter;       // D host, A address, F user@host, U user@, E as it is
  std::string what;  // what is walked over
};

struct Question {
  std::string text;
  bool bare;  // a key without the tag counts, too
  std::vector<Search> searches;
  bool relay_only = false;  // any other value than RELAY is no answer: the next search goes on
};

class Walk {
 public:
  Walk(std::string_view tag, const Site& site, const FindValue& find, Answer& answer)
      : tag_(tag), site_(site), find_(find), answer_(answer) {}

  // Asks the question; true: found.
  bool ask(const Question& question);

 private:
  bool search(const Search& search);
  bool host(std::string host);
  bool address(std::string address);
  bool full(const std::string& mail);
  bool user(const std::string& mail);
  bool without_detail(const std::string& mail);
  bool both(const std::string& key);
  bool one(const std::string& key);
  [[nodiscard]] bool skipped() const {
    return site_.skip && answer_.found && same_word(*answer_.keys.back().value, "SKIP");
  }

  std::string_view tag_;
  const Site& site_;
  const FindValue& find_;
  Answer& answer_;
  bool bare_ = false;
};

bool Walk::ask(const Question& question) {
  bare_ = question.bare;
  for (const Search& one : question.searches) {
    const bool found = search(one);
    const bool walks = one.letter == 'D' || one.letter == 'A';
    const bool passed = found && walks && skipped();
    const bool other =
        found && question.relay_only && !same_word(*answer_.keys.back().value, "RELAY");
    if (found && !passed && !other) return true;
    answer_.found = false;
  }
  return false;
}

bool Walk::search(const Search& search) {
  switch (search.letter) {
    case 'D':
      return host(search.what);
    case 'A':
      return !search.what.empty() && address(search.what);
    case 'F':
      return full(search.what);
    case 'U':
      return user(search.what);
    default:
      return both(search.what);
  }
}

bool Walk::one(const std::string& key) {
  answer_.keys.push_back({key, find_(key)});
  answer_.found = answer_.keys.back().value.has_value();
  return answer_.found;
}

bool Walk::both(const std::string& key) {
  return one(std::string(tag_) + ":" + key) || (bare_ && one(key));
}

// The address without its last word or sign, and the :: or : or . before it;
// empty: it has no parts.
std::string net_above(std::string_view address) {
  if (address.empty()) return {};
  const std::size_t sign = address.find_last_of(".:");
  if (sign == address.npos) return {};
  const bool ends_in_sign = sign + 1 == address.size();
  std::string_view rest = address.substr(0, ends_in_sign ? sign : sign + 1);
  for (const std::string_view joint : {"::", ":", "."}) {
    if (rest.size() > joint.size() && rest.ends_with(joint)) {
      return std::string(rest.substr(0, rest.size() - joint.size()));
    }
  }
  return {};
}

// The host without its first label.
std::string parent_of(const std::string& host) {
  const std::size_t dot = host.find('.', 1);
  return dot == host.npos ? "" : host.substr(dot + 1);
}

bool Walk::host(std::string host) {
  if (host.empty()) return one(std::string(tag_) + ":");
  for (;;) {
    if (both(host)) return true;
    const std::string parent = parent_of(host);
    if (site_.lookupdotdomain && !parent.empty() && both("." + parent)) return true;
    const bool brackets = host.size() > 2 && host[0] == '[' && host.back() == ']';
    const std::string net = brackets ? net_above(host.substr(1, host.size() - 2)) : "";
    host = net.empty() ? parent : "[" + net + "]";
    if (host.empty()) return false;
  }
}

bool Walk::address(std::string address) {
  for (; !address.empty(); address = net_above(address)) {
    if (both(address)) return true;
  }
  return false;
}

bool Walk::full(const std::string& mail) {
  return both(mail) || (!mail.ends_with('@') && without_detail(mail));
}

bool Walk::without_detail(const std::string& mail) {
  const std::size_t at = mail.rfind('@');
  const std::size_t plus = mail.find('+', 1);
  if (plus >= at) return false;
  const std::string front = mail.substr(0, plus), host = mail.substr(at);
  return both(front + "+*" + host) || both(front + host);
}

bool Walk::user(const std::string& mail) { return both(mail) || without_detail(mail); }

// ---- the questions of each tag

using Searches = std::vector<Search>;

struct Asker {
  const Party& party;
  const Site& site;

  [[nodiscard]] Searches host_searches() const { return {{'D', party.name}, {'A', party.address}}; }
  [[nodiscard]] std::string mail() const { return party.local + "@" + party.name; }
  [[nodiscard]] char relay_walk() const { return site.relay_hosts_only ? 'E' : 'D'; }
};

std::vector<Question> ask_connect(const Asker& who) {
  Searches check;
  if (!who.party.name.empty()) check.push_back({'D', who.party.name});
  check.push_back({'A', who.party.address});
  Question relay = {"check_rcpt: may the client send to everybody?", true, {}, true};
  relay.searches.push_back({'A', who.party.address});
  // A name in brackets is none, and the client is refused before it is asked for.
  const bool named = !who.party.name.empty() && !who.party.name.starts_with('[');
  if (named) relay.searches.push_back({who.relay_walk(), who.party.name});
  return {{"check_relay: may the client connect?", true, check}, relay};
}

std::vector<Question> ask_from(const Asker& who) {
  const Party& party = who.party;
  Searches check = {{'U', party.local + "@"}};
  if (!party.name.empty()) check = {{'F', who.mail()}, {'U', party.local + "@"}, {'D', party.name}};
  if (party.local.empty()) check = {{'D', party.name}};
  std::vector<Question> questions = {{"check_mail: may the sender send?", true, check}};
  if (who.site.relay_mail_from && !party.name.empty()) {
    Searches relay = {{'F', who.mail()}};
    if (who.site.relay_mail_from_domain) relay.push_back({'D', party.name});
    questions.push_back({"check_rcpt: may the sender send to everybody?", false, relay});
  }
  return questions;
}

std::vector<Question> ask_to(const Asker& who) {
  const Party& party = who.party;
  std::vector<Question> questions;
  const Search user = {'U', party.local + "@"};
  if (who.site.blocklist_recipients) {
    Searches check = {user};
    if (!party.name.empty()) check = {{'F', who.mail()}, {'D', party.name}};
    if (!party.name.empty() && party.ours) check.insert(check.begin() + 1, user);
    if (party.local.empty()) check = {{'D', party.name}};
    questions.push_back({"check_rcpt: may the recipient get mail?", true, check});
  }
  if (party.ours || party.name.empty()) return questions;
  Searches relay = {{who.relay_walk(), party.name}};
  if (who.site.relaytofulladdress && !who.site.relay_hosts_only) {
    relay = {{'F', who.mail()}, {'D', party.name}, {'F', party.local + "@"}};
  }
  questions.push_back({"check_rcpt: may everybody send to the recipient?", true, relay});
  return questions;
}

std::vector<Question> ask_mail(const Asker& who, const char* text, const char* letters) {
  Searches searches;
  for (const char letter : std::string_view(letters)) {
    const bool whole = letter == 'F' || letter == 'D';
    if (whole && who.party.name.empty()) continue;
    if ((letter == 'F' || letter == 'U') && who.party.local.empty()) continue;
    searches.push_back({letter, letter == 'F'   ? who.mail()
                                : letter == 'U' ? who.party.local + "@"
                                : letter == 'D' ? who.party.name
                                                : ""});
  }
  return {{text, false, searches}};
}

// FEATURE(`rhsbl') asks with and without the tag.
std::vector<Question> ask_rhs(const Asker& who) {
  auto questions =
      ask_mail(who, "check_relay: is the sender exempt from the list of FEATURE(`rhsbl')?", "FD");
  questions[0].bare = true;
  return questions;
}

std::vector<Question> ask_host(const Asker& who, const char* text, bool tag_alone) {
  Searches searches = who.host_searches();
  if (tag_alone) searches.push_back({'E', ""});
  return {{text, false, searches}};
}

std::vector<Question> ask_client(const Asker& who, const char* text) {
  return {{text, false, {{'A', who.party.address}, {'E', ""}}}};
}

std::vector<Question> ask_exact(const Asker& who, const char* text) {
  return {{text, false, {{'E', who.party.text}}}};
}

// The rows that need more than a walk or two have a function above.
std::vector<Question> questions_of(std::string_view tag, const Asker& who) {
  const auto is = [&](std::string_view name) { return same_word(tag, name); };
  if (is("Connect")) return ask_connect(who);
  if (is("From")) return ask_from(who);
  if (is("To")) return ask_to(who);
  if (is("Spam")) {
    return ask_mail(who, "check_rcpt: does the recipient want spam?",
                    who.party.ours ? "FDU" : "FD");
  }
  if (is("TLS_Rcpt")) return ask_mail(who, "tls_rcpt: is the session good enough?", "FUDE");
  if (is("qgrp")) return ask_mail(who, "queuegroup: where does the mail wait?", "FD");
  if (is("bcc")) return ask_mail(who, "bcc: who gets a copy?", "D");
  if (is("TLS_Clt")) return ask_host(who, "tls_client: is the session good enough?", true);
  if (is("TLS_Srv")) return ask_host(who, "tls_server: is the session good enough?", true);
  if (is("Try_TLS")) return ask_host(who, "try_tls: is STARTTLS tried?", true);
  if (is("Srv_Features")) return ask_host(who, "srv_features: what is offered?", true);
  if (is("Clt_Features")) return ask_host(who, "clt_features: what is used?", true);
  if (is("AuthInfo")) return ask_host(who, "authinfo: who are we for the server?", true);
  if (is("TLS_Srv_Features")) return ask_host(who, "tls_srv_features: with which settings?", false);
  if (is("TLS_Clt_Features")) return ask_host(who, "tls_clt_features: with which settings?", false);
  if (is("GreetPause"))
    return ask_host(who, "greet_pause: how long does the greeting wait?", false);
  if (is("XConnect")) return ask_host(who, "x_connect: may the client use XCONNECT?", false);
  if (is("ClientRate")) return ask_client(who, "RateControl: how often may it connect?");
  if (is("ClientConn")) return ask_client(who, "ConnControl: how often at once?");
  if (is("CERTISSUER")) return ask_exact(who, "RelayTLS: may clients of this issuer relay?");
  if (is("CERTSUBJECT")) return ask_exact(who, "RelayTLS: may this subject relay?");
  if (is("SubjAltName")) {
    return ask_exact(who, "RelayTLS: may clients with this alternative name relay? (TAG:NAME)");
  }
  if (is("rhs")) return ask_rhs(who);
  if (is("Compat")) return ask_exact(who, "check_compat: may the message go this way?");
  return {};
}

std::string default_of(std::string_view tag, const Question& question) {
  if (question.relay_only) return "no RELAY: not by what the map says";
  if (same_word(tag, "Connect") || same_word(tag, "From") || same_word(tag, "To")) {
    return "no entry: the map says neither yes nor no";
  }
  return "no entry: as if there were no map";
}

}  // namespace
}  // namespace policy

std::vector<Answer> explain_policy(std::string_view tag, const Party& party, const Site& site,
                                   const FindValue& find) {
  const policy::Tag* known = policy::find_tag(tag);
  if (known == nullptr || party.name.size() > policy::kLongestParty ||
      party.text.size() > policy::kLongestParty) {
    return {};
  }
  std::vector<Answer> answers;
  for (const policy::Question& question : policy::questions_of(tag, {party, site})) {
    Answer& answer = answers.emplace_back();
    answer.question = question.text;
    policy::Walk walk(known->name, site, find, answer);
    const bool found = walk.ask(question);
    answer.meaning = found ? known->values->meaning(*answer.keys.back().value, tag, site)
                           : policy::default_of(tag, question);
  }
  return answers;
}

void read_party(std::string_view word, const Site& site, Party& party) {
  if (party.text.empty()) party.text = std::string(word);
  const auto bare = word.starts_with("IPv6:") ? word.substr(5) : word;
  if (const auto address = policy::ipv6_key(bare, site.compressed_ipv6)) {
    party.address = *address;
  } else if (policy::is_ipv4(word)) {
    party.address = std::string(word);
  } else if (const std::size_t at = word.rfind('@'); at != word.npos) {
    party.local = std::string(word.substr(0, at));
    party.name = std::string(word.substr(at + 1));
  } else {
    party.name = std::string(word);
  }
  while (party.name.size() > 1 && party.name.ends_with('.')) party.name.pop_back();
}

}  // namespace accessmap
