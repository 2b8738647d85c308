// The layout of Berkeley DB pages, with every offset checked.
//
// A Page is a view of bytes in a Scratch slot. Its functions never read out of
// the page, whatever the bytes say: an item that does not lie wholly within it
// is no item.
//
// Tested by reader_test.cc, damage_test.cc, fuzz_reader.cc.
#pragma once

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
    return swapped ? __builtin_bswap16(n) : n;
  }
  [[nodiscard]] std::uint32_t u32(std::size_t offset) const {
    std::uint32_t n = 0;
    std::memcpy(&n, data + offset, sizeof n);
    return swapped ? __builtin_bswap32(n) : n;
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

class Page {
 public:
  Page() = default;
  Page(const std::uint8_t* data, std::uint32_t size, bool swapped)
      : bytes_{data, swapped}, size_(size) {}

  [[nodiscard]] PageNumber number() const { return bytes_.u32(8); }
  [[nodiscard]] PageNumber next() const { return bytes_.u32(16); }
  [[nodiscard]] std::uint32_t entries() const { return bytes_.u16(20); }
  [[nodiscard]] std::uint8_t level() const { return bytes_.data[24]; }
  [[nodiscard]] PageType type() const { return static_cast<PageType>(bytes_.data[25]); }
  [[nodiscard]] bool index_fits() const { return kPageHeaderSize + 2 * entries() <= size_; }
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

 private:
  [[nodiscard]] bool has(std::uint32_t offset, std::uint32_t length) const;
  [[nodiscard]] std::string_view view(std::uint32_t offset, std::uint32_t length) const;
  [[nodiscard]] std::optional<Item> overflow_at(std::uint32_t offset) const;

  Bytes bytes_{nullptr, false};
  std::uint32_t size_ = 0;
};

// Takes the next value off the front of an item of kind inline_duplicates.
// Nothing if the lengths before and after it do not agree.
[[nodiscard]] std::optional<std::string_view> take_inline_duplicate(std::string_view& rest,
                                                                    bool swapped);

}  // namespace accessmap
