// Reads requirements for TLS sessions. See value_tls.h.
//
//   [PERM+|TEMP+] VERIFY[:bits] | ENCR:bits  [+demand[++demand]...]
//   demand: CN[:name]  CS:dn  CI:dn  CITag:tag; with tls_strict CA[:name] CHAIN:dn
//
// The rules read tokens: blanks around + and : do not matter, case never does.
// Without FEATURE(`tls_strict') what they do not understand is not asked for.

#include "value_tls.h"

#include <array>

#include "accessmap/nearest.h"
#include "value_grammars.h"

namespace accessmap::policy {
namespace {

constexpr std::string_view kBlanks = " \t\r\n\v\f";
constexpr std::string_view kOperators = ".:%@!^/[]+<>(),;\"";
constexpr long long kMostBits = 256;  // of any cipher

constexpr std::array<std::string_view, 6> kDemands = {"CN", "CS", "CI", "CITag", "CA", "CHAIN"};

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// Takes `word` off the start, if it is there and the token ends there.
bool take_word(std::string_view& text, std::string_view word) {
  if (!starts_with_word(text, word)) return false;
  const std::string_view rest = text.substr(word.size());
  if (!rest.empty() && (std::string(kBlanks) + ":+").find(rest[0]) == std::string::npos)
    return false;
  text = trimmed(rest);
  return true;
}

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

// What is wrong with a name as xtext; empty: nothing.
std::string no_xtext(std::string_view name) {
  if (name.find_first_of(kBlanks) != name.npos) return "a blank is +20 there";
  if (name.find_first_of("<>()\"\\") != name.npos) {
    return "such a character is + and two digits there";
  }
  for (std::size_t at = name.find('+'); at != name.npos; at = name.find('+', at + 1)) {
    if (at + 2 >= name.size() || !is_hex(name[at + 1]) || !is_hex(name[at + 2])) {
      return "a + itself is +2B there";
    }
  }
  for (const char c : name) {
    if (c < '!' || c > '~') return "such a byte is + and two digits there";
  }
  return {};
}

class TlsReader {
 public:
  TlsReader(std::string_view text, const Site& site) : text_(trimmed(text)), site_(site) {}

  [[nodiscard]] TlsValue read() {
    take_prefix();
    if (same_word(text_, "OK")) return std::move(value_);
    if (!take_kind()) {
      not_understood();
    } else if (!take_bits()) {
      understood_no_further();
    } else {
      take_demands();
    }
    return std::move(value_);
  }

 private:
  void take_prefix();
  bool take_kind();
  bool take_bits();
  void check_bits(std::string_view bits);
  void take_demands();
  void take_demand(std::string_view demand);
  void check_demand(const TlsDemand& demand, std::string_view written, bool last);
  void unknown_demand(std::string_view written);
  void check_name(std::string_view name, std::string_view written, bool dn);
  bool joined(std::string_view written);

  void not_understood();
  void understood_no_further();
  void opens(TlsEffect effect, std::string text, std::string advice);
  void never(std::string text, std::string advice);

