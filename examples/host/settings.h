// The host's configuration file: one `name value` a line, # begins a comment.
//
// Tested by tests/host/ (settings).
#ifndef EXAMPLES_HOST_SETTINGS_H
#define EXAMPLES_HOST_SETTINGS_H

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace host {

// The words of a line; what is wrong with them, or "".
using TakeWords = std::function<std::string(const std::vector<std::string>& words)>;

// Gives each line of a file that has words to `take`, without its comment. False: the file cannot
// be read, or one is wrong; `complaint` is "FILE:LINE: what" then.
[[nodiscard]] bool read_words(const std::string& path, std::string& complaint,
                              const TakeWords& take);

struct Settings {
  using Text = std::string;
  using Number = long;
  using Flag = bool;
#define SETTING(type, member, initial, help) type member = initial;
#include "settings.def"
#undef SETTING
};

// Reads the file. Paths in it are relative to the folder that the program runs in. Nothing: it
// cannot be read or says something unknown; `complaint` as above.
[[nodiscard]] std::optional<Settings> read_settings(const std::string& path,
                                                    std::string& complaint);

// All settings with their defaults, for --help.
std::string settings_help();

}  // namespace host

#endif
