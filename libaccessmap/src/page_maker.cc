// Pages of hash and btree files, native byte order. See page_maker.h.

#include "page_maker.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <vector>

#include "meta.h"
#include "page.h"

namespace accessmap {
namespace {

constexpr std::size_t kPage = kMadePageSize;

// Offsets of fields that all pages have, and of those of the meta pages.
namespace at {
constexpr std::size_t number = 8, previous = 12, next = 16, entries = 20, high_free = 22,
                      level = 24, type = 25, index = 26;
constexpr std::size_t last_page = 32, max_bucket = 72, high_mask = 76, low_mask = 80, keys = 88,
                      spares = 96;  // hash
constexpr std::size_t root = 88;    // btree
}  // namespace at

// A page that is being filled from its end towards its index.
class PageMaker {
 public:
  PageMaker(PageType type, std::uint8_t level) : type_(type), level_(level) { clear(); }

  void clear() {
    bytes_.fill(0);
    // The log position of pages that no log knows.
    put(4, std::uint32_t{1});
    bytes_[at::level] = level_;
    bytes_[at::type] = static_cast<std::uint8_t>(type_);
    entries_ = 0;
    free_ = kPage;
  }
  [[nodiscard]] std::size_t entries() const { return entries_; }
  // Whether items of so many bytes, with their places in the index, fit.
  [[nodiscard]] bool fits(std::size_t items, std::size_t size) const {
    return at::index + 2 * (entries_ + items) + size <= free_;
  }
  // A place for one more item. REQUIRES: fits(1, size).
  [[nodiscard]] std::uint8_t* add(std::size_t size) {
    free_ -= size;
    put(at::index + 2 * entries_++, static_cast<std::uint16_t>(free_));
    return bytes_.data() + free_;
  }
  template <typename Number>
  void put(std::size_t offset, Number number) {
    std::memcpy(bytes_.data() + offset, &number, sizeof number);
  }
  [[nodiscard]] int write(int fd, PageNumber number) {
    put(at::number, number);
    put(at::entries, static_cast<std::uint16_t>(entries_));
    put(at::high_free, static_cast<std::uint16_t>(free_));
    return write_page(fd, number, bytes_);
  }
  [[nodiscard]] static int write_page(int fd, PageNumber number,
                                      const std::array<std::uint8_t, kPage>& bytes) {
    for (std::size_t done = 0; done < kPage;) {
      const ssize_t n = ::pwrite(fd, bytes.data() + done, kPage - done,
                                 static_cast<off_t>(std::uint64_t{number} * kPage + done));
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return errno;
      done += static_cast<std::size_t>(n);
    }
    return 0;
  }

 private:
  PageType type_;
  std::uint8_t level_;
  std::array<std::uint8_t, kPage> bytes_;
  std::size_t entries_ = 0;
  std::size_t free_ = kPage;
};

// The first page that libdb made, with some of its numbers changed.
class MetaPage {
 public:
  [[nodiscard]] int read(int fd) {
    const ssize_t n = ::pread(fd, bytes_.data(), kPage, 0);
    return n == static_cast<ssize_t>(kPage) ? 0 : n < 0 ? errno : EIO;
  }
  void put(std::size_t offset, std::uint32_t number) {
    std::memcpy(bytes_.data() + offset, &number, sizeof number);
  }
  [[nodiscard]] int write(int fd) const { return PageMaker::write_page(fd, 0, bytes_); }

 private:
  std::array<std::uint8_t, kPage> bytes_{};
};

void copy_bytes(std::uint8_t* to, std::string_view bytes) {
  if (!bytes.empty()) std::memcpy(to, bytes.data(), bytes.size());
}

// ---- hash

// Makes bucket after bucket. Their first pages stand behind the meta page, all
// the others behind those.
class HashMaker {
 public:
  HashMaker(int fd, const EntrySorter& sorter)
      : fd_(fd), bits_(bits_for(sorter)), next_page_((PageNumber{1} << bits_) + 1) {}

  [[nodiscard]] int add(const SortedEntry& entry) {
    const std::uint32_t bucket = entry.hash & mask();
    if (bucket != bucket_ && !pairs_.empty()) {
      if (const int error = write_bucket()) return error;
    }
    bucket_ = bucket;
    pairs_.push_back({text_.size(), entry.key.size(), entry.value.size(), head_of(entry.key)});
    text_.append(entry.key).append(entry.value);
    return 0;
  }

