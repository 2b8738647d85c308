// Values of TLS_Srv_Features: and TLS_Clt_Features:, name=value; name=value.
//
// Tested by policy_test.cc.

#include <array>

#include "accessmap/nearest.h"
#include "value_grammars.h"

namespace accessmap::policy {
namespace {

constexpr std::array<std::string_view, 9> kNames = {"Options",    "CipherList", "CipherSuites",
                                                    "Flags",      "CertFile",   "KeyFile",
                                                    "CACertFile", "sts_sni",    "servername"};

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\"");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\"") - first + 1);
}

void check_setting(std::string_view setting, Remarks& to) {
  const std::string_view name = trimmed(setting.substr(0, setting.find('=')));
  if (setting.find('=') == setting.npos) {
    wrong(to, "value",
          "\"" + std::string(setting) + "\" is no setting: there is no TLS (454 4.7.0)",
          "write name=value, with ; between two of them");
    return;
  }
  for (const std::string_view known : kNames) {
    if (same_word(known, name)) return;
  }
  const std::string near = nearest_name(name, kNames);
  wrong(to, "value", "there is no setting \"" + std::string(name) + "\"",
        near.empty() ? "known are Options, CipherList, CipherSuites, Flags, CertFile, KeyFile"
                     : "write " + near);
}

void check_settings(std::string_view value, const Site&, Remarks& to) {
  bool certificate = false, key = false;
  for (std::string_view rest = value; !rest.empty();) {
    const std::size_t end = rest.find(';');
    const std::string_view setting = trimmed(rest.substr(0, end));
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
    if (setting.empty()) continue;
    certificate = certificate || starts_with_word(setting, "CertFile");
    key = key || starts_with_word(setting, "KeyFile");
    check_setting(setting, to);
  }
  if (certificate != key) {
    wrong(to, "value",
          certificate ? "CertFile is there without KeyFile: there is no TLS"
                      : "KeyFile is there without CertFile: there is no TLS",
          "give both or neither");
  }
}

std::string settings_meaning(std::string_view value, std::string_view, const Site&) {
  return "the session has these settings: " + std::string(value);
}

}  // namespace

const ValueGrammar kSettingsValue = {check_settings, settings_meaning};

}  // namespace accessmap::policy
