// The options that check and explain share: what the configuration says.
//
// Tested by accessmap_policy.sh.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "accessmap/policy.h"
#include "options.h"

struct PolicyArguments {
  accessmap::Site site;
  accessmap::TextStyle style;
  std::string wrong;
};

[[nodiscard]] std::vector<Option> policy_options(PolicyArguments& to);

// The text of a file (-: of the standard input); complains if it cannot be read.
[[nodiscard]] std::optional<std::string> read_text_file(const std::string& path);
