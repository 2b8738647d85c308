// cdb files. See cdb_store.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "store.h"

namespace accessmap {

// The hash that a cdb's tables are made with; its lowest bits say in which of them a key is.
inline constexpr int kCdbTableBits = 8;
[[nodiscard]] std::uint32_t cdb_hash(std::string_view key);

// Null if the image is no cdb, whole to its last byte; it stays the caller's
// then. It has no other mark that it could be known by.
[[nodiscard]] std::unique_ptr<const Store> open_cdb(std::unique_ptr<const FileImage>& image);

}  // namespace accessmap
