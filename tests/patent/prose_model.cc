// The model of the patent's prose: see prose_model.h.
//
// Tested by prose_model_test.cc.
#include "prose_model.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>

namespace patent {
namespace {

using Words = std::vector<std::string>;

constexpr std::string_view kOperators = ".:%@!^/[]+()<>,;";
constexpr std::string_view kBlanks = " \t";

bool same(std::string_view a, std::string_view b) { return folded(a) == folded(b); }

// Where the word that begins at `start` ends: a quoted string, one operator, or a run of others.
size_t word_end(std::string_view text, size_t start) {
  if (text[start] == '"') {
    const size_t quote = text.find('"', start + 1);
    return quote == text.npos ? text.size() : quote + 1;
  }
  if (kOperators.find(text[start]) != kOperators.npos) return start + 1;
  const std::string stops = std::string(kOperators) + std::string(kBlanks) + '"';
  return std::min(text.find_first_of(stops, start), text.size());
}

// The words of a value or a macro. Blanks between words and (comments) mean nothing.
Words words_of(std::string_view text) {
  Words words;
  for (size_t at = text.find_first_not_of(kBlanks); at < text.size();
       at = text.find_first_not_of(kBlanks, at)) {
    if (text[at] == '(') {
      at = std::min(text.find(')', at), text.size() - 1) + 1;
      continue;
    }
    const size_t end = word_end(text, at);
    words.emplace_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

// A number as the arith map reads it: decimal, 0x or octal; 0 if it is none (B11).
long number(const std::string& text) { return std::strtol(text.c_str(), nullptr, 0); }

Decision refuse(int code, std::string enhanced, std::string text) {
  return {false, code, std::move(enhanced), std::move(text), false};
}

Decision accept_with_ok() { return {true, 0, "", "", true}; }

// "The decision whether a permanent or temporary error code is used": one of these two.
struct Reply {
  int code;
  const char* enhanced;
};
constexpr Reply kPermanent = {503, "5.7.0"};
constexpr Reply kTemporary = {403, "4.7.0"};

// An entry's value, understood. No kind: "something else", which accepts.
struct Requirement {
  enum class Kind { none, verify, encryption } kind = Kind::none;
  Reply reply = kTemporary;
  std::optional<std::string> bits;
};

bool asks_for_something(const std::string& word) {
  return same(word, "VERIFY") || same(word, "ENCR");
}

// VERIFY, VERIFY:bits, ENCR:bits, each with PERM+ or TEMP+ before it. B15: nothing else is a
// requirement: ENCR alone, VERIFY:, VERIFY:1:2, VERIFY 112 accept. B7: a prefix counts only before
// VERIFY or ENCR, but then whatever follows.
Requirement understood(const Site& site, const std::string& value) {
  Requirement result;
  result.reply = site.permanent ? kPermanent : kTemporary;
  Words words = words_of(value);
  if (words.size() >= 3 && words[1] == "+" && asks_for_something(words[2]) &&
      (same(words[0], "PERM") || same(words[0], "TEMP"))) {
    result.reply = same(words[0], "PERM") ? kPermanent : kTemporary;
    words.erase(words.begin(), words.begin() + 2);
  }
  const bool with_bits = words.size() == 3 && words[1] == ":";
  if (with_bits) result.bits = words[2];
  if ((with_bits || words.size() == 1) && same(words[0], "VERIFY")) {
    result.kind = Requirement::Kind::verify;
  }
  if (with_bits && same(words[0], "ENCR")) result.kind = Requirement::Kind::encryption;
  return result;
}

// "An error during the TLS handshake occurred": refused whatever the entry says; the entry can only
// choose the reply.
Decision handshake_failed(const Site& site, const std::optional<std::string>& value,
                          const Reading& reading) {
  Reply reply = site.permanent ? kPermanent : kTemporary;
  if (value) reply = understood(site, *value).reply;
  if (value && reading.b8) {
    const Words words = words_of(*value);
    if (words.size() >= 3 && words[1] == ":" && !asks_for_something(words[0])) {
      std::string enhanced;
      for (size_t at = 2; at < words.size(); ++at) enhanced += words[at];
      return refuse(static_cast<int>(number(words[0])), enhanced, "TLS handshake failed.");
    }
  }
  return refuse(reply.code, reply.enhanced, "TLS handshake failed.");
}

// VERIFY was asked for and {verify} is not OK: why not.
std::string why_not_authenticated(const std::string& verify) {
  if (verify.empty()) return "authentication required";
  if (same(verify, "FAIL")) return "authentication failed";
  if (same(verify, "NO")) return "not authenticated";
  if (same(verify, "NONE")) return "other side does not support STARTTLS";
  return "authentication failure " + verify;
}

// The encryption in use: the greater of the key length and what a SASL layer gives, as text.
// Nothing when one of them is not a single word: B11, the listing then compares nothing and
// accepts.
std::optional<std::string> strength(const Peer& peer) {
  if (words_of(peer.cipher_bits).size() > 1 || words_of(peer.auth_ssf).size() > 1) return {};
  if (peer.cipher_bits.empty() && peer.auth_ssf.empty()) return "0";
  if (peer.cipher_bits.empty()) return peer.auth_ssf;
  if (peer.auth_ssf.empty()) return peer.cipher_bits;
  return number(peer.cipher_bits) < number(peer.auth_ssf) ? peer.auth_ssf : peer.cipher_bits;
}

Decision compare_with(const Requirement& wanted, const Peer& peer) {
  const Reply reply = wanted.reply;
  if (wanted.kind == Requirement::Kind::none) return accept_with_ok();
  if (wanted.kind == Requirement::Kind::verify && !same(peer.verify, "OK")) {
    return refuse(reply.code, reply.enhanced, why_not_authenticated(peer.verify));
  }
  if (!wanted.bits) return accept_with_ok();
  const std::optional<std::string> used = strength(peer);
  if (!used || number(*used) >= number(*wanted.bits)) return {};
  return refuse(reply.code, reply.enhanced,
                "encryption too weak " + *used + " less than " + *wanted.bits);
}

// "[IPv6 ...]": without "IPv6" and without the quotes; other keys as they are.
std::string without_ipv6_mark(std::string_view name, const Reading& reading) {
  constexpr std::string_view mark = "[IPv6";
  if (!same(name.substr(0, mark.size()), mark) || name.back() != ']') return std::string(name);
  std::string_view inner = name.substr(mark.size(), name.size() - mark.size() - 1);
  if (inner.starts_with(':') && reading.b2) return std::string(name);
  inner.remove_prefix(1);
  std::string key = "[";
  std::ranges::copy_if(inner, std::back_inserter(key), [](char c) { return c != '"'; });
  return key + "]";
}

// The key without its last component, for [1.2.3.4] and [1:2:3:4:5:6:7:8] and the same without
// brackets; empty when it has only one.
std::string without_last(std::string_view key, std::string_view closing) {
  const size_t cut = key.find_last_of(".:");
  if (cut == key.npos || cut == 0) return {};
  return std::string(key.substr(0, cut)) + std::string(closing);
}

// A name and its parents, or [an address] and its nets, most specific first.
std::vector<std::string> levels_of_name(std::string_view name, const Reading& reading) {
  std::vector<std::string> levels;
  if (name.empty()) return levels;
  std::string key = without_ipv6_mark(name, reading);
  const bool numeric = key.starts_with('[');
  while (!key.empty()) {
    levels.push_back(key);
    const size_t dot = key.find('.');
    if (numeric)
      key = without_last(key, "]");
    else
      key = dot == key.npos ? "" : key.substr(dot + 1);
  }
  return levels;
}

std::vector<std::string> levels_of_address(std::string_view address) {
  std::vector<std::string> levels;
  for (std::string key(address); !key.empty(); key = without_last(key, "")) levels.push_back(key);
  return levels;
}

// ".rest" of "first.rest", or nothing.
std::string dot_form(const std::string& level) {
  const size_t dot = level.find('.');
  if (level.starts_with('[') || dot == level.npos) return {};
  return level.substr(dot);
}

}  // namespace

std::string folded(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

std::vector<std::string> keys_of(const Query& query, bool dot_names, const Reading& reading) {
  std::vector<std::string> keys;
  const std::string tag = query.tag + ":";
  for (const std::string& level :
       query.by_name ? levels_of_name(query.key, reading) : levels_of_address(query.key)) {
    const std::string dot = query.by_name && dot_names ? dot_form(level) : "";
    keys.push_back(tag + level);
    if (!dot.empty()) keys.push_back((reading.b1 ? query.mark + std::string(":") : tag) + dot);
    if (query.mark == '+') keys.push_back(level);
    if (!dot.empty() && query.mark == '+') keys.push_back(dot);
  }
  if (query.by_name && query.key.empty() && reading.b9) keys.push_back(tag);
  return keys;
}

std::optional<std::string> first_entry(const Access& access, const std::vector<std::string>& keys) {
  for (const std::string& key : keys) {
    const auto found = access.find(folded(key));
    // "If the key is not found in the map, the first element of the new workspace will be <?>": so
    // a value that is just that mark counts as none.
    if (found != access.end() && words_of(found->second) != Words{"?"}) return found->second;
  }
  return {};
}

std::optional<std::string> find_entry(const Site& site, const Access& access, std::string_view tag,
                                      const Peer& peer, const Reading& reading) {
  if (!site.access_map) return {};
  const std::string name(tag);
  auto value = first_entry(access, keys_of({true, peer.name, name, '!'}, site.dot_names, reading));
  if (value) return value;
  if (peer.address.empty() && reading.b10) return {};
  value = first_entry(access, keys_of({false, peer.address, name, '!'}, false, reading));
  return value ? value : first_entry(access, {name + ":"});
}

Decision decide(const Site& site, const Access& access, std::string_view tag, const Peer& peer,
                const Reading& reading) {
  const bool broken_handshake = same(peer.verify, "SOFTWARE");
  if (!site.access_map) {
    if (!broken_handshake) return {};
    const Reply reply = site.permanent ? kPermanent : kTemporary;
    return refuse(reply.code, reply.enhanced, "TLS handshake.");  // the listing's shorter text
  }
  const std::optional<std::string> value = find_entry(site, access, tag, peer, reading);
  if (broken_handshake) return handshake_failed(site, value, reading);
  return value ? compare_with(understood(site, *value), peer) : accept_with_ok();
}

}  // namespace patent
