// Values that are numbers: GreetPause:, ClientRate:, ClientConn:.
//
// Tested by policy_test.cc, against_rulesets_test.cc.

#include <cstdlib>

#include "value_grammars.h"

namespace accessmap::policy {

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

long long as_arith_reads(std::string_view text) {
  const std::string copy(text.substr(0, 64));
  return std::strtoll(copy.c_str(), nullptr, 0);
}

void check_number(std::string_view text, std::string_view what, Remarks& to) {
  const long long read = as_arith_reads(text);
  if (is_number(text) && (text.size() == 1 || text[0] != '0') && text.size() < 10) return;
  wrong(
      to, "number",
      "\"" + std::string(text) + "\" is read as " + std::to_string(read) + " " + std::string(what),
      text.starts_with('0') ? "write the number without a 0 in front: a 0 makes it octal"
                            : "write a number of digits only");
}

namespace {

void check_limit(std::string_view value, const Site&, Remarks& to) {
  check_number(value, "connections", to);
}

std::string limit_meaning(std::string_view value, std::string_view tag, const Site&) {
  if (value == "0") return "no limit";
  const std::string number =
      is_number(value) ? std::string(value) : std::to_string(as_arith_reads(value));
  return same_word(tag, "ClientRate") ? "at most " + number + " connections a minute"
                                      : "at most " + number + " connections at once";
}

// The server waits five minutes at most.
constexpr long long kLongestPause = 300000;

void check_pause(std::string_view value, const Site&, Remarks& to) {
  const std::size_t before = to.size();
  check_number(value, "milliseconds", to);
  if (to.size() == before && as_arith_reads(value) > kLongestPause) {
    doubtful(to, "number", "the pause is longer than five minutes, which no server waits",
             "write the pause in milliseconds, such as 5000");
  }
}

std::string pause_meaning(std::string_view value, std::string_view, const Site&) {
  return value == "0" ? "the greeting does not wait"
                      : "the greeting waits " + std::string(value) + " milliseconds";
}

}  // namespace

const ValueGrammar kLimitValue = {check_limit, limit_meaning};
const ValueGrammar kPauseValue = {check_pause, pause_meaning};

}  // namespace accessmap::policy
