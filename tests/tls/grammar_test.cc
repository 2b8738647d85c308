// FEATURE(`tls_strict'): every kind of entry, against every kind of session and certificate.
//
// Model is an account of its own of what an entry asks for, written from the head of
// m4/rules/tls_strict.m4 and not from its rules.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ruled_session.h"
#include "rules/tls.h"

namespace {

using Strings = std::vector<std::string>;

struct Session {
  std::string verify;
  std::string bits, ssf;
};

struct Certificate {
  std::string subject, issuer, cn;
  Strings dns;
  Strings chain;
};

const std::string kPeer = "mail.peer.example";
const std::map<std::string, std::string> kAccess = {{"T:/O=CA", "OK"}, {"R:/O=CA", "REJECT"}};

// ---- the model

struct Answer {
  std::string reply;  // "454 4.7.0"; empty: accepted
  std::string text;
};

bool is_number(const std::string& text) {
  return !text.empty() && text.size() <= 5 && (text.size() == 1 || text[0] != '0') &&
         text.find_first_not_of("0123456789") == std::string::npos;
}

bool take(std::string& text, const std::string& prefix) {
  if (text.compare(0, prefix.size(), prefix) != 0) return false;
  text.erase(0, prefix.size());
  return true;
}

// RFC 9525: the whole name, or a wildcard for the first of at least three labels.
bool is_for(const std::string& presented, const std::string& name) {
  if (presented == name) return true;
  const size_t dot = name.find('.');
  return dot != std::string::npos && name.find('.', dot + 1) != std::string::npos &&
         presented == "*" + name.substr(dot);
}

bool any_is_for(const Strings& presented, const std::string& name) {
  return std::any_of(presented.begin(), presented.end(),
                     [&](const std::string& one) { return is_for(one, name); });
}

// Empty: met.
std::string unmet(const std::string& requirement, const Certificate& certificate) {
  const size_t colon = requirement.find(':');
  const std::string kind = requirement.substr(0, colon);
  const bool has_value = colon != std::string::npos;
  const std::string value = has_value ? requirement.substr(colon + 1) : "";
  const std::string unknown = "requirement not understood";
  if (kind == "CN" || kind == "CA") {
    if (has_value && value.empty()) return unknown;
    const std::string name = has_value ? value : kPeer;
    const bool cn_counts = kind == "CA" || certificate.dns.empty();
    if (any_is_for(certificate.dns, name)) return "";
    if (cn_counts && is_for(certificate.cn, name)) return "";
    return kind == "CN" ? "CN " + certificate.cn + " does not match " + name
                        : "no name of the certificate matches " + name;
  }
  if (!has_value || value.empty()) return unknown;
  if (kind == "CS") {
    return value == certificate.subject
               ? ""
               : "Cert Subject " + certificate.subject + " does not match " + value;
  }
  if (kind == "CI") {
    return value == certificate.issuer
               ? ""
               : "Cert Issuer " + certificate.issuer + " does not match " + value;
  }
  if (kind == "CHAIN") {
    const auto& chain = certificate.chain;
    return std::find(chain.begin(), chain.end(), value) != chain.end()
               ? ""
               : "Cert not issued below " + value;
  }
  if (kind == "CITag") {
    const auto at = kAccess.find(value + ":" + certificate.issuer);
    return at != kAccess.end() && at->second == "OK"
               ? ""
               : "Cert Issuer " + certificate.issuer + " not acceptable";
  }
  return unknown;
}

Answer decide(std::string entry, const Session& session, const Certificate& certificate) {
  std::string reply = "454 4.7.0";
  if (entry.size() > 5 && take(entry, "PERM+")) {
    reply = "503 5.7.0";
  } else if (entry.size() > 5 && take(entry, "TEMP+")) {
    reply = "403 4.7.0";
  }
  const std::map<std::string, std::string> broken = {
      {"SOFTWARE", "TLS handshake failed."},
      {"PROTOCOL", "STARTTLS failed."},
      {"CONFIG", "STARTTLS temporarily not possible."},
      {"DANE_FAIL", "DANE check failed."}};
  if (broken.count(session.verify) > 0) return {reply, broken.at(session.verify)};
  if (entry.empty()) return {reply, "address of the other side is not known"};
  if (entry == "OK") return {};

  const bool verify = take(entry, "VERIFY");
  const Answer unknown = {reply, "requirement not understood"};
  if (!verify && !take(entry, "ENCR")) return unknown;
  std::string bits = verify ? "0" : "";
  if (take(entry, ":")) {
    bits = entry.substr(0, entry.find('+'));
    entry.erase(0, bits.size());
  }
  if (!is_number(bits)) return unknown;
  Strings requirements;
  if (!entry.empty()) {
    if (!take(entry, "+") || entry.empty()) return unknown;
    for (size_t end; (end = entry.find("++")) != std::string::npos; entry.erase(0, end + 2)) {
      requirements.push_back(entry.substr(0, end));
    }
    requirements.push_back(entry);
  }
  if ((verify || !requirements.empty()) && session.verify != "OK" && session.verify != "TRUSTED") {
    const std::map<std::string, std::string> why = {
        {"", "authentication required"},
        {"CLEAR", "STARTTLS disabled locally"},
        {"FAIL", "authentication failed"},
        {"NO", "not authenticated"},
        {"NONE", "other side does not support STARTTLS"},
        {"NOT", "no authentication requested"}};
    const auto at = why.find(session.verify);
    return {reply, at != why.end() ? at->second : "authentication failure " + session.verify};
  }
  const int strength = std::max(atoi(session.bits.c_str()), atoi(session.ssf.c_str()));
  if (strength < atoi(bits.c_str())) {
    return {reply, "encryption too weak " + std::to_string(strength) + " less than " + bits};
  }
  for (const std::string& requirement : requirements) {
    const std::string what = unmet(requirement, certificate);
    if (!what.empty()) return {reply, what};
  }
  return {};
}

// ---- the rules

rules_lookup_status look_up(void*, rules_session*, const rules_map_query* query,
                            rules_text* value) {
  const auto at = kAccess.find(std::string(query->key.data, query->key.length));
  if (at == kAccess.end()) return RULES_LOOKUP_NOT_FOUND;
  *value = {at->second.data(), at->second.size()};
  return RULES_LOOKUP_FOUND;
}

std::string xtext(const std::string& text) {
  std::string out(3 * text.size() + 1, ' ');
  size_t size = 0;
  REQUIRE(rules_tls_xtext(text.data(), text.size(), out.data(), out.size(), &size) == RULES_OK);
  out.resize(size);
  return out;
}

class Rules {
 public:
  explicit Rules(const char* file) : session_(file, {answered_class("hash", look_up)}) {
    session_.set("{TLS_Name}", kPeer);
  }

