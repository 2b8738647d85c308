// Values that are one word of a few, and the comparison of words.
//
// Tested by policy_test.cc.

#include <cctype>

#include "accessmap/nearest.h"
#include "value_grammars.h"

namespace accessmap::policy {

bool same_word(std::string_view a, std::string_view b) {
  return a.size() == b.size() && starts_with_word(a, b);
}

bool starts_with_word(std::string_view text, std::string_view word) {
  if (text.size() < word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (std::tolower(static_cast<unsigned char>(text[i])) !=
        std::tolower(static_cast<unsigned char>(word[i]))) {
      return false;
    }
  }
  return true;
}

namespace {

// `otherwise` says what the rules do with any other word.
void check_words(std::string_view value, std::span<const std::string_view> words,
                 std::string_view otherwise, bool opens, Remarks& to) {
  std::string all;
  for (const std::string_view word : words) {
    if (same_word(value, word)) return;
    all += (all.empty() ? "" : " or ") + std::string(word);
  }
  const std::string near = nearest_name(value, words);
  to.push_back(
      {Severity::error, opens, "value",
       "the value \"" + std::string(value) + "\" is not " + all + ": " + std::string(otherwise),
       near.empty() ? "write " + all + ", or take the entry out" : "write " + near});
}

void check_try_tls(std::string_view value, const Site&, Remarks& to) {
  constexpr std::string_view kWords[] = {"NO"};
  check_words(value, kWords, "STARTTLS is tried nevertheless", false, to);
}

std::string try_tls_meaning(std::string_view value, std::string_view, const Site&) {
  return same_word(value, "NO") ? "STARTTLS is not tried" : "STARTTLS is tried";
}

void check_spam(std::string_view value, const Site&, Remarks& to) {
  constexpr std::string_view kWords[] = {"FRIEND", "HATER"};
  check_words(value, kWords, "the entry says nothing", false, to);
}

std::string spam_meaning(std::string_view value, std::string_view, const Site&) {
  if (same_word(value, "FRIEND")) {
    return "a friend of spam: gets all mail (with FEATURE(`delay_checks', `friend'))";
  }
  if (same_word(value, "HATER")) {
    return "a hater of spam: client and sender are checked (with FEATURE(`delay_checks', `hater'))";
  }
  return "neither FRIEND nor HATER: as without an entry";
}

void check_issuer(std::string_view value, const Site& site, Remarks& to) {
  constexpr std::string_view kWords[] = {"RELAY", "SUBJECT"};
  const bool altnames = starts_with_word(value, "ALTNAMES:") && value.size() > 9;
  if (altnames && site.tls_relay_altnames) return;
  if (altnames) {
    wrong(to, "value", "ALTNAMES: lets nobody relay without FEATURE(`tls_relay_altnames')",
          "put the FEATURE into the .mc file");
    return;
  }
  check_words(value, kWords, "it lets nobody relay", false, to);
}

std::string issuer_meaning(std::string_view value, std::string_view, const Site& site) {
  if (same_word(value, "RELAY")) return "clients with a certificate of this issuer may relay";
  if (same_word(value, "SUBJECT")) {
    return "clients may relay whose certificate is of this issuer and whose CERTSUBJECT: entry "
           "says RELAY";
  }
  if (starts_with_word(value, "ALTNAMES:") && site.tls_relay_altnames) {
    return "clients may relay whose alternative names have RELAY below SubjAltName:" +
           std::string(value.substr(9)) + ":";
  }
  return "nobody may relay by it";
}

void check_relay_word(std::string_view value, const Site&, Remarks& to) {
  constexpr std::string_view kWords[] = {"RELAY"};
  check_words(value, kWords, "it lets nobody relay", false, to);
}

std::string relay_word_meaning(std::string_view value, std::string_view, const Site&) {
  return same_word(value, "RELAY") ? "the client may relay" : "nobody may relay by it";
}

std::string alt_name_meaning(std::string_view value, std::string_view tag, const Site& site) {
  if (!site.tls_relay_altnames) return "nobody asks for it without FEATURE(`tls_relay_altnames')";
  return relay_word_meaning(value, tag, site) +
         (same_word(value, "RELAY") ? ", unless another of its names has another value" : "");
}

void check_exempt(std::string_view value, const Site&, Remarks& to) {
  constexpr std::string_view kWords[] = {"OK", "RELAY"};
  check_words(value, kWords, "the sender is looked for in the list nevertheless", false, to);
}

std::string exempt_meaning(std::string_view value, std::string_view, const Site&) {
  const bool exempt = same_word(value, "OK") || same_word(value, "RELAY");
  return exempt ? "the sender is not looked for in the list" : "the sender is looked for";
}

void check_issuer_tag(std::string_view value, const Site& site, Remarks& to) {
  constexpr std::string_view kWords[] = {"OK"};
  check_words(value, kWords,
              site.tls_strict ? "the issuer is refused"
                              : "without FEATURE(`tls_strict') the issuer is accepted, whatever "
                                "the value says",
              !site.tls_strict, to);
}

std::string issuer_tag_meaning(std::string_view value, std::string_view, const Site& site) {
  const bool accepted = !site.tls_strict || same_word(value, "OK");
  return accepted ? "the issuer is accepted" : "the issuer is refused";
}

void check_any(std::string_view, const Site&, Remarks&) {}

std::string any_meaning(std::string_view value, std::string_view tag, const Site&) {
  if (same_word(tag, "XConnect")) return "the client may use XCONNECT";
  if (same_word(tag, "bcc")) return "a copy goes to the recipient at " + std::string(value);
  if (same_word(tag, "qgrp")) return "the mail waits in queue group " + std::string(value);
  return std::string(value);
}

}  // namespace

const ValueGrammar kTryTlsValue = {check_try_tls, try_tls_meaning};
const ValueGrammar kSpamValue = {check_spam, spam_meaning};
const ValueGrammar kIssuerValue = {check_issuer, issuer_meaning};
const ValueGrammar kSubjectValue = {check_relay_word, relay_word_meaning};
const ValueGrammar kAltNameValue = {check_relay_word, alt_name_meaning};
const ValueGrammar kExemptValue = {check_exempt, exempt_meaning};
const ValueGrammar kIssuerTagValue = {check_issuer_tag, issuer_tag_meaning};
const ValueGrammar kAnyValue = {check_any, any_meaning};

}  // namespace accessmap::policy
