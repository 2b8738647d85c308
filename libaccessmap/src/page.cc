// The items of Berkeley DB pages. See page.h.
//
// Offsets are those of the files that libdb 3.1 to 5.3 write: hash versions 7
// to 9, btree versions 8 and 9.

#include "page.h"

namespace accessmap {
namespace {

constexpr std::uint32_t kOverflowItemSize = 12;  // .., type, .., page, length
constexpr std::uint32_t kRecnoBranchSize = 8;    // page, count

}  // namespace

std::optional<std::string_view> Page::overflow_bytes() const {
  const std::uint32_t length = bytes_.u16(22);
  if (type() != PageType::overflow || length > size_ - kPageHeaderSize) {
    return std::nullopt;
  }
  return view(kPageHeaderSize, length);
}

// Hash and btree pages keep page and length at the same place of their
// overflow items.
std::optional<Item> Page::overflow_at(std::uint32_t offset) const {
  if (!has(offset, kOverflowItemSize)) return std::nullopt;
  Item item;
  item.kind = Item::Kind::overflow;
  item.page = bytes_.u32(offset + 4);
  item.length = bytes_.u32(offset + 8);
  return item;
}

std::optional<Item> Page::hash_item(std::uint32_t index) const {
  const std::uint32_t begin = offset_of(index);
  const std::uint32_t end = index == 0 ? size_ : offset_of(index - 1);
  if (end <= begin || end > size_ || !has(begin, end - begin)) {
    return std::nullopt;
  }
  Item item;
  switch (bytes_.data[begin]) {
    case item_type::hash_key_data:
      item.bytes = view(begin + 1, end - begin - 1);
      return item;
    case item_type::hash_duplicate:
      item.kind = Item::Kind::inline_duplicates;
      item.bytes = view(begin + 1, end - begin - 1);
      return item;
    case item_type::hash_off_page:
      return overflow_at(begin);
    case item_type::hash_off_duplicate:
      if (end - begin < 8) return std::nullopt;
      item.kind = Item::Kind::duplicate_tree;
      item.page = bytes_.u32(begin + 4);
      return item;
    default:
      return std::nullopt;
  }
}

std::optional<Item> Page::leaf_item(std::uint32_t index) const {
  const std::uint32_t offset = offset_of(index);
  if (!has(offset, kLeafHeader)) return std::nullopt;
  const std::uint8_t type = bytes_.data[offset + 2];
  Item item;
  switch (type & ~item_type::deleted) {
    case item_type::key_data: {
      const std::uint32_t length = bytes_.u16(offset);
      if (!has(offset, kLeafHeader + length)) return std::nullopt;
      item.bytes = view(offset + kLeafHeader, length);
      break;
    }
    case item_type::duplicate:
    case item_type::overflow: {
      const std::optional<Item> far = overflow_at(offset);
      if (!far) return std::nullopt;
      item = *far;
      if ((type & ~item_type::deleted) == item_type::duplicate) {
        item.kind = Item::Kind::duplicate_tree;
      }
      break;
    }
    default:
      return std::nullopt;
  }
  item.deleted = (type & item_type::deleted) != 0;
  return item;
}

std::optional<Branch> Page::branch(std::uint32_t index) const {
  const std::uint32_t offset = offset_of(index);
  Branch branch;
  if (type() == PageType::recno_internal) {
    if (!has(offset, kRecnoBranchSize)) return std::nullopt;
    branch.child = bytes_.u32(offset);
    return branch;
  }
  if (!has(offset, kBranchHeader)) return std::nullopt;
  branch.child = bytes_.u32(offset + 4);
  const std::uint32_t length = bytes_.u16(offset);
  if (!has(offset, kBranchHeader + length)) return std::nullopt;
  switch (bytes_.data[offset + 2] & ~item_type::deleted) {
    case item_type::key_data:
      branch.key.bytes = view(offset + kBranchHeader, length);
      return branch;
    case item_type::overflow: {
      const std::optional<Item> far = overflow_at(offset + kBranchHeader);
      if (!far) return std::nullopt;
      branch.key = *far;
      return branch;
    }
    default:
      return std::nullopt;
  }
}

std::optional<std::string_view> take_inline_duplicate(std::string_view& rest, bool swapped) {
  constexpr std::size_t kLength = 2;
  if (rest.size() < 2 * kLength) return std::nullopt;
  const Bytes bytes{reinterpret_cast<const std::uint8_t*>(rest.data()), swapped};
  const std::size_t length = bytes.u16(0);
  if (length > rest.size() - 2 * kLength) return std::nullopt;
  if (bytes.u16(kLength + length) != length) return std::nullopt;
  const std::string_view value = rest.substr(kLength, length);
  rest.remove_prefix(2 * kLength + length);
  return value;
}

}  // namespace accessmap
