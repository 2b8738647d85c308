// Values of Compat:, for a pair of sender and recipient.
//
// Tested by policy_test.cc, against_rulesets_test.cc.

#include "value_grammars.h"

namespace accessmap::policy {
namespace {

void check_compat(std::string_view value, const Site&, Remarks& to) {
  if (same_word(value, "OK") || same_word(value, "DISCARD")) return;
  for (const std::string_view word : {"DISCARD:", "TEMP:", "ERROR:"}) {
    if (starts_with_word(value, word) && (value.size() > word.size() || word != "DISCARD:")) return;
  }
  open(to, "value", "\"" + std::string(value) + "\" lets the message pass",
       "write DISCARD, DISCARD:text, TEMP:text or ERROR:text");
}

std::string compat_meaning(std::string_view value, std::string_view, const Site&) {
  if (starts_with_word(value, "DISCARD")) return "the message is thrown away";
  if (starts_with_word(value, "TEMP:")) return "the message is refused for now";
  if (starts_with_word(value, "ERROR:")) return "the message is refused";
  return "the message passes";
}

}  // namespace

const ValueGrammar kCompatValue = {check_compat, compat_meaning};

}  // namespace accessmap::policy
