// Case folding and the hash that all look-ups of tokens and phrases share.
//
// The hash of a text is a polynomial over its folded bytes, so that a phrase is hashed token by
// token, without gluing them.
//
// Tested by tests/unit/fold_test.cc.
#ifndef LIBRULES_TEXT_FOLD_H
#define LIBRULES_TEXT_FOLD_H

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace rules {

inline constexpr uint64_t kHashBase = 0x9e3779b97f4a7c15ULL | 1;

namespace detail {
inline constexpr auto kFolded = [] {
  std::array<unsigned char, 256> folded{};
  for (int c = 0; c < 256; ++c) {
    folded[static_cast<size_t>(c)] =
        static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  }
  return folded;
}();
}  // namespace detail

// ASCII only, whatever the locale says.
inline unsigned char fold(char c) { return detail::kFolded[static_cast<unsigned char>(c)]; }

// Copies `size` bytes folded, eight at a time: of a byte below 0x80 the sums' top bits tell whether
// it is not before A, and whether it is behind Z.
inline void copy_folded(const char* from, size_t size, char* to) {
  constexpr uint64_t kEach = 0x0101010101010101ULL;
  constexpr uint64_t kTop = 0x80 * kEach;
  size_t at = 0;
  for (; at + 8 <= size; at += 8) {
    uint64_t bytes = 0;
    std::memcpy(&bytes, from + at, 8);
    const uint64_t low = bytes & ~kTop;
    const uint64_t from_a = low + (0x80 - 'A') * kEach;
    const uint64_t behind_z = low + (0x80 - 'Z' - 1) * kEach;
    bytes |= ((from_a & ~behind_z & ~bytes & kTop) >> 7) * ('a' - 'A');
    std::memcpy(to + at, &bytes, 8);
  }
  for (; at < size; ++at) to[at] = static_cast<char>(fold(from[at]));
}

inline uint64_t extend_hash(uint64_t hash, char c) { return hash * kHashBase + fold(c) + 1; }

inline uint64_t folded_hash(std::string_view text) {
  uint64_t hash = 0;
  for (const char c : text) hash = extend_hash(hash, c);
  return hash;
}

// Spreads a hash over all bits, for the index into a table.
inline uint64_t spread(uint64_t hash) {
  hash ^= hash >> 32;
  hash *= 0xd6e8feb86659fd93ULL;
  hash ^= hash >> 32;
  return hash;
}

inline bool equal_folded(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i] && fold(a[i]) != fold(b[i])) return false;
  }
  return true;
}

}  // namespace rules

#endif
