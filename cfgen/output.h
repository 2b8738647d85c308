// Writes a file whole or not at all.
//
// Tested by tests/cfgen/.
#pragma once

#include <string>
#include <string_view>

namespace cfgen {

// Writes to a temporary file beside `path`, syncs it and renames it, so that `path` is the old
// file or the complete new one. On failure false, and `mistake` says what failed and why.
[[nodiscard]] bool write_whole(const std::string& path, std::string_view text,
                               std::string& mistake);

}  // namespace cfgen
