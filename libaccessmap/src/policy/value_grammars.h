// The grammars of values, a file for each.
//
// A grammar checks a value and says in a sentence what it means.
#pragma once

#include <string>
#include <string_view>

#include "remark.h"

namespace accessmap::policy {

struct ValueGrammar {
  void (*check)(std::string_view value, const Site& site, Remarks& to);
  // What the entry that wins says; `tag` is the one that was asked for.
  std::string (*meaning)(std::string_view value, std::string_view tag, const Site& site);
};

extern const ValueGrammar kActionValue;         // OK REJECT ERROR:...; Connect, From, To
extern const ValueGrammar kTlsValue;            // VERIFY ENCR and what goes with them
extern const ValueGrammar kTryTlsValue;         // NO
extern const ValueGrammar kSpamValue;           // FRIEND HATER
extern const ValueGrammar kIssuerValue;         // RELAY SUBJECT
extern const ValueGrammar kSubjectValue;        // RELAY
extern const ValueGrammar kAltNameValue;        // RELAY
extern const ValueGrammar kExemptValue;         // OK RELAY
extern const ValueGrammar kIssuerTagValue;      // OK; the entries that CITag asks for
extern const ValueGrammar kServerLettersValue;  // what an SMTP server offers
extern const ValueGrammar kClientLettersValue;  // what an SMTP client uses
extern const ValueGrammar kSettingsValue;       // Options=...; CipherList=...
extern const ValueGrammar kAuthInfoValue;       // "U:user" "P:password"
extern const ValueGrammar kPauseValue;          // milliseconds
extern const ValueGrammar kLimitValue;          // a number, 0: none
extern const ValueGrammar kCompatValue;         // DISCARD TEMP:text ERROR:text
extern const ValueGrammar kAnyValue;

// The same word, whatever the case: so rules compare.
[[nodiscard]] bool same_word(std::string_view a, std::string_view b);
[[nodiscard]] bool starts_with_word(std::string_view text, std::string_view word);
[[nodiscard]] bool is_number(std::string_view text);  // decimal digits only

// What the arith map makes of a text: as strtol(3) with base 0 does, so a
// leading 0 is octal and a text that is no number is 0.
[[nodiscard]] long long as_arith_reads(std::string_view text);

// The first thing to say about a number in a value; nothing if it reads as it looks.
void check_number(std::string_view text, std::string_view what, Remarks& to);

}  // namespace accessmap::policy
