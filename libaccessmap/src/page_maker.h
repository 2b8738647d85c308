// Makes Berkeley DB pages: little hand-work that libdb's one-by-one insertion
// spends most of a build on.
//
// Tested by bulk_test.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "accessmap/status.h"
#include "entry_sorter.h"

namespace accessmap {

inline constexpr std::uint32_t kMadePageSize = 4096;
// Keys and values that fit on a page with others. The empty key, and longer
// ones, libdb stores in ways of its own.
inline constexpr std::size_t kLongestMade = 900;

// Writes all `entries`, in the order that the format needs, to the file
// `fd`, over the empty database that libdb made there. 0 or an errno; what
// reading the entries came to is in `problem`.
[[nodiscard]] int make_hash_pages(int fd, UniqueEntries& entries, Problem& problem);
[[nodiscard]] int make_btree_pages(int fd, UniqueEntries& entries, Problem& problem);

}  // namespace accessmap
