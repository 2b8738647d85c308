// Writes a file whole or not at all.
//
// Tested by tests/unit/load_cache_test.cc.
#ifndef LIBRULES_CF_WHOLE_FILE_H
#define LIBRULES_CF_WHOLE_FILE_H

#include <string>
#include <string_view>

namespace rules {

// The bytes become the contents of `path`, readable to us alone: written beside it, synced,
// renamed. False: errno says why not; what was there is there still.
bool write_whole_file(const std::string& path, std::string_view bytes);

}  // namespace rules

#endif
