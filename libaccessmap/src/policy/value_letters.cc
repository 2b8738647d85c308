// Values of Srv_Features: and Clt_Features:, a letter for each feature.
//
// Tested by policy_test.cc.

#include "value_grammars.h"

namespace accessmap::policy {
namespace {

// In either case: small ones switch on, capital ones off.
constexpr std::string_view kServerLetters = "abcdeghloprstuvx";
constexpr std::string_view kClientLetters = "dm";

void check_letters(std::string_view value, std::string_view known, Remarks& to) {
  if (same_word(value, "temp")) return;  // everything is refused for now
  std::string seen;
  for (const char c : value) {
    if (c == ' ' || c == '\t') continue;
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const char small = letter ? static_cast<char>(c | 0x20) : c;
    if (known.find(small) == known.npos) {
      wrong(to, "value", "there is no feature \"" + std::string(1, c) + "\": it is passed over",
            "the letters are " + std::string(known) + ", small ones on, capital ones off");
      return;
    }
    const char other = static_cast<char>(c ^ 0x20);
    if (seen.find(other) != seen.npos) {
      wrong(to, "value", std::string("the letter ") + c + " is there twice, for on and for off",
            "leave one of them out");
      return;
    }
    seen += c;
  }
}

void check_server(std::string_view value, const Site&, Remarks& to) {
  check_letters(value, kServerLetters, to);
}

void check_client(std::string_view value, const Site&, Remarks& to) {
  check_letters(value, kClientLetters, to);
}

std::string letters_meaning(std::string_view value, std::string_view tag, const Site&) {
  return (same_word(tag, "Srv_Features") ? "the server offers by these letters: "
                                         : "the client goes by these letters: ") +
         std::string(value);
}

}  // namespace

const ValueGrammar kServerLettersValue = {check_server, letters_meaning};
const ValueGrammar kClientLettersValue = {check_client, letters_meaning};

}  // namespace accessmap::policy
