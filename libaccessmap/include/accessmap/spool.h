// A file without a name, for what does not fit into memory: it is gone with its last descriptor,
// whatever becomes of the program.
//
// Tested by bulk_test.cc, accessmap_cli.sh.
#pragma once

#include <string>

namespace accessmap {

// Makes one in `folder`, for reading and writing. -1 with errno on failure.
[[nodiscard]] int make_spool(const std::string& folder);

// The folder that `path` is in, with links followed if there is such a file: where a file can be
// made that is to take its place.
[[nodiscard]] std::string folder_of(const std::string& path);

}  // namespace accessmap
