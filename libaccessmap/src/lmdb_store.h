// LMDB files. See lmdb_store.cc.
#pragma once

#include <memory>

#include "store.h"

namespace accessmap {

// Whether the image begins as an LMDB file does.
[[nodiscard]] bool looks_like_lmdb(const FileImage& image);

// Null with a reason in `problem`.
[[nodiscard]] std::unique_ptr<const Store> open_lmdb(std::unique_ptr<const FileImage> image,
                                                     Problem& problem);

}  // namespace accessmap
