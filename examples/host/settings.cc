// The host's configuration file. Tested by tests/host/ (settings).
#include "settings.h"

#include <fstream>
#include <iterator>
#include <sstream>

#include "command.h"

namespace host {

namespace {

bool set(Settings::Text& member, const std::string& value) {
  member = value;
  return true;
}

bool set(Settings::Number& member, const std::string& value) { return read_number(value, member); }

bool set(Settings::Flag& member, const std::string& value) {
  member = value == "yes";
  return value == "yes" || value == "no";
}

std::string show(const Settings::Text& value) { return value.empty() ? "none" : value; }
std::string show(Settings::Number value) { return std::to_string(value); }
std::string show(Settings::Flag value) { return value ? "yes" : "no"; }

// What is wrong with it, or "".
std::string set_by_name(Settings& settings, const std::string& name, const std::string& value) {
#define SETTING(type, member, initial, help) \
  if (name == #member)                       \
    return set(settings.member, value) ? "" : "`" + value + "' is no value for " + name;
#include "settings.def"
#undef SETTING
  return "there is no setting `" + name + "' (--help lists them)";
}

}  // namespace

bool read_words(const std::string& path, std::string& complaint, const TakeWords& take) {
  std::ifstream in(path);
  std::string line;
  for (int number = 1; complaint.empty() && std::getline(in, line); number++) {
    std::istringstream text(line.substr(0, line.find('#')));
    const std::vector<std::string> words{std::istream_iterator<std::string>(text), {}};
    const std::string wrong = words.empty() ? "" : take(words);
    if (!wrong.empty()) complaint = path + ":" + std::to_string(number) + ": " + wrong;
  }
  // A folder can be opened, too.
  if (complaint.empty() && !in.eof()) complaint = path + ": cannot be read";
  return complaint.empty();
}

std::optional<Settings> read_settings(const std::string& path, std::string& complaint) {
  Settings settings;
  const bool good = read_words(path, complaint, [&](const std::vector<std::string>& words) {
    return words.size() <= 2 ? set_by_name(settings, words[0], words.size() == 2 ? words[1] : "")
                             : "`" + words[0] + "' takes one value, not also `" + words[2] + "'";
  });
  return good ? std::optional(settings) : std::nullopt;
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
