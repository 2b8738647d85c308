// Look-ups in a btree: down to one leaf, then a binary search on it.
//
// The same steps read the trees that keep long lists of duplicates, for hash
// files too.
//
// Tested by reader_test.cc, interop_test.cc, damage_test.cc, fuzz_reader.cc.

#include "page_file.h"

namespace accessmap {
namespace {

bool is_internal(const Page& page) {
  return page.type() == PageType::btree_internal || page.type() == PageType::recno_internal;
}

void entry_damaged(Walk& walk, const Page& page, std::uint32_t index) {
  walk.damaged(page.number(), "entry " + std::to_string(index) + " is not sound");
}

// How `key` stands to a key of a leaf.
std::optional<int> leaf_order(Walk& walk, const Page& leaf, std::uint32_t index,
                              std::string_view key) {
  std::string_view plain;
  if (leaf.plain_leaf_key(index, plain)) [[likely]]
    return byte_order(key, plain);
  const std::optional<Item> item = leaf.leaf_item(index);
  if (item && item->kind != Item::Kind::duplicate_tree) return walk.compare(key, *item);
  entry_damaged(walk, leaf, index);
  return std::nullopt;
}

std::optional<int> branch_order(Walk& walk, const Page& page, std::uint32_t index,
                                std::string_view key) {
  std::string_view plain;
  if (page.type() == PageType::btree_internal && page.plain_branch_key(index, plain)) [[likely]]
    return byte_order(key, plain);
  const std::optional<Branch> branch = page.branch(index);
  if (branch) return walk.compare(key, branch->key);
  entry_damaged(walk, page, index);
  return std::nullopt;
}

// The index of the first key of a leaf that is not before `key`.
std::optional<std::uint32_t> lower_bound(Walk& walk, const Page& leaf, std::string_view key) {
  std::uint32_t low = 0;
  std::uint32_t high = leaf.entries() / 2;
  while (low < high) {
    const std::uint32_t middle = (low + high) / 2;
    const std::optional<int> order = leaf_order(walk, leaf, 2 * middle, key);
    if (!order) return std::nullopt;
    if (*order > 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return 2 * low;
}

// The first value of `key` that is not deleted, from `index` on.
Status value_at(Walk& walk, const Page& leaf, std::uint32_t index, std::string_view key,
                std::string_view& value) {
  for (; index + 1 < leaf.entries(); index += 2) {
    const std::optional<Item> found = leaf.leaf_item(index);
    const std::optional<Item> item = leaf.leaf_item(index + 1);
    if (!found || !item || found->kind == Item::Kind::duplicate_tree) {
      entry_damaged(walk, leaf, index);
      return walk.failure();
    }
    const std::optional<int> order = walk.compare(key, *found);
    if (!order) return walk.failure();
    if (*order != 0) return Status::not_found;
    if (found->deleted || item->deleted) continue;
    const Status status = first_value(walk, *item, value);
    if (status != Status::not_found) return status;
  }
  return Status::not_found;
}

std::optional<Page> btree_leaf(Walk& walk, std::string_view key) {
  const PageNumber root = walk.file().meta().root;
  std::optional<Page> page = walk.fetch(root, Slot::main);
  while (page && is_internal(*page)) page = walk.descend(*page, Slot::main, &key);
  if (!page) return std::nullopt;
  if (!is_btree_leaf(*page)) {
    walk.damaged(page->number(), "it is not the btree leaf that it should be");
    return std::nullopt;
  }
  return page;
}

}  // namespace

// Keys of an internal page are the least ones below each branch, but the first
// branch takes all that is less, whatever its key says.
std::optional<std::uint32_t> Walk::branch_for(const Page& page, const std::string_view* key) {
  std::uint32_t low = 0;
  std::uint32_t high = key == nullptr ? 1 : page.entries();
  while (high - low > 1) {
    const std::uint32_t middle = (low + high) / 2;
    const std::optional<int> order = branch_order(*this, page, middle, *key);
    if (!order) return std::nullopt;
    if (*order < 0) {
      high = middle;
    } else {
      low = middle;
    }
  }
  return low;
}

std::optional<Page> Walk::descend(const Page& page, Slot slot, const std::string_view* key) {
  const PageNumber from = page.number();
  const int level = page.level();
  if (page.entries() == 0) {
    damaged(from, "it leads nowhere");
    return std::nullopt;
  }
  const std::optional<std::uint32_t> index = branch_for(page, key);
  if (!index) return std::nullopt;
  const std::optional<Branch> branch = page.branch(*index);
  if (!branch) {
    entry_damaged(*this, page, *index);
    return std::nullopt;
  }
  const std::optional<Page> child = fetch(branch->child, slot);
  if (child && child->level() != level - 1) {
    damaged(from, "it leads to a page of another level");
    return std::nullopt;
  }
  return child;
}

std::optional<Page> Walk::first_leaf(PageNumber root, Slot slot) {
  std::optional<Page> page = fetch(root, slot);
  while (page && is_internal(*page)) page = descend(*page, slot, nullptr);
  return page;
}

bool is_btree_leaf(const Page& page) {
  return page.type() == PageType::btree_leaf && page.entries() % 2 == 0;
}

bool is_duplicate_leaf(const Page& page) {
  return page.type() == PageType::duplicate_leaf || page.type() == PageType::recno_leaf;
}

Status btree_lookup(Walk& walk, std::string_view key, std::string_view& value) {
  const std::optional<Page> leaf = btree_leaf(walk, key);
  if (!leaf) return walk.failure();
  const std::optional<std::uint32_t> index = lower_bound(walk, *leaf, key);
  if (!index) return walk.failure();
  return value_at(walk, *leaf, *index, key, value);
}

// The first value of a tree of duplicates that is not deleted.
Status first_in_tree(Walk& walk, PageNumber root, std::string_view& value) {
  std::optional<Page> leaf = walk.first_leaf(root, Slot::duplicate);
  while (leaf && is_duplicate_leaf(*leaf)) {
    for (std::uint32_t i = 0; i < leaf->entries(); ++i) {
      const std::optional<Item> item = leaf->leaf_item(i);
      if (!item || item->kind == Item::Kind::duplicate_tree) {
        entry_damaged(walk, *leaf, i);
        return walk.failure();
      }
      if (item->deleted) continue;
      return walk.view(*item, value) ? Status::found : walk.failure();
    }
    if (leaf->next() == 0) return Status::not_found;
    leaf = walk.fetch(leaf->next(), Slot::duplicate);
  }
  if (leaf) walk.damaged(leaf->number(), "it does not hold duplicates, as it should");
  return walk.failure();
}

Status first_value(Walk& walk, const Item& item, std::string_view& value) {
  switch (item.kind) {
    case Item::Kind::inline_bytes:
    case Item::Kind::overflow:
      return walk.view(item, value) ? Status::found : walk.failure();
    case Item::Kind::duplicate_tree:
      return first_in_tree(walk, item.page, value);
    case Item::Kind::inline_duplicates:
      break;
  }
  std::string_view rest = item.bytes;
  if (rest.empty()) return Status::not_found;
  const auto first = take_inline_duplicate(rest, walk.file().meta().swapped);
  if (!first) {
    walk.damaged(0, "a list of duplicates is not sound");
    return walk.failure();
  }
  value = *first;
  return Status::found;
}

}  // namespace accessmap