  void show(const Certificate& certificate) {
    rules_tls_facts facts = {};
    facts.size = sizeof facts;
    const auto text = [](const std::string& of) { return rules_text{of.data(), of.size()}; };
    facts.subject = text(certificate.subject);
    facts.issuer = text(certificate.issuer);
    facts.subject_cn = text(certificate.cn);
    std::vector<rules_tls_name> names;
    for (const std::string& name : certificate.dns) names.push_back({RULES_TLS_DNS, text(name)});
    facts.names = names.data();
    facts.name_count = names.size();
    REQUIRE(rules_tls_set_facts(session_.session(), RULES_TLS_SERVER, &facts, nullptr) == RULES_OK);
    for (const std::string& name : certificate.chain) {
      session_.add("{chain_subjects}", name);
    }
  }

  Answer ask(const std::string& entry, const Session& session) {
    session_.set("{verify}", session.verify);
    session_.set("{cipher_bits}", session.bits);
    session_.set("{auth_ssf}", session.ssf);
    const auto verdict = session_.call("TLS_connection", {session.verify, "< " + entry + " > < >"});
    if (verdict.decision == RULES_ACCEPT) return {};
    return {std::to_string(verdict.code) + " " + verdict.enhanced.data, verdict.text.data};
  }

 private:
  RuledSession session_;
};

const Strings kKinds = {
    "VERIFY",        "VERIFY:0",     "VERIFY:128", "VERIFY:256", "VERIFY:abc", "VERIFY:",
    "VERIFY:12x",    "VERIFY:128:3", "VERIFY 112", "VERIFY128",  "ENCR",       "ENCR:128",
    "ENCR:256",      "ENCR:",        "OK",         "RELAY",      "ENCRYPT:1",  "",
    "VERIFY:999999", "VERIFY:0128"};
const Strings kRequirements = {"",
                               "+",
                               "+CN",
                               "+CN:",
                               "+CN:mail.peer.example",
                               "+CN:other.example",
                               "+CN:deep.mail.peer.example",
                               "+CN:example",
                               "+CA",
                               "+CA:cn.example",
                               "+CS:/O=Peer",
                               "+CS:/O=Other",
                               "+CI:/O=CA",
                               "+CI:",
                               "+CHAIN:/O=Root",
                               "+CITag:T",
                               "+CITag:R",
                               "+FOO:bar",
                               "+CN+CI:/O=CA",
                               "+CN++CI:/O=CA",
                               "+CN++CI:/O=Other",
                               "+CN++FOO",
                               "+CA++CS:/O=Peer++CHAIN:/O=Root"};
const Strings kVerify = {"OK",   "TRUSTED",  "FAIL",     "NO",     "NOT",       "NONE", "CLEAR",
                         "TEMP", "SOFTWARE", "PROTOCOL", "CONFIG", "DANE_FAIL", ""};
const std::vector<std::pair<std::string, std::string>> kStrengths = {
    {"", ""}, {"128", ""}, {"256", "0"}, {"56", "128"}};
const std::vector<Certificate> kCertificates = {
    {"", "", "", {}, {}},
    {"/O=Peer", "/O=CA", "mail.peer.example", {}, {"/O=CA", "/O=Root"}},
    {"/O=Peer", "/O=Other CA", "cn.example", {"mail.peer.example"}, {}},
    {"/O=Other", "/O=CA", "mail.peer.example", {"other.example"}, {"/O=Root"}},
    {"/O=Peer", "/O=CA", "*.peer.example", {}, {}},
    {"/O=Peer", "/O=CA", "x", {"*.peer.example", "a.example"}, {"/O=Root"}},
    {"/O=Peer", "/O=CA", "*.example", {"*.example", "*"}, {}}};

}  // namespace

