// Reads a whole access map and says what is wrong with it. See policy.h.

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "accessmap/nearest.h"
#include "accessmap/policy.h"
#include "keys.h"
#include "network.h"
#include "tags.h"
#include "value_tls.h"

namespace accessmap {
namespace policy {
namespace {

struct Entry {
  std::size_t line = 0;
  std::string key;       // as it is stored
  std::string tag_name;  // empty: none
  const Tag* tag = nullptr;
  std::string rest;  // the key without its tag
  std::string value;
};

std::string folded(std::string_view text) {
  std::string copy(text);
  fold_key(copy);
  return copy;
}

Entry entry_of(const TextLine& line) {
  Entry entry;
  entry.line = line.number;
  entry.key = line.key;
  entry.value = std::string(line.value);
  const std::string key = folded(line.key);
  const std::size_t colon = key.find(':');
  const bool address =
      key.starts_with("ipv6:") || key.starts_with('[') || ipv6_key(key, false) || read_network(key);
  if (colon != key.npos && !address) entry.tag_name = key.substr(0, colon);
  entry.tag = entry.tag_name.empty() ? &bare_tag() : find_tag(entry.tag_name);
  entry.rest = entry.tag_name.empty() ? key : key.substr(colon + 1);
  return entry;
}

class PolicyCheck {
 public:
  PolicyCheck(const TextStyle& style, const Site& site) : style_(style), site_(site) {}

  [[nodiscard]] std::vector<Finding> run(std::string_view text);

 private:
  void take(const TextLine& line);
  void bad_line(const TextLine& line, std::string text, std::string advice);
  void say(const Entry& entry, const Remarks& remarks);
  void say(const Entry& entry, Remark remark) { say(entry, Remarks{std::move(remark)}); }

  void check_entry(const Entry& entry);
  void check_value(const Entry& entry);
  void check_unknown_tag(const Entry& entry);
  void check_duplicate(const Entry& entry);
  void check_case(const Entry& entry);
  void check_width(const Entry& entry);
  void check_bare(const Entry& entry);
  void check_issuers(const Entry& entry);
  [[nodiscard]] bool blank_in_key(const Entry& entry);

