// Values of Connect:, From: and To:, which refuse, accept or let relay.
//
// Any value that the rules do not know refuses, with the value as text of the
// reply; so a misspelled OK refuses, and a misspelled DISCARD is seen by others.
//
// Tested by policy_test.cc, against_rulesets_test.cc.

#include <array>
#include <cctype>

#include "accessmap/nearest.h"
#include "value_grammars.h"

namespace accessmap::policy {
namespace {

constexpr std::array<std::string_view, 8> kWords = {"OK",   "RELAY", "REJECT",     "DISCARD",
                                                    "SKIP", "ERROR", "QUARANTINE", "TEMPFAIL"};

bool is_digits(std::string_view text, std::size_t count) {
  return text.size() == count && is_number(text);
}

// Takes D.S.N and the colon behind it away; the digit D, or '\0' if there is no such thing.
char take_status(std::string_view& text) {
  const std::size_t colon = text.find(':');
  if (colon == text.npos) return '\0';
  const std::string_view status = text.substr(0, colon);
  const std::size_t first = status.find('.');
  const std::size_t second = first == status.npos ? first : status.find('.', first + 1);
  if (second == status.npos || first != 1) return '\0';
  const bool numbers = is_number(status.substr(0, 1)) && is_number(status.substr(2, second - 2)) &&
                       is_number(status.substr(second + 1));
  if (!numbers) return '\0';
  text.remove_prefix(colon + 1);
  return status[0];
}

// The code at the start of a reply, which may be in quotes; '\0' if there is none.
char reply_class(std::string_view text) {
  if (text.starts_with('"')) text.remove_prefix(1);
  const bool code = text.size() > 4 && is_digits(text.substr(0, 3), 3) && text[3] == ' ';
  return code ? text[0] : '\0';
}

void check_reply(std::string_view text, char status, Remarks& to) {
  const char code = reply_class(text);
  if (code == '\0') {
    doubtful(to, "reply", "the reply has no code and text: 553 is sent with it",
             "begin it with a code, such as 550 for ever or 450 for now");
  } else if (code != '4' && code != '5') {
    wrong(to, "reply",
          "the reply begins with " + std::string(1, code) + ", and is none that refuses",
          "write a code 4xx or 5xx");
  } else if (status != '\0' && status != code) {
    wrong(
        to, "reply",
        "the reply says both " + std::string(1, status) + ".x.x and " + std::string(1, code) + "xx",
        "write both for ever (5.7.1:550) or both for now (4.7.1:450)");
  }
}

void check_error(std::string_view text, Remarks& to) {
  if (text.empty()) {
    wrong(to, "reply", "ERROR: without a text makes a reply of what stands beside it in the rules",
          "write REJECT, or ERROR:5.7.1:550 and a text");
    return;
  }
  const char status = take_status(text);
  check_reply(text, status, to);
}

// What is often written in place of what the rules know.
std::string_view meant_by(std::string_view word) {
  for (const std::string_view one : {"ACCEPT", "ALLOW", "PERMIT", "PASS", "YES", "WHITELIST"}) {
    if (same_word(word, one)) return "OK";
  }
  for (const std::string_view one : {"DENY", "BLOCK", "DROP", "NO", "SPAM", "BLACKLIST", "FAIL"}) {
    if (same_word(word, one)) return "REJECT";
  }
  if (same_word(word, "TEMPFAIL")) return "ERROR:4.7.1:450 and a text";
  return {};
}

void check_unknown(std::string_view value, Remarks& to) {
  const std::string_view word = value.substr(0, value.find_first_of(" \t:#"));
  std::string meant(meant_by(word));
  if (meant.empty()) meant = nearest_name(word, kWords);
  if (meant == word) meant += " alone";
  wrong(to, "value",
        "\"" + std::string(value) +
            "\" is no value that the rules know: they refuse, with 553 and it as the text",
        meant.empty() ? "write OK, RELAY, REJECT, DISCARD or ERROR:5.7.1:550 and a text"
                      : "write " + meant);
}

void check_action(std::string_view value, const Site& site, Remarks& to) {
  for (const std::string_view word : {"OK", "RELAY", "REJECT", "DISCARD"}) {
    if (same_word(value, word)) return;
  }
  if (same_word(value, "SKIP")) {
    if (site.skip) return;
    wrong(to, "value", "SKIP refuses, with SKIP as the text: access_db has no option skip here",
          "write FEATURE(`access_db', ..., `skip') in the .mc file, or another value");
    return;
  }
  if (starts_with_word(value, "ERROR:")) {
    check_error(value.substr(6), to);
  } else if (starts_with_word(value, "QUARANTINE:")) {
    if (value.size() == 11) {
      wrong(to, "value", "QUARANTINE: without a reason refuses", "write the reason behind it");
    }
  } else if (reply_class(value) != '\0') {
    check_reply(value, '\0', to);
  } else {
    check_unknown(value, to);
  }
}

std::string reply_of(std::string_view value) {
  if (starts_with_word(value, "ERROR:")) value.remove_prefix(6);
  return std::string(value);
}

std::string action_meaning(std::string_view value, std::string_view tag, const Site& site) {
  const std::string who = same_word(tag, "To")     ? "the recipient"
                          : same_word(tag, "From") ? "the sender"
                                                   : "the client";
  if (same_word(value, "OK")) return who + " is accepted";
  if (same_word(value, "RELAY")) {
    if (same_word(tag, "From")) return who + " is accepted";
    return same_word(tag, "To") ? "everybody may send to " + who
                                : who + " is accepted, and may send to everybody";
  }
  if (same_word(value, "REJECT")) return who + " is refused";
  if (same_word(value, "DISCARD")) return "the message is accepted and thrown away";
  if (same_word(value, "SKIP") && site.skip) return "as without an entry, and no parent counts";
  if (starts_with_word(value, "QUARANTINE:") && value.size() > 11) {
    return "the message is quarantined: " + std::string(value.substr(11));
  }
  return who + " is refused, with the reply " + reply_of(value);
}

}  // namespace

const ValueGrammar kActionValue = {check_action, action_meaning};

}  // namespace accessmap::policy
