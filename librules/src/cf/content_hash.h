// A hash of bytes that tells contents apart and shows damage. Who could write a file so that it has
// the hash of another is kept away by the file's owner and mode, not by this.
//
// Tested by tests/unit/load_cache_test.cc.
#ifndef LIBRULES_CF_CONTENT_HASH_H
#define LIBRULES_CF_CONTENT_HASH_H

#include <cstdint>
#include <cstring>
#include <string_view>

#include "text/fold.h"

namespace rules {

inline uint64_t content_hash(std::string_view bytes, uint64_t seed = 0) {
  uint64_t hash = (seed ^ bytes.size()) * kHashBase;
  size_t at = 0;
  const auto mix = [&hash](uint64_t word) {
    hash = (hash ^ word) * kHashBase;
    hash ^= hash >> 32;
  };
  for (; at + sizeof(uint64_t) <= bytes.size(); at += sizeof(uint64_t)) {
    uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, sizeof word);
    mix(word);
  }
  uint64_t last = 0;
  if (at < bytes.size()) std::memcpy(&last, bytes.data() + at, bytes.size() - at);
  mix(last);
  return spread(hash);
}

}  // namespace rules

#endif