  std::string_view text_;
  const Site& site_;
  TlsValue value_;
  bool stopped_ = false;  // what follows is not looked at by the rules
};

// With tls_strict nothing is let pass: what is not understood refuses.
void TlsReader::opens(TlsEffect effect, std::string text, std::string advice) {
  if (value_.effect == TlsEffect::as_written || effect == TlsEffect::nothing) {
    value_.effect = site_.tls_strict ? TlsEffect::never : effect;
  }
  if (site_.tls_strict) {
    wrong(value_.remarks, "tls-value", text + "; every session is refused", std::move(advice));
  } else {
    open(value_.remarks, "tls-value", std::move(text), std::move(advice));
  }
}

void TlsReader::never(std::string text, std::string advice) {
  if (value_.effect != TlsEffect::nothing) value_.effect = TlsEffect::never;
  wrong(value_.remarks, "tls-value", text + "; every session is refused", std::move(advice));
}

void TlsReader::take_prefix() {
  for (const std::string_view prefix : {"PERM", "TEMP"}) {
    std::string_view rest = text_;
    if (!take_word(rest, prefix) || !rest.starts_with('+')) continue;
    value_.prefix = prefix;
    text_ = trimmed(rest.substr(1));
    return;
  }
}

bool TlsReader::take_kind() {
  for (const std::string_view kind : {"VERIFY", "ENCR"}) {
    if (!take_word(text_, kind)) continue;
    value_.kind = kind;
    return true;
  }
  return false;
}

void TlsReader::not_understood() {
  constexpr std::string_view kWords[] = {"VERIFY", "ENCR:", "PERM+VERIFY", "TEMP+VERIFY"};
  const std::string_view word = text_.substr(0, text_.find_first_of(" \t:+"));
  const std::string near = nearest_name(word, kWords);
  const std::string what = same_word(word, "REJECT") || same_word(word, "DISCARD")
                               ? "write PERM+VERIFY to insist on TLS; Connect: refuses a client"
                               : "write VERIFY or ENCR: and bits; OK asks for nothing";
  opens(TlsEffect::nothing,
        "\"" + std::string(text_) + "\" does not begin with VERIFY or ENCR: nothing is asked for",
        near.empty() ? what : "write " + near);
}

// Behind VERIFY or ENCR stands what is neither bits nor a demand.
void TlsReader::understood_no_further() {
  const std::string kind(value_.kind);
  const std::string rest(text_);
  if (value_.kind == "ENCR" && (rest.empty() || rest.starts_with('+'))) {
    opens(TlsEffect::nothing, "ENCR without bits asks for nothing",
          rest.empty() ? "write ENCR:128, or more bits" : "write VERIFY:128 and what follows");
  } else if (rest.find('#') != rest.npos) {
    opens(TlsEffect::nothing, "the comment behind " + kind + " makes it ask for nothing",
          "put the comment into a line of its own");
  } else {
    opens(TlsEffect::nothing, "\"" + rest + "\" behind " + kind + " makes it ask for nothing",
          is_number(text_) ? "write " + kind + ":" + rest
                           : "write " + kind +
                                 ":bits, and + in front of what the certificate must "
                                 "have");
  }
}

// Whether the rules take it for one token.
bool one_token(std::string_view text) {
  if (text.size() == 1) return true;
  const bool quoted = text.size() > 2 && text.find('"', 1) == text.size() - 1 && text[0] == '"';
  return quoted || (!text.empty() && text.find_first_of(std::string(kBlanks) +
                                                        std::string(kOperators)) == text.npos);
}

// False: the rules do not understand what is there.
bool TlsReader::take_bits() {
  if (text_.starts_with(':')) {
    text_ = trimmed(text_.substr(1));
    // A + may be the token that stands for the bits.
    const std::size_t end = std::min(text_.find('+', 1), text_.size());
    const std::string_view bits = trimmed(text_.substr(0, end));
    if (!one_token(bits) || (bits == "+" && end == text_.size())) return false;
    value_.bits = bits;
    text_ = text_.substr(end);
    check_bits(bits);
  } else if (value_.kind == "ENCR") {
    return false;
  }
  if (text_.empty()) return true;
  return text_.starts_with('+') && !trimmed(text_.substr(1)).empty();
}

void TlsReader::check_bits(std::string_view bits) {
  const long long read = as_arith_reads(bits);
  const bool plain = is_number(bits) && bits.size() < 6 && (bits.size() == 1 || bits[0] != '0');
  const std::string written(bits);
  const bool all = value_.kind == "ENCR" && text_.empty();  // there is nothing else to ask for
  if (read > kMostBits) {
    never("no cipher has " + written + " bits", "write 128 or 256");
  } else if (!plain) {
    opens(all && read <= 0 ? TlsEffect::nothing : TlsEffect::weaker,
          "the bits \"" + written + "\" are read as " + std::to_string(std::max(read, 0LL)),
          "write a number of digits only, without a 0 in front");
  } else if (read == 0 && value_.kind == "ENCR" && site_.tls_strict) {
    doubtful(value_.remarks, "tls-value", "ENCR:0 asks for no encryption",
             "write ENCR:128, or more bits");
  } else if (read == 0 && value_.kind == "ENCR") {
    opens(all ? TlsEffect::nothing : TlsEffect::weaker, "ENCR:0 asks for no encryption",
          "write ENCR:128, or more bits");
  }
}

void TlsReader::take_demands() {
  if (text_.empty()) return;
  text_.remove_prefix(1);
  if (value_.kind == "ENCR" && !site_.tls_strict) {
    opens(TlsEffect::weaker,
          "ENCR with a demand on the certificate looks at a certificate that nobody has verified",
          "write VERIFY in place of ENCR");
  }
  while (!text_.empty()) {
    std::size_t end = text_.find("++", 1);
    if (end != text_.npos && trimmed(text_.substr(end + 2)).empty()) end = text_.npos;
    const std::string_view demand = trimmed(text_.substr(0, end));
    text_.remove_prefix(end == text_.npos ? text_.size() : end + 2);
    take_demand(demand);
  }
}

void TlsReader::take_demand(std::string_view written) {
  TlsDemand demand = {trimmed(written.substr(0, written.find(':'))), std::nullopt};
  if (const std::size_t colon = written.find(':'); colon != written.npos) {
    demand.value = trimmed(written.substr(colon + 1));
  }
  value_.demands.push_back(demand);
  if (!stopped_) check_demand(demand, written, text_.empty());
}

void TlsReader::unknown_demand(std::string_view written) {
  stopped_ = true;
  const std::string_view kind = written.substr(0, written.find_first_of(":+ \t"));
  std::string advice;
  for (const std::string_view strict : {"CA", "CHAIN"}) {
    if (same_word(kind, strict))
      advice = "FEATURE(`tls_strict') has it; without, write CN or CITag";
  }
  const std::string near = advice.empty() ? nearest_name(kind, kDemands) : "";
  const bool joined = written.find('+') != written.npos;
  if (written.find(" #") != written.npos) advice = "put the comment into a line of its own";
  if (advice.empty() && joined) advice = "part demands by ++";
  if (advice.empty()) {
    advice = near.empty() || near == kind ? "known are CN, CN:name, CS:dn, CI:dn, CITag:tag"
                                          : "write " + near;
  }
  opens(TlsEffect::weaker,
        "the demand \"" + std::string(written) +
            "\" is not known: neither it nor what follows is "
            "asked for",
        advice);
}

// Two demands with one + between them.
bool TlsReader::joined(std::string_view written) {
  for (const std::string_view kind : kDemands) {
    const std::string joint = "+" + std::string(kind) + ":";
    for (std::size_t at = 0; at + joint.size() <= written.size(); ++at) {
      if (!starts_with_word(written.substr(at), joint)) continue;
      never("\"" + std::string(written) + "\" is one demand, which no certificate meets",
            "part demands by ++");
      return true;
    }
  }
  return false;
}

void TlsReader::check_name(std::string_view name, std::string_view written, bool dn) {
  if (name.empty()) {
    never("\"" + std::string(written) + "\" has no name",
          "write the name as in the logs, in xtext");
  } else if (const std::string why = dn ? never_matches(name) : no_xtext(name); !why.empty()) {
    never("no certificate has the name \"" + std::string(name) + "\": " + why,
          "write the name as in the logs, in xtext");
  }
}

void TlsReader::check_demand(const TlsDemand& demand, std::string_view written, bool last) {
  const auto is = [&](std::string_view kind) { return same_word(demand.kind, kind); };
  const bool name = is("CN") || (is("CA") && site_.tls_strict);
  const bool dn = is("CS") || is("CI") || (is("CHAIN") && site_.tls_strict);
  const bool empty = demand.value && demand.value->empty();
  if (name && (!empty || (site_.check_cert_altnames && !site_.tls_strict))) {
    const bool own = site_.check_cert_altnames && !site_.tls_strict;
    if (!own && demand.value && !joined(*demand.value)) check_name(*demand.value, written, false);
    if (!own) return;
    if (demand.value && !empty) {
      opens(TlsEffect::weaker,
            "with FEATURE(`check_cert_altnames') " + std::string(written) +
                " is met by the alternative name, or by the other side's own name as common name",
            "use FEATURE(`tls_strict'), which takes the name alone");
    }
    if (!last) {
      opens(TlsEffect::weaker,
            "when an alternative name *.domain meets CN, what follows is not asked for",
            "put CN last, or use FEATURE(`tls_strict')");
    }
  } else if (name && !last) {
    never("\"" + std::string(written) + "\" has no name",
          "write CN alone, or the name behind the colon");
  } else if (dn && demand.value && !(empty && last && !site_.tls_strict)) {
    if (!joined(*demand.value)) check_name(*demand.value, written, true);
  } else if (is("CITag") && demand.value && !empty && one_token(*demand.value)) {
    return;
  } else {
    unknown_demand(written);
  }
}

void check_tls(std::string_view value, const Site& site, Remarks& to) {
  for (Remark& remark : read_tls_value(value, site).remarks) to.push_back(std::move(remark));
}

std::string demand_text(const TlsDemand& demand) {
  const std::string value(demand.value.value_or(""));
  if (same_word(demand.kind, "CN")) {
    return "is for " + (demand.value ? value : std::string("the other side's name"));
  }
  if (same_word(demand.kind, "CA")) {
    return "has the name " + (demand.value ? value : std::string("of the other side"));
  }
  if (same_word(demand.kind, "CS")) return "has the subject " + value;
  if (same_word(demand.kind, "CI")) return "has the issuer " + value;
  if (same_word(demand.kind, "CHAIN")) return "is issued below " + value;
  if (same_word(demand.kind, "CITag")) return "has an issuer with OK below " + value + ":";
  return "(" + std::string(demand.kind) + "?)";
}

std::string tls_meaning(std::string_view text, std::string_view, const Site& site) {
  const TlsValue value = read_tls_value(text, site);
  if (value.effect == TlsEffect::nothing) return "nothing is asked of the session";
  if (value.effect == TlsEffect::never) return "no session is good enough";
  if (value.kind.empty()) return "nothing is asked of the session";
  std::string meaning =
      value.kind == "VERIFY" ? "the certificate must be verified" : "the session must be encrypted";
  if (value.bits) {
    meaning += ", by " + std::to_string(as_arith_reads(*value.bits)) + " bits at least";
  }
  for (const TlsDemand& demand : value.demands) {
    meaning += ", and be one that " + demand_text(demand);
  }
  if (value.effect == TlsEffect::weaker) meaning += " (not all of it is asked for: see check)";
  if (value.prefix == "PERM") return meaning + "; else 503 5.7.0";
  return meaning + (value.prefix == "TEMP" ? "; else 403 4.7.0" : "; else 454 4.7.0");
}

}  // namespace

TlsValue read_tls_value(std::string_view text, const Site& site) {
  return TlsReader(text, site).read();
}

std::vector<std::string> issuer_tags_of(std::string_view text, const Site& site) {
  std::vector<std::string> tags;
  for (const TlsDemand& demand : read_tls_value(text, site).demands) {
    if (same_word(demand.kind, "CITag") && demand.value) tags.emplace_back(*demand.value);
  }
  return tags;
}

std::string never_matches(std::string_view name) {
  const std::string why = no_xtext(name);
  return why.empty() && !name.starts_with('/') ? "it does not begin with /" : why;
}

const ValueGrammar kTlsValue = {check_tls, tls_meaning};

}  // namespace accessmap::policy