  [[nodiscard]] int finish(std::uint64_t count) {
    if (!pairs_.empty()) {
      if (const int error = write_bucket()) return error;
    }
    if (const int error = write_empty_buckets()) return error;
    MetaPage meta;
    if (const int error = meta.read(fd_)) return error;
    meta.put(at::last_page, next_page_ - 1);
    meta.put(at::max_bucket, mask());
    meta.put(at::high_mask, mask());
    meta.put(at::low_mask, mask() >> 1);
    meta.put(at::keys, static_cast<std::uint32_t>(std::min<std::uint64_t>(count, ~0U)));
    for (std::uint32_t i = 0; i < 32; ++i) meta.put(at::spares + 4 * i, i <= bits_ ? 1 : 0);
    return meta.write(fd_);
  }

 private:
  struct Pair {
    std::size_t place, key_size, value_size;  // in text_
    std::uint64_t head;                       // sorts most
  };

  // Buckets are half full on average, so that few need a second page.
  static std::uint32_t bits_for(const EntrySorter& sorter) {
    constexpr std::uint64_t kPairCost = 6, kFull = (kPage - at::index) * 3 / 4;
    const std::uint64_t bytes = sorter.bytes() + kPairCost * sorter.count();
    std::uint32_t bits = 1;
    while (bits < 30 && (bytes >> bits) > kFull) ++bits;
    return bits;
  }
  [[nodiscard]] std::uint32_t mask() const { return (std::uint32_t{1} << bits_) - 1; }
  [[nodiscard]] std::string_view key_of(const Pair& pair) const {
    return std::string_view(text_).substr(pair.place, pair.key_size);
  }

  // The first bytes, to be compared as a number. What ends goes last, as in before().
  [[nodiscard]] static std::uint64_t head_of(std::string_view key) {
    std::uint64_t head = ~std::uint64_t{0};
    if (!key.empty()) std::memcpy(&head, key.data(), std::min(key.size(), sizeof head));
    return std::endian::native == std::endian::little ? __builtin_bswap64(head) : head;
  }

  // libdb wants the keys of a page sorted, and of two of which one begins with
  // the other the longer one first.
  [[nodiscard]] static bool before(std::string_view a, std::string_view b) {
    const std::size_t both = std::min(a.size(), b.size());
    const int order = a.substr(0, both).compare(b.substr(0, both));
    return order != 0 ? order < 0 : a.size() > b.size();
  }

  [[nodiscard]] int write_bucket() {
    std::sort(pairs_.begin(), pairs_.end(), [this](const Pair& a, const Pair& b) {
      return a.head != b.head ? a.head < b.head : before(key_of(a), key_of(b));
    });
    if (made_.size() <= bucket_) made_.resize(std::size_t{mask()} + 1);
    made_[bucket_] = true;
    PageNumber number = bucket_ + 1, previous = 0;
    for (std::size_t i = 0; i < pairs_.size(); previous = number, number = next_) {
      fill(i);
      next_ = i < pairs_.size() ? next_page_++ : 0;
      page_.put(at::previous, previous);
      page_.put(at::next, next_);
      const PageNumber here = number;
      if (const int error = page_.write(fd_, here)) return error;
    }
    pairs_.clear();
    text_.clear();
    return 0;
  }

  // Puts pairs from `i` on onto the page, until it is full.
  void fill(std::size_t& i) {
    page_.clear();
    for (; i < pairs_.size(); ++i) {
      const Pair& pair = pairs_[i];
      if (!page_.fits(2, pair.key_size + pair.value_size + 2)) return;
      for (const std::string_view item :
           {key_of(pair),
            std::string_view(text_).substr(pair.place + pair.key_size, pair.value_size)}) {
        std::uint8_t* const to = page_.add(item.size() + 1);
        *to = item_type::hash_key_data;
        copy_bytes(to + 1, item);
      }
    }
  }

  [[nodiscard]] int write_empty_buckets() {
    made_.resize(std::size_t{mask()} + 1);
    page_.clear();
    for (std::size_t bucket = 0; bucket < made_.size(); ++bucket) {
      if (made_[bucket]) continue;
      if (const int error = page_.write(fd_, static_cast<PageNumber>(bucket + 1))) return error;
    }
    return 0;
  }

  int fd_;
  std::uint32_t bits_;
  PageNumber next_page_;
  PageNumber next_ = 0;
  std::uint32_t bucket_ = 0;
  std::vector<Pair> pairs_;  // of the bucket
  std::string text_;
  std::vector<bool> made_;
  PageMaker page_{PageType::hash, 0};
};

// ---- btree

// Fills leaves from left to right, and above them the pages that lead there.
// The root is page 1, as libdb has it.
class BtreeMaker {
 public:
  explicit BtreeMaker(int fd) : fd_(fd) {}

