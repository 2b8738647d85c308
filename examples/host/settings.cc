// The host's configuration file. Tested by tests/host/ (settings).
#include "settings.h"

#include <charconv>
#include <fstream>
#include <sstream>

namespace host {

namespace {

bool set(Settings::Text& member, const std::string& value) {
  member = value;
  return true;
}

bool set(Settings::Number& member, const std::string& value) {
  const char* end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, member);
  return error == std::errc() && stop == end && member >= 0;
}

bool set(Settings::Flag& member, const std::string& value) {
  member = value == "yes";
  return value == "yes" || value == "no";
}

std::string show(const Settings::Text& value) { return value.empty() ? "none" : value; }
std::string show(Settings::Number value) { return std::to_string(value); }
std::string show(Settings::Flag value) { return value ? "yes" : "no"; }

enum class Outcome { kOk, kUnknown, kBadValue };

Outcome set_by_name(Settings& settings, const std::string& name, const std::string& value) {
#define SETTING(type, member, initial, help) \
  if (name == #member) return set(settings.member, value) ? Outcome::kOk : Outcome::kBadValue;
#include "settings.def"
#undef SETTING
  return Outcome::kUnknown;
}

}  // namespace

std::optional<Settings> read_settings(const std::string& path, std::string& complaint) {
  std::ifstream in(path);
  if (!in) {
    complaint = path + ": cannot be read";
    return std::nullopt;
  }
  Settings settings;
  std::string line;
  for (int number = 1; std::getline(in, line); number++) {
    std::istringstream words(line.substr(0, line.find('#')));
    std::string name;
    std::string value;
    std::string more;
    if (!(words >> name)) continue;
    words >> value;
    const std::string place = path + ":" + std::to_string(number) + ": ";
    if (words >> more) {
      complaint = place + "`" + name + "' takes one value, not also `" + more + "'";
      return std::nullopt;
    }
    const Outcome outcome = set_by_name(settings, name, value);
    if (outcome == Outcome::kOk) continue;
    complaint = place + (outcome == Outcome::kUnknown
                             ? "there is no setting `" + name + "' (--help lists them)"
                             : "`" + value + "' is no value for " + name);
    return std::nullopt;
  }
  return settings;
}

std::string settings_help() {
  std::string text;
  const Settings defaults;
#define SETTING(type, member, initial, help)                                                      \
  text += "  " #member + std::string(16 - std::min<size_t>(15, sizeof #member - 1), ' ') + help + \
          " (" + show(defaults.member) + ")\n";
#include "settings.def"
#undef SETTING
  return text;
}

}  // namespace host
