// The host's configuration file: one `name value` a line, # begins a comment.
//
// Tested by tests/host/ (settings).
#ifndef EXAMPLES_HOST_SETTINGS_H
#define EXAMPLES_HOST_SETTINGS_H

#include <optional>
#include <string>

namespace host {

struct Settings {
  using Text = std::string;
  using Number = long;
  using Flag = bool;
#define SETTING(type, member, initial, help) type member = initial;
#include "settings.def"
#undef SETTING
};

// Reads the file. Paths in it are relative to the folder that the program runs in. Nothing, and
// `complaint` is "FILE:LINE: what": it cannot be read or says something unknown.
[[nodiscard]] std::optional<Settings> read_settings(const std::string& path,
                                                    std::string& complaint);

// All settings with their defaults, for --help.
std::string settings_help();

}  // namespace host

#endif
