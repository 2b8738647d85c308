// The first page of a database: which format, which layout.
//
// Tested by reader_test.cc, damage_test.cc, fuzz_reader.cc.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "page_file.h"

namespace accessmap {

inline constexpr std::size_t kMetaSize = 512;

// Reads and checks the meta page. Empty when `meta` was filled in; else what
// is wrong with it, without the name of the file.
[[nodiscard]] std::string read_meta(std::span<const std::uint8_t, kMetaSize> bytes, Meta& meta);

// libdb's hash of the bytes of a key (hash file versions 8 and later).
[[nodiscard]] std::uint32_t hash_of(std::string_view key);

}  // namespace accessmap