TEST_CASE("tls_strict: every entry against every session and certificate") {
  Rules rules(STRICT_CF);
  size_t asked = 0, wrong = 0;
  for (const Certificate& certificate : kCertificates) {
    rules.show(certificate);
    Certificate seen = certificate;  // as the macros say it
    if (seen.cn.empty()) seen.cn = "BadCertificateUnknown";
    if (seen.subject.empty()) seen.cn.clear();  // no certificate, no words about it
    seen.issuer = xtext(seen.issuer);
    for (const char* prefix : {"", "PERM+", "TEMP+"}) {
      for (const std::string& kind : kKinds) {
        for (const std::string& requirement : kRequirements) {
          for (const std::string& verify : kVerify) {
            for (const auto& [bits, ssf] : kStrengths) {
              const Session session = {verify, bits, ssf};
              const std::string entry = prefix + kind + requirement;
              const Answer model = decide(entry, session, seen);
              const Answer got = rules.ask(entry, session);
              ++asked;
              const bool same = got.reply == model.reply &&
                                got.text.compare(0, model.text.size(), model.text) == 0 &&
                                got.text.empty() == model.text.empty();
              if (same || ++wrong > 10) continue;
              std::cout << entry << ", verify " << verify << ", bits " << bits << "/" << ssf
                        << ", CN " << seen.cn << ": " << got.reply << " " << got.text << ", not "
                        << model.reply << " " << model.text << "\n";
            }
          }
        }
      }
    }
  }
  CHECK(asked > 400000);
  CHECK(wrong == 0);
}

TEST_CASE("tls_strict: what the reference's rules let through") {
  Rules strict(STRICT_CF), plain(PLAIN_CF);
  const Certificate wrong = {"/O=Peer", "/O=CA", "other.example", {"other.example"}, {}};
  strict.show(wrong);
  plain.show(wrong);
  const Session good = {"OK", "256", ""}, unverified = {"FAIL", "256", ""};
  const std::vector<std::pair<std::string, Session>> open = {{"VERIFY+FOO:bar", good},
                                                             {"VERIFY+CA", good},
                                                             {"VERIFY:128:3", good},
                                                             {"ENCR", unverified},
                                                             {"VERIFY 112", unverified},
                                                             {"VERFY", unverified},
                                                             {"VERIFY+CN:other.example++FOO", good},
                                                             {"VERIFY:abc", good},
                                                             {"VERIFY+CITag:R", good}};
  for (const auto& [entry, session] : open) {
    INFO(entry);
    CHECK(plain.ask(entry, session).reply.empty());
    CHECK_FALSE(strict.ask(entry, session).reply.empty());
  }
}
