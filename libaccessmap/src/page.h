// The layout of Berkeley DB pages, with every offset checked.
//
// A Page is a view of bytes in a Scratch slot. Its functions never read out of
// the page, whatever the bytes say: an item that does not lie wholly within it
// is no item.
//
// Tested by reader_test.cc, damage_test.cc, fuzz_reader.cc.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace accessmap {

using PageNumber = std::uint32_t;

inline constexpr std::uint32_t kPageHeaderSize = 26;

enum class PageType : std::uint8_t {
  unused = 0,
  hash_unsorted = 2,
  btree_internal = 3,
  recno_internal = 4,
  btree_leaf = 5,
  recno_leaf = 6,
  overflow = 7,
  hash_meta = 8,
  btree_meta = 9,
  duplicate_leaf = 12,
  hash = 13,
};

// Numbers of a file, which may have the other byte order.
struct Bytes {
  const std::uint8_t* data;
  bool swapped;

  [[nodiscard]] std::uint16_t u16(std::size_t offset) const {
    std::uint16_t n = 0;
    std::memcpy(&n, data + offset, sizeof n);
    if (swapped) [[unlikely]]
      return __builtin_bswap16(n);
    return n;
  }
  [[nodiscard]] std::uint32_t u32(std::size_t offset) const {
    std::uint32_t n = 0;
    std::memcpy(&n, data + offset, sizeof n);
    if (swapped) [[unlikely]]
      return __builtin_bswap32(n);
    return n;
  }
};

// A key or a value as it stands on a page.
struct Item {
  enum class Kind {
    inline_bytes,       // `bytes` is all of it
    overflow,           // `length` bytes in the chain that begins at `page`
    inline_duplicates,  // `bytes`: several values, each between two lengths
    duplicate_tree,     // several values in the tree whose root is `page`
  };
  Kind kind = Kind::inline_bytes;
  bool deleted = false;
  std::string_view bytes;
  PageNumber page = 0;
  std::uint32_t length = 0;
};

// An entry of a btree's or recno's internal page.
struct Branch {
  Item key;
  PageNumber child = 0;
};

// The types of an item: on hash pages, and on btree and recno pages, where the
// top bit marks a deleted one.
namespace item_type {
inline constexpr std::uint8_t hash_key_data = 1, hash_duplicate = 2, hash_off_page = 3,
                              hash_off_duplicate = 4;
inline constexpr std::uint8_t key_data = 1, duplicate = 2, overflow = 3, deleted = 0x80;
}  // namespace item_type

class Page {
 public:
  Page() = default;
  Page(const std::uint8_t* data, std::uint32_t size, bool swapped)
      : bytes_{data, swapped}, size_(size), entries_(bytes_.u16(20)) {}

  [[nodiscard]] PageNumber number() const { return bytes_.u32(8); }
  [[nodiscard]] PageNumber next() const { return bytes_.u32(16); }
  [[nodiscard]] std::uint32_t entries() const { return entries_; }
  [[nodiscard]] std::uint8_t level() const { return bytes_.data[24]; }
  [[nodiscard]] PageType type() const { return static_cast<PageType>(bytes_.data[25]); }
  // Where the items may begin.
  [[nodiscard]] std::uint32_t index_end() const { return kPageHeaderSize + 2 * entries_; }
  [[nodiscard]] bool index_fits() const { return index_end() <= size_; }
  [[nodiscard]] std::uint32_t offset_of(std::uint32_t index) const {
    return bytes_.u16(kPageHeaderSize + 2 * std::size_t{index});
  }

  // The bytes of a page of an overflow chain; nothing if it claims too many.
  [[nodiscard]] std::optional<std::string_view> overflow_bytes() const;

  // REQUIRES for the rest: index < entries() and index_fits(). Nothing is
  // given for an item that is damaged or of a kind that no access map has.
  [[nodiscard]] std::optional<Item> hash_item(std::uint32_t index) const;
  [[nodiscard]] std::optional<Item> leaf_item(std::uint32_t index) const;
  [[nodiscard]] std::optional<Branch> branch(std::uint32_t index) const;

  // The key of an entry if it stands on the page and is sound, which nearly all
  // are: false sends the caller to the functions above.
  [[nodiscard]] bool plain_hash_key(std::uint32_t index, std::string_view& key) const {
    const std::uint32_t begin = offset_of(index);
    const std::uint32_t end = index == 0 ? size_ : offset_of(index - 1);
    if (begin >= end || begin < index_end() || end > size_) return false;
    if (bytes_.data[begin] != item_type::hash_key_data) return false;
    key = view(begin + 1, end - begin - 1);
    return true;
  }
  [[nodiscard]] bool plain_leaf_key(std::uint32_t index, std::string_view& key) const {
    return plain_key(offset_of(index), kLeafHeader, key);
  }
  [[nodiscard]] bool plain_branch_key(std::uint32_t index, std::string_view& key) const {
    return plain_key(offset_of(index), kBranchHeader, key);
  }

 private:
  static constexpr std::uint32_t kLeafHeader = 3;     // length, type
  static constexpr std::uint32_t kBranchHeader = 12;  // length, type, .., page, count

  [[nodiscard]] bool plain_key(std::uint32_t offset, std::uint32_t header,
                               std::string_view& key) const {
    if (offset < index_end() || offset + header > size_) return false;
    const std::uint32_t length = bytes_.u16(offset);
    if (bytes_.data[offset + 2] != item_type::key_data || length > size_ - offset - header) {
      return false;
    }
    key = view(offset + header, length);
    return true;
  }
  [[nodiscard]] bool has(std::uint32_t offset, std::uint32_t length) const {
    return offset >= index_end() && offset <= size_ && length <= size_ - offset;
  }
  [[nodiscard]] std::string_view view(std::uint32_t offset, std::uint32_t length) const {
    return {reinterpret_cast<const char*>(bytes_.data) + offset, length};
  }
  [[nodiscard]] std::optional<Item> overflow_at(std::uint32_t offset) const;

  Bytes bytes_{nullptr, false};
  std::uint32_t size_ = 0;
  std::uint32_t entries_ = 0;
};

// Less than, equal to or greater than 0 as `a` is before, is or is behind `b`
// in the order of their bytes.
[[nodiscard]] inline int byte_order(std::string_view a, std::string_view b) {
  if (a.size() >= 8 && b.size() >= 8) {
    std::uint64_t head_a = 0, head_b = 0;
    std::memcpy(&head_a, a.data(), 8);
    std::memcpy(&head_b, b.data(), 8);
    if (head_a != head_b) {
      if constexpr (std::endian::native == std::endian::little) {
        head_a = __builtin_bswap64(head_a);
        head_b = __builtin_bswap64(head_b);
      }
      return head_a < head_b ? -1 : 1;
    }
  }
  return a.compare(b);
}

// Takes the next value off the front of an item of kind inline_duplicates.
// Nothing if the lengths before and after it do not agree.
[[nodiscard]] std::optional<std::string_view> take_inline_duplicate(std::string_view& rest,
                                                                    bool swapped);

}  // namespace accessmap
