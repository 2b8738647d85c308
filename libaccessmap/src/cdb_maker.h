// Writes cdb files.
//
// Tested by cdb_test.cc.
#pragma once

#include "accessmap/status.h"
#include "entry_sorter.h"

namespace accessmap {

// Writes a cdb of all `entries` to the empty file `fd`. 0 or an errno (EFBIG:
// a cdb has 4 GB at most); what reading the entries came to is in `problem`.
// Memory: 8 bytes an entry.
[[nodiscard]] int make_cdb(int fd, UniqueEntries& entries, Problem& problem);

}  // namespace accessmap
