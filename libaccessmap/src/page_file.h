// An open database file: its meta page, and the walks through its pages.
//
// Tested by reader_test.cc, damage_test.cc, fuzz_reader.cc.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accessmap/reader.h"
#include "file_image.h"
#include "page.h"

namespace accessmap {

// What the meta page says, checked.
struct Meta {
  Format format = Format::hash;
  bool swapped = false;
  bool duplicates = false;
  std::uint32_t page_size = 0;
  PageNumber last_page = 0;                                   // 0: not told
  PageNumber root = 0;                                        // btree
  std::uint32_t max_bucket = 0, high_mask = 0, low_mask = 0;  // hash
  std::array<std::uint32_t, 32> spares{};                     // hash
};

// Immutable once open, so shared by threads without a lock.
class PageFile {
 public:
  // Null with a reason in `problem` if the image is no database that we read.
  [[nodiscard]] static std::unique_ptr<PageFile> open(std::unique_ptr<const FileImage> image,
                                                      Problem& problem);

  [[nodiscard]] const FileImage& image() const { return *image_; }
  [[nodiscard]] const Meta& meta() const { return meta_; }
  [[nodiscard]] std::uint32_t pages() const { return pages_; }

  // The bytes of a page: in the image's memory, or read into `buffer`. Null
  // with an errno or kEndOfFile in `error`. REQUIRES: number < pages().
  [[nodiscard]] const std::uint8_t* page(PageNumber number, std::vector<std::uint8_t>& buffer,
                                         ReadAhead* ahead, int& error) const;

  // What was found out of a page of a hash that cannot change: the image's copy.
  enum class KeyOrder : std::uint8_t {
    unknown,    // not yet, or the page is read anew each time
    ascending,  // each key stands on the page, is sound and behind the one before
    other,
  };
  [[nodiscard]] bool remembers_order() const { return !orders_.empty(); }
  [[nodiscard]] KeyOrder order(PageNumber number) const {
    return orders_.empty() ? KeyOrder::unknown : orders_[number].load(std::memory_order_relaxed);
  }
  void note_order(PageNumber number, KeyOrder order) const {
    orders_[number].store(order, std::memory_order_relaxed);
  }

 private:
  explicit PageFile(std::unique_ptr<const FileImage> image) : image_(std::move(image)) {}
  [[nodiscard]] bool read_meta_page(Problem& problem);
  [[nodiscard]] std::string sizes_wrong() const;

  std::unique_ptr<const FileImage> image_;
  Meta meta_;
  std::uint32_t pages_ = 0;
  mutable std::vector<std::atomic<KeyOrder>> orders_;  // by page; empty: nothing is remembered
};

// Which Scratch buffer a page goes to. A page stays valid until the next page
// is fetched into its slot.
enum class Slot { main, overflow, duplicate };

// One operation's way through the pages: fetches them, counts them against a
// budget, so that a damaged file cannot make it go in circles, and keeps the
// reason when it cannot go on.
class Walk {
 public:
  // ahead: of one that goes through the whole file; else null.
  Walk(const PageFile& file, Scratch& scratch, ReadAhead* ahead = nullptr);

  // Nothing, and a reason in the scratch, if there is no such page.
  [[nodiscard]] std::optional<Page> fetch(PageNumber number, Slot slot);

  // Puts the bytes of an item (inline_bytes or overflow) into `out`.
  [[nodiscard]] bool copy(const Item& item, std::string& out);

  // The same without copying what stands on one page: `out` lasts until the
  // page's slot or the scratch is used again.
  [[nodiscard]] bool view(const Item& item, std::string_view& out);

  // Less than, equal to or greater than 0 as `key` is before, is or is behind
  // the item's bytes; nothing if they cannot be read.
  [[nodiscard]] std::optional<int> compare(std::string_view key, const Item& item);

  // The first leaf below `root`, taking the first branch each time.
  [[nodiscard]] std::optional<Page> first_leaf(PageNumber root, Slot slot);

  // The page that `page` leads to for `key`, one level down; `key` null: the
  // first one.
  [[nodiscard]] std::optional<Page> descend(const Page& page, Slot slot,
                                            const std::string_view* key);

  // Records that `page` is damaged in the way `what` says. If the file was
  // changed by somebody meanwhile, that makes it a temporary failure.
  void damaged(PageNumber page, std::string_view what);

  [[nodiscard]] const PageFile& file() const { return file_; }
  [[nodiscard]] Status failure() const { return scratch_.problem_.status; }

 private:
  void not_read(PageNumber number, int error);
  [[nodiscard]] bool append_chain(const Item& item, std::string& out);
  [[nodiscard]] std::optional<int> compare_chain(std::string_view key, const Item& item);
  [[nodiscard]] std::optional<std::uint32_t> branch_for(const Page& page,
                                                        const std::string_view* key);

  const PageFile& file_;
  Scratch& scratch_;
  ReadAhead* ahead_;
  std::uint64_t budget_;
};

// The page that a hash file keeps a bucket on.
[[nodiscard]] PageNumber bucket_page(const Meta& meta, std::uint32_t bucket);

// The bucket of a key.
[[nodiscard]] std::uint32_t bucket_of(const Meta& meta, std::string_view key);

[[nodiscard]] Status hash_lookup(Walk& walk, std::string_view key, std::string_view& value);
[[nodiscard]] Status btree_lookup(Walk& walk, std::string_view key, std::string_view& value);

// The first value of an item, whatever its kind. not_found: all are deleted.
[[nodiscard]] Status first_value(Walk& walk, const Item& item, std::string_view& value);

// Whether a page is of the kind that its place asks for: a page of a bucket's
// chain, a leaf with keys and values, a leaf of duplicates (values only).
[[nodiscard]] bool is_hash_page(const Page& page);
[[nodiscard]] bool is_btree_leaf(const Page& page);
[[nodiscard]] bool is_duplicate_leaf(const Page& page);

}  // namespace accessmap
