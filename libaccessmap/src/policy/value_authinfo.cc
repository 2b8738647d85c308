// Values of AuthInfo:, "U:user" "P:password" and the like.
//
// No remark and no meaning holds a password.
//
// Tested by policy_test.cc.

#include "value_grammars.h"

namespace accessmap::policy {
namespace {

bool is_base64(std::string_view text) {
  const std::size_t end = text.find_last_not_of('=');
  const std::string_view body = text.substr(0, end == text.npos ? 0 : end + 1);
  const auto known = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  return !body.empty() && text.size() % 4 == 0 && text.size() - body.size() <= 2 &&
         body.find_first_not_of(known) == body.npos;
}

// One item without its quotes; false: it is none.
void check_item(std::string_view item, std::string& letters, Remarks& to) {
  const bool formed = item.size() > 2 && (item[1] == ':' || item[1] == '=');
  const char letter = item.empty() ? '\0' : static_cast<char>(item[0] & ~0x20);
  if (!formed || std::string_view("UIPRM").find(letter) == std::string_view::npos) {
    wrong(to, "value", "an item of it is none of \"U:\", \"I:\", \"P:\", \"P=\", \"R:\", \"M:\"",
          "write each as a letter, a colon and its text, in quotes");
    return;
  }
  letters += letter;
  if (item[1] == '=' && !is_base64(item.substr(2))) {
    wrong(to, "value",
          std::string("what stands behind ") + item.substr(0, 2).data()[0] + "= is not in base64",
          std::string("write ") + letter + ": in front of plain text");
  }
}

void check_authinfo(std::string_view value, const Site&, Remarks& to) {
  std::string letters;
  while (!value.empty()) {
    const std::size_t start = value.find_first_not_of(" \t");
    if (start == value.npos) break;
    value.remove_prefix(start);
    const std::size_t end = value.find('"', 1);
    if (value[0] != '"' || end == value.npos) {
      wrong(to, "value", "an item of it is not in quotes", "write \"U:user\" \"P:password\"");
      return;
    }
    check_item(value.substr(1, end - 1), letters, to);
    value.remove_prefix(end + 1);
  }
  if (letters.find('P') == letters.npos && letters.find('M') == letters.npos) {
    doubtful(to, "value", "there is no password in it", "add \"P:password\"");
  }
  if (letters.find_first_of("UI") == letters.npos) {
    wrong(to, "value", "there is no user in it", "add \"U:user\" or \"I:identity\"");
  }
}

std::string authinfo_meaning(std::string_view, std::string_view, const Site&) {
  return "what this host says to the server to authenticate itself";
}

}  // namespace

const ValueGrammar kAuthInfoValue = {check_authinfo, authinfo_meaning};

}  // namespace accessmap::policy