  [[nodiscard]] int add(const SortedEntry& entry) {
    const auto [key, value, hash] = entry;
    const std::size_t size = item_size(key.size()) + item_size(value.size());
    if (!leaf_.fits(2, size)) {
      const PageNumber next = next_page_++;
      if (const int error = write_leaf(leaf_number_, next)) return error;
      previous_leaf_ = leaf_number_;
      leaf_number_ = next;
    }
    if (leaf_.entries() == 0) first_key_ = key;
    for (const std::string_view item : {key, value}) {
      std::uint8_t* const to = leaf_.add(item_size(item.size()));
      const auto length = static_cast<std::uint16_t>(item.size());
      std::memcpy(to, &length, sizeof length);
      to[2] = item_type::key_data;
      copy_bytes(to + kLeafHead, item);
    }
    return 0;
  }

  [[nodiscard]] int finish() {
    PageNumber last = 1;
    if (levels_.empty()) {
      if (const int error = leaf_.write(fd_, 1)) return error;
    } else {
      if (const int error = write_leaf(leaf_number_, 0)) return error;
      for (std::size_t i = 0; i < levels_.size(); ++i) {
        const bool root = i + 1 == levels_.size();
        if (const int error = root ? levels_[i].page.write(fd_, 1) : write_level(i)) return error;
      }
      last = next_page_ - 1;
    }
    MetaPage meta;
    if (const int error = meta.read(fd_)) return error;
    meta.put(at::last_page, last);
    meta.put(at::root, 1);
    return meta.write(fd_);
  }

 private:
  static constexpr std::size_t kLeafHead = 3, kBranchHead = 12;

  struct Level {
    explicit Level(std::uint8_t level) : page(PageType::btree_internal, level) {}
    PageMaker page;
    std::string first_key;
    bool leftmost = true;
  };

  static std::size_t item_size(std::size_t length) { return (kLeafHead + length + 3) & ~3UL; }

  [[nodiscard]] int write_leaf(PageNumber number, PageNumber next) {
    leaf_.put(at::previous, previous_leaf_);
    leaf_.put(at::next, next);
    if (const int error = leaf_.write(fd_, number)) return error;
    leaf_.clear();
    return add_branch(0, first_key_, number);
  }

  // Lets a page of levels_[index] lead to `child`, whose least key is `key`.
  [[nodiscard]] int add_branch(std::size_t index, const std::string& key, PageNumber child) {
    if (index == levels_.size()) levels_.emplace_back(static_cast<std::uint8_t>(index + 2));
    const std::size_t full = (kBranchHead + key.size() + 3) & ~std::size_t{3};
    if (!levels_[index].page.fits(1, full)) {
      if (const int error = write_level(index)) return error;
    }
    Level& level = levels_[index];
    const bool first = level.page.entries() == 0;
    if (first) level.first_key = key;
    // The least key of all is never compared, and libdb leaves it out.
    const std::string_view kept = first && level.leftmost ? std::string_view() : key;
    std::uint8_t* const to = level.page.add((kBranchHead + kept.size() + 3) & ~std::size_t{3});
    const auto length = static_cast<std::uint16_t>(kept.size());
    std::memcpy(to, &length, sizeof length);
    to[2] = item_type::key_data;
    std::memcpy(to + 4, &child, sizeof child);
    copy_bytes(to + kBranchHead, kept);
    return 0;
  }

  [[nodiscard]] int write_level(std::size_t index) {
    const PageNumber number = next_page_++;
    if (const int error = levels_[index].page.write(fd_, number)) return error;
    levels_[index].page.clear();
    levels_[index].leftmost = false;
    const std::string key = levels_[index].first_key;
    return add_branch(index + 1, key, number);
  }

  int fd_;
  PageMaker leaf_{PageType::btree_leaf, 1};
  std::string first_key_;
  PageNumber leaf_number_ = 2, previous_leaf_ = 0, next_page_ = 3;
  std::vector<Level> levels_;
};

template <typename Maker>
int make_pages(Maker& maker, UniqueEntries& entries, Problem& problem) {
  SortedEntry entry;
  Status status = Status::found;
  while ((status = entries.next(entry, problem)) == Status::found) {
    if (const int error = maker.add(entry)) return error;
  }
  return status == Status::not_found ? 0 : EIO;
}

}  // namespace

int make_hash_pages(int fd, UniqueEntries& entries, Problem& problem) {
  HashMaker maker(fd, entries.sorter());
  if (const int error = make_pages(maker, entries, problem)) return error;
  return maker.finish(entries.count());
}

int make_btree_pages(int fd, UniqueEntries& entries, Problem& problem) {
  BtreeMaker maker(fd);
  if (const int error = make_pages(maker, entries, problem)) return error;
  return maker.finish();
}

}  // namespace accessmap
