// Writes LMDB files, by liblmdb, if there was one to build with.
//
// Tested by lmdb_test.cc.
#pragma once

#include <string>

#include "accessmap/status.h"
#include "entry_sorter.h"

namespace accessmap {

// Writes an LMDB file of all `entries`, in ascending order, to the empty file
// at `path`. False with a reason in `problem`, without a file's name.
[[nodiscard]] bool make_lmdb(const std::string& path, UniqueEntries& entries, Problem& problem);

}  // namespace accessmap