  const TextStyle style_;
  const Site& site_;
  std::vector<Entry> entries_;
  std::map<std::string, std::size_t> first_;  // number of the entry, by folded key
  std::set<std::string> issuer_tags_;         // asked for by CITag, folded
  std::set<std::string> tags_there_;
  bool subject_asked_ = false;
  std::vector<Finding> findings_;
};

std::vector<Finding> PolicyCheck::run(std::string_view text) {
  TextReader reader(text, style_);
  TextLine line;
  while (reader.next(line)) take(line);
  for (const Entry& entry : entries_) check_entry(entry);
  std::stable_sort(findings_.begin(), findings_.end(),
                   [](const Finding& a, const Finding& b) { return a.line < b.line; });
  return std::move(findings_);
}

void PolicyCheck::bad_line(const TextLine& line, std::string text, std::string advice) {
  findings_.push_back(
      {line.number, Severity::error, false, "line", line.key, std::move(text), std::move(advice)});
}

void PolicyCheck::take(const TextLine& line) {
  switch (line.kind) {
    case LineKind::nothing:
      return;
    case LineKind::leading_space:
      return bad_line(line, "begins with a blank", "begin the line with the key");
    case LineKind::no_value:
      return bad_line(line, "has no value", "write key, blank, value");
    case LineKind::too_long:
      return bad_line(line, "is too long", "is this a text at all?");
    case LineKind::has_nul:
      return bad_line(line, "has a NUL byte in it", "is this a text at all?");
    case LineKind::entry:
      break;
  }
  if (line.value.find('\r') != std::string_view::npos || line.key.find('\r') != std::string::npos) {
    return bad_line(line, "has a carriage return in its key or value",
                    "give the file Unix line ends");
  }
  entries_.push_back(entry_of(line));
  const Entry& entry = entries_.back();
  first_.emplace(folded(entry.key), entries_.size() - 1);
  tags_there_.insert(entry.tag_name);
  subject_asked_ =
      subject_asked_ || (entry.tag_name == "certissuer" && same_word(entry.value, "SUBJECT"));
  if (entry.tag == nullptr || entry.tag->values != &kTlsValue) return;
  for (const std::string& tag : issuer_tags_of(entry.value, site_))
    issuer_tags_.insert(folded(tag));
}

void PolicyCheck::say(const Entry& entry, const Remarks& remarks) {
  for (const Remark& one : remarks) {
    findings_.push_back(
        {entry.line, one.severity, one.opens, one.code, entry.key, one.text, one.advice});
  }
}

void PolicyCheck::check_entry(const Entry& entry) {
  check_duplicate(entry);
  check_case(entry);
  if (entry.tag == nullptr && issuer_tags_.count(entry.tag_name) == 0) {
    check_unknown_tag(entry);
    return;
  }
  if (blank_in_key(entry)) return;
  Remarks remarks;
  const Tag issuer = {entry.tag_name, kDn, &kIssuerTagValue};
  const Tag& tag = entry.tag ? *entry.tag : issuer;
  check_key(tag, entry.rest, site_, remarks);
  tag.values->check(entry.value, site_, remarks);
  say(entry, remarks);
  if (tag.values == &kActionValue) check_width(entry);
  if (entry.tag_name.empty()) check_bare(entry);
  check_issuers(entry);
}

// `Connect: host REJECT` and `CERTISSUER:/O=My CA RELAY`: the key ends at the blank.
bool PolicyCheck::blank_in_key(const Entry& entry) {
  const std::size_t blank = entry.value.find_first_of(" \t");
  if (entry.tag == nullptr || blank == entry.value.npos || style_.delimiter) return false;
  const std::string_view value = entry.value;
  const std::string_view last = value.substr(value.find_last_of(" \t") + 1);
  const std::string_view first = value.substr(0, blank);
  Remarks ignored;
  entry.tag->values->check(last, site_, ignored);
  const bool host = first.find('.') != first.npos && first.find(':') == first.npos &&
                    first.find('=') == first.npos;
  const bool after_tag = entry.rest.empty() && host;
  const bool inside_dn = (entry.tag->forms & kDn) != 0 && ignored.empty();
  if (!after_tag && !inside_dn) return false;
  const std::string advice =
      after_tag ? "take the blank behind the colon out" : "write +20 for the blank";
  say(entry, {Severity::error, false, "never-asked",
              "is never asked for: the key ends at the blank, so that the value is \"" +
                  entry.value + "\"",
              advice});
  return true;
}

void PolicyCheck::check_unknown_tag(const Entry& entry) {
  const auto names = policy_tags();
  const std::string near = nearest_name(entry.tag_name, names);
  std::string advice = "write " + near + ":";
  if (near.empty()) {
    advice = "known are";
    for (const std::string_view name : names) advice += " " + std::string(name);
  }
  say(entry,
      {Severity::error, false, "unknown-tag",
       "there is no tag \"" + entry.tag_name + "\", so the entry is never asked for", advice});
}

void PolicyCheck::check_duplicate(const Entry& entry) {
  const Entry& first = entries_[first_.at(folded(entry.key))];
  if (first.line == entry.line) return;
  const bool same_key = first.key == entry.key;
  if (!same_key && !style_.fold_keys) return;
  const bool same = first.value == entry.value;
  say(entry,
      {Severity::error, false, same ? "duplicate" : "contradiction",
       "is in line " + std::to_string(first.line) + " already" +
           (same ? "" : ", with the value \"" + first.value + "\", which is the one that counts"),
       "take one of the two lines out"});
}

void PolicyCheck::check_case(const Entry& entry) {
  if (style_.fold_keys || folded(entry.key) == entry.key) return;
  say(entry, {Severity::warning, false, "case",
              "has capital letters, and the map keeps them: other spellings are not found",
              "build the map without -f"});
}

// Relaying for a whole top-level domain, or for a 16 millionth part of the Internet.
void PolicyCheck::check_width(const Entry& entry) {
  constexpr std::array<std::string_view, 12> kTopLevel = {
      "com", "net", "org", "edu", "gov", "mil", "int", "info", "biz", "name", "arpa", "ipv6"};
  if (!same_word(entry.value, "RELAY") || entry.tag_name == "from") return;
  const std::string& rest = entry.rest;
  const bool top =
      rest.size() == 2 && rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == rest.npos;
  const bool listed = std::find(kTopLevel.begin(), kTopLevel.end(), rest) != kTopLevel.end();
  const bool octet = is_number(rest) && rest != "10" && rest != "127";
  if (!top && !listed && !octet) return;
  say(entry, {Severity::warning, true, "wide", "lets everybody below " + rest + " relay",
              "write the domains or nets that are yours"});
}

// An entry without a tag counts only where no tag says otherwise.
void PolicyCheck::check_bare(const Entry& entry) {
  const bool address = looks_like_ipv4(entry.rest) || entry.rest.starts_with("ipv6:");
  const bool mail = entry.rest.find('@') != entry.rest.npos;
  const auto there = [&](const char* tag) { return first_.count(tag + (":" + entry.rest)) > 0; };
  const bool hidden = (mail || there("connect")) && (address || (there("from") && there("to")));
  if (!hidden) return;
  say(entry, {Severity::warning, false, "unreachable",
              "is never asked for: entries with tags are there for all that it stands for",
              "take it out"});
}

void PolicyCheck::check_issuers(const Entry& entry) {
  if (entry.tag_name == "certsubject" && !subject_asked_) {
    say(entry, {Severity::warning, false, "unreachable",
                "is never asked for: no entry CERTISSUER: has the value SUBJECT",
                "add CERTISSUER: and the issuer, with SUBJECT"});
  }
  if (entry.tag_name == "certissuer" && same_word(entry.value, "SUBJECT") &&
      tags_there_.count("certsubject") == 0) {
    say(entry,
        {Severity::warning, false, "value", "lets nobody relay: there is no entry CERTSUBJECT:",
         "add CERTSUBJECT: and the subject, with RELAY"});
  }
  if (entry.tag == nullptr || entry.tag->values != &kTlsValue) return;
  for (const std::string& tag : issuer_tags_of(entry.value, site_)) {
    if (tags_there_.count(folded(tag)) > 0) continue;
    say(entry, {Severity::warning, false, "tls-value",
                "refuses every session: there is no entry " + tag + ": for an issuer",
                "add " + tag + ": and the issuer, with OK"});
  }
}

}  // namespace
}  // namespace policy

std::vector<Finding> check_policy(std::string_view text, const TextStyle& style, const Site& site) {
  return policy::PolicyCheck(style, site).run(text);
}

std::string expand_networks(std::string_view text, const TextStyle& style) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t key_end =
        std::min(style.delimiter ? line.find(*style.delimiter) : line.find_first_of(" \t\v\f\r"),
                 line.size());
    const std::string_view key = line.substr(0, key_end);
    std::size_t tag_end = key.find(':') == key.npos ? 0 : key.find(':') + 1;
    if (policy::read_network(key)) tag_end = 0;
    const auto keys = line.starts_with(style.comment) ? std::vector<std::string>{}
                                                      : keys_of_network(key.substr(tag_end));
    if (keys.empty()) out.append(line).push_back('\n');
    for (const std::string& one : keys) {
      out.append(key.substr(0, tag_end)).append(one).append(line.substr(key_end)).push_back('\n');
    }
  }
  return out;
}

}  // namespace accessmap
