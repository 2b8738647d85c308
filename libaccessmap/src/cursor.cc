// Goes through all entries of a database. See cursor.h.

#include "cursor.h"

namespace accessmap {

Status CursorState::page_damaged(std::string_view what) {
  walk_.damaged(page_ ? page_->number() : 0, what);
  return walk_.failure();
}

Status CursorState::next(std::string& key, std::string& value) {
  if (stopped_ != Status::found) return stopped_;
  Status status = next_duplicate(value);
  while (status == Status::not_found) {
    status = next_pair(value);
    if (status == Status::not_found) break;
    // A pair all of whose duplicates are deleted has none to give.
    if (status == Status::found && (tree_leaf_ || !inline_rest_.empty())) {
      status = next_duplicate(value);
    }
  }
  if (status == Status::found) {
    key = key_;
  } else {
    stopped_ = status;
  }
  return status;
}

Status CursorState::next_duplicate(std::string& value) {
  if (tree_leaf_) return next_in_tree(value);
  if (inline_rest_.empty()) return Status::not_found;
  const auto taken = take_inline_duplicate(inline_rest_, walk_.file().meta().swapped);
  if (!taken) return page_damaged("a list of duplicates is not sound");
  value.assign(*taken);
  return Status::found;
}

Status CursorState::next_in_tree(std::string& value) {
  while (tree_leaf_) {
    while (tree_index_ < tree_leaf_->entries()) {
      const std::optional<Item> item = tree_leaf_->leaf_item(tree_index_++);
      if (!item || item->kind == Item::Kind::duplicate_tree) {
        return page_damaged("its list of duplicates is not sound");
      }
      if (item->deleted) continue;
      return walk_.copy(*item, value) ? Status::found : walk_.failure();
    }
    tree_index_ = 0;
    const PageNumber number = tree_leaf_->next();
    tree_leaf_.reset();
    if (number == 0) break;
    tree_leaf_ = walk_.fetch(number, Slot::duplicate);
    if (!tree_leaf_) return walk_.failure();
    if (!is_duplicate_leaf(*tree_leaf_)) {
      return page_damaged("its list of duplicates is not sound");
    }
  }
  return Status::not_found;
}

// found: a value was delivered, or inline_rest_ or tree_leaf_ was set.
Status CursorState::next_pair(std::string& value) {
  for (;;) {
    if (page_ && index_ + 1 < page_->entries()) {
      const Status status = take_pair(value);
      if (status != Status::not_found) return status;
      continue;
    }
    const Status status = next_page();
    if (status != Status::found) return status;
  }
}

Status CursorState::next_page() {
  const Meta& meta = walk_.file().meta();
  const bool begun = page_.has_value();
  PageNumber number = begun ? page_->next() : 0;
  if (is_hash() && number == 0) {
    if (begun && bucket_++ == meta.max_bucket) return Status::not_found;
    number = bucket_page(meta, bucket_);
  } else if (begun && number == 0) {
    return Status::not_found;
  }
  page_ = is_hash() || begun ? walk_.fetch(number, Slot::main)
                             : walk_.first_leaf(meta.root, Slot::main);
  if (!page_) return walk_.failure();
  index_ = 0;
  key_offset_.reset();
  const bool right = is_hash() ? is_hash_page(*page_) : is_btree_leaf(*page_);
  return right ? Status::found : page_damaged("it is not of the kind that it should be");
}

std::optional<Item> CursorState::item_at(std::uint32_t index) const {
  return is_hash() ? page_->hash_item(index) : page_->leaf_item(index);
}

// not_found: the pair is deleted.
Status CursorState::take_pair(std::string& value) {
  const std::uint32_t index = index_;
  index_ += 2;
  const std::optional<Item> key = item_at(index);
  const std::optional<Item> item = item_at(index + 1);
  if (!key || !item) {
    return page_damaged("entry " + std::to_string(index) + " is not sound");
  }
  if (key->deleted || item->deleted) return Status::not_found;
  const std::uint32_t offset = page_->offset_of(index);
  if (offset != key_offset_) {
    if (!read_key(*key)) return walk_.failure();
    key_offset_ = offset;
  }
  return enter(*item, value);
}

bool CursorState::read_key(const Item& item) {
  switch (item.kind) {
    case Item::Kind::inline_bytes:
    case Item::Kind::overflow:
      return walk_.copy(item, key_);
    default:
      walk_.damaged(page_->number(), "a key is not sound");
      return false;
  }
}

Status CursorState::enter(const Item& item, std::string& value) {
  switch (item.kind) {
    case Item::Kind::inline_bytes:
    case Item::Kind::overflow:
      return walk_.copy(item, value) ? Status::found : walk_.failure();
    case Item::Kind::inline_duplicates:
      inline_rest_ = item.bytes;
      return item.bytes.empty() ? Status::not_found : Status::found;
    case Item::Kind::duplicate_tree:
      break;
  }
  tree_index_ = 0;
  tree_leaf_ = walk_.first_leaf(item.page, Slot::duplicate);
  if (!tree_leaf_) return walk_.failure();
  return is_duplicate_leaf(*tree_leaf_) ? Status::found
                                        : page_damaged("its list of duplicates is not sound");
}

}  // namespace accessmap
