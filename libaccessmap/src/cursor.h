// Where a Cursor stands. See reader.h.
//
// Tested by reader_test.cc, interop_test.cc, damage_test.cc, fuzz_reader.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "page_file.h"
#include "store.h"

namespace accessmap {

class CursorState final : public EntryWalk {
 public:
  explicit CursorState(const PageFile& file) : walk_(file, scratch_, &ahead_) {}

  [[nodiscard]] Status next(std::string& key, std::string& value) override;
  [[nodiscard]] const Problem& problem() const override { return scratch_.problem(); }

 private:
  [[nodiscard]] Status next_pair(std::string& value);
  [[nodiscard]] Status next_page();
  [[nodiscard]] Status take_pair(std::string& value);
  [[nodiscard]] bool read_key(const Item& item);
  [[nodiscard]] Status enter(const Item& item, std::string& value);
  [[nodiscard]] Status next_duplicate(std::string& value);
  [[nodiscard]] Status next_in_tree(std::string& value);
  [[nodiscard]] std::optional<Item> item_at(std::uint32_t index) const;
  [[nodiscard]] bool is_hash() const { return walk_.file().meta().format == Format::hash; }
  Status page_damaged(std::string_view what);

  Scratch scratch_;
  ReadAhead ahead_;
  Walk walk_;
  std::optional<Page> page_;  // none: not begun
  std::uint32_t index_ = 0;   // of the next pair on page_
  std::uint32_t bucket_ = 0;
  std::string key_;                          // of the pair taken last
  std::optional<std::uint32_t> key_offset_;  // where on page_ it stands
  std::string_view inline_rest_;             // its duplicates still to come
  std::optional<Page> tree_leaf_;            // or the leaf they are on
  std::uint32_t tree_index_ = 0;
  Status stopped_ = Status::found;  // not found: no way on
};

}  // namespace accessmap
