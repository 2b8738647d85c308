// Look-ups in a hash file: one bucket, one chain of pages.
//
// Tested by reader_test.cc, interop_test.cc, damage_test.cc, fuzz_reader.cc.

#include <bit>

#include "meta.h"
#include "page_file.h"

namespace accessmap {
namespace {

// Whether the key is this item; nothing if that cannot be read. Lengths first:
// that spares most look-ups the chain of a long key.
std::optional<bool> is_key(Walk& walk, std::string_view key, const Item& item) {
  if (item.kind == Item::Kind::inline_bytes) return key == item.bytes;
  if (item.kind != Item::Kind::overflow || item.length != key.size()) return false;
  const std::optional<int> order = walk.compare(key, item);
  if (!order) return std::nullopt;
  return *order == 0;
}

Status entry_damaged(Walk& walk, const Page& page, std::uint32_t index) {
  walk.damaged(page.number(), "entry " + std::to_string(index) + " is not sound");
  return walk.failure();
}

Status value_of(Walk& walk, const Page& page, std::uint32_t index, std::string_view& value) {
  const std::optional<Item> item = page.hash_item(index + 1);
  return item ? first_value(walk, *item, value) : entry_damaged(walk, page, index + 1);
}

// libdb sorts the keys of newer pages, but those off the page in a way of its
// own, and it would trust a page that is not sorted.
bool keys_ascend(const Page& page) {
  std::string_view last, key;
  for (std::uint32_t i = 0; i + 1 < page.entries(); i += 2) {
    if (!page.plain_hash_key(i, key) || (i > 0 && byte_order(last, key) >= 0)) return false;
    last = key;
  }
  return true;
}

// REQUIRES: keys_ascend(page).
Status search_sorted(Walk& walk, const Page& page, std::string_view key, std::string_view& value) {
  std::uint32_t begin = 0;
  std::uint32_t end = page.entries() / 2;
  while (begin < end) {
    const std::uint32_t middle = (begin + end) / 2;
    std::string_view there;
    if (!page.plain_hash_key(2 * middle, there)) return entry_damaged(walk, page, 2 * middle);
    const int order = byte_order(key, there);
    if (order == 0) return value_of(walk, page, 2 * middle, value);
    if (order < 0) {
      end = middle;
    } else {
      begin = middle + 1;
    }
  }
  return Status::not_found;
}

// All keys are looked at; their lengths alone rule out most.
Status search_all(Walk& walk, const Page& page, std::string_view key, std::string_view& value) {
  constexpr std::uint32_t kFarItem = 12;
  const std::uint32_t page_size = walk.file().meta().page_size;
  const std::size_t wanted = key.size() + 1;
  const bool may_be_far = key.size() >= page_size / 8;
  std::uint32_t end = page_size;
  for (std::uint32_t i = 0; i + 1 < page.entries(); i += 2) {
    const std::uint32_t begin = page.offset_of(i);
    if (begin >= end || begin < page.index_end()) return entry_damaged(walk, page, i);
    const std::uint32_t length = end - begin;
    end = page.offset_of(i + 1);
    if (length != wanted && !(may_be_far && length == kFarItem)) continue;
    const std::optional<Item> found = page.hash_item(i);
    if (!found) return entry_damaged(walk, page, i);
    const std::optional<bool> same = is_key(walk, key, *found);
    if (!same) return walk.failure();
    if (!*same) continue;
    const Status status = value_of(walk, page, i, value);
    if (status != Status::not_found) return status;
  }
  return Status::not_found;
}

// One page of the chain; not_found: go on with the next one.
Status search_page(Walk& walk, PageNumber number, const Page& page, std::string_view key,
                   std::string_view& value) {
  using KeyOrder = PageFile::KeyOrder;
  const PageFile& file = walk.file();
  const KeyOrder order = file.order(number);
  if (order == KeyOrder::ascending) return search_sorted(walk, page, key, value);
  if (order == KeyOrder::unknown && file.remembers_order()) {
    file.note_order(number, keys_ascend(page) ? KeyOrder::ascending : KeyOrder::other);
  }
  return search_all(walk, page, key, value);
}

}  // namespace

// Buckets are added one by one but their pages in groups that double; spares[g]
// is the distance of bucket and page in group g.
PageNumber bucket_page(const Meta& meta, std::uint32_t bucket) {
  const auto group = static_cast<std::size_t>(std::bit_width(bucket));
  return group < meta.spares.size() ? bucket + meta.spares[group] : 0;
}

std::uint32_t bucket_of(const Meta& meta, std::string_view key) {
  const std::uint32_t hash = hash_of(key);
  const std::uint32_t bucket = hash & meta.high_mask;
  return bucket <= meta.max_bucket ? bucket : hash & meta.low_mask;
}

bool is_hash_page(const Page& page) {
  switch (page.type()) {
    case PageType::hash:
    case PageType::hash_unsorted:
      return page.entries() % 2 == 0;
    case PageType::unused:
      return page.entries() == 0 && page.next() == 0;
    default:
      return false;
  }
}

Status hash_lookup(Walk& walk, std::string_view key, std::string_view& value) {
  const Meta& meta = walk.file().meta();
  PageNumber number = bucket_page(meta, bucket_of(meta, key));
  do {
    const std::optional<Page> page = walk.fetch(number, Slot::main);
    if (!page) return walk.failure();
    if (!is_hash_page(*page)) {
      walk.damaged(number, "it is not the hash page that it should be");
      return walk.failure();
    }
    const Status status = search_page(walk, number, *page, key, value);
    if (status != Status::not_found) return status;
    number = page->next();
  } while (number != 0);
  return Status::not_found;
}

}  // namespace accessmap
