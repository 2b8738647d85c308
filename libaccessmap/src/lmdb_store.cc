// LMDB files: two meta pages, of which the newer counts, and a tree.
//
// liblmdb maps the file, so that whoever cuts it kills the host, keeps state
// for the process and forbids fork(2). This reads it as the other formats are
// read. Files of machines with 64 bits and this one's byte order; one database
// without a name and without duplicates, as Postfix makes them.
//
// Tested by lmdb_test.cc, fuzz_reader.cc.

#include "lmdb_store.h"

#include <array>
#include <cstring>
#include <optional>
#include <utility>

#include "page.h"

namespace accessmap {
namespace {

constexpr std::uint32_t kMagic = 0xbeefc0de, kVersion = 1;
constexpr std::size_t kPageHead = 16, kMetaBytes = 152, kNodeHead = 8, kDeepest = 32;
constexpr std::uint16_t kDuplicates = 0x04;  // of a database's flags
constexpr std::uint16_t kBranch = 0x01, kLeaf = 0x02, kOverflow = 0x04;
constexpr std::uint16_t kBigData = 0x01, kSubData = 0x02, kManyData = 0x04;  // of a node's

namespace at {
constexpr std::size_t magic = 16, version = 20, page_size = 40, flags = 92, root = 128,
                      transaction = 144;
}  // namespace at

constexpr std::uint64_t kNoPage = ~std::uint64_t{0};

template <typename Number>
Number number_at(const std::uint8_t* bytes) {
  Number n = 0;
  std::memcpy(&n, bytes, sizeof n);
  return n;
}

struct LmdbMeta {
  std::uint32_t page_size = 0;
  std::uint64_t root = kNoPage, transaction = 0;
};

using MetaBytes = std::array<std::uint8_t, kMetaBytes>;

// What is wrong with a meta page; empty: nothing.
std::string read_meta_page(const MetaBytes& bytes, LmdbMeta& meta) {
  if (number_at<std::uint32_t>(&bytes[at::magic]) != kMagic) return "damaged: its magic is gone";
  if (number_at<std::uint32_t>(&bytes[at::version]) != kVersion) {
    return "its format is not version 1 of LMDB; build it again with accessmap build";
  }
  if (number_at<std::uint16_t>(&bytes[at::flags]) & kDuplicates) {
    return "keys may have several values; an access map has one for each";
  }
  meta.page_size = number_at<std::uint32_t>(&bytes[at::page_size]);
  const bool power_of_two = (meta.page_size & (meta.page_size - 1)) == 0;
  if (!power_of_two || meta.page_size < 512 || meta.page_size > 65536) {
    return "damaged: its page size cannot be " + std::to_string(meta.page_size);
  }
  meta.root = number_at<std::uint64_t>(&bytes[at::root]);
  meta.transaction = number_at<std::uint64_t>(&bytes[at::transaction]);
  return {};
}

// A node of a page, which lies wholly within it but for a value on pages of its
// own.
struct Node {
  std::string_view key;
  std::uint16_t flags = 0;
  std::uint64_t child = 0;  // of a branch
  std::uint64_t size = 0;   // of the value
  const std::uint8_t* value = nullptr;
};

class LmdbPage {
 public:
  LmdbPage(const std::uint8_t* bytes, std::uint32_t size) : bytes_(bytes), size_(size) {}

  [[nodiscard]] std::uint64_t number() const { return number_at<std::uint64_t>(bytes_); }
  [[nodiscard]] std::uint16_t kind() const { return number_at<std::uint16_t>(bytes_ + 10); }
  [[nodiscard]] std::uint32_t entries() const {
    const std::uint32_t lower = number_at<std::uint16_t>(bytes_ + 12);
    return lower < kPageHead || lower > size_ ? 0 : (lower - kPageHead) / 2;
  }
  [[nodiscard]] bool is_branch() const { return kind() == kBranch; }

  // Nothing if it does not lie within the page.
  [[nodiscard]] std::optional<Node> node(std::uint32_t index) const {
    const std::size_t place = number_at<std::uint16_t>(bytes_ + kPageHead + 2 * index);
    if (place < kPageHead || place + kNodeHead > size_) return std::nullopt;
    const std::uint8_t* const head = bytes_ + place;
    const std::uint64_t low = number_at<std::uint32_t>(head);
    Node node;
    node.flags = number_at<std::uint16_t>(head + 4);
    const std::size_t key_size = number_at<std::uint16_t>(head + 6);
    const std::size_t left = size_ - place - kNodeHead;
    if (key_size > left) return std::nullopt;
    node.key = {reinterpret_cast<const char*>(head) + kNodeHead, key_size};
    if (is_branch()) {
      node.child = low | std::uint64_t{node.flags} << 32;
      return node;
    }
    node.size = low;
    node.value = head + kNodeHead + key_size;
    const std::size_t there = node.flags & kBigData ? sizeof(std::uint64_t) : low;
    return there <= left - key_size ? std::optional(node) : std::nullopt;
  }

 private:
  const std::uint8_t* bytes_;
  std::uint32_t size_;
};

}  // namespace

class LmdbStore final : public Store {
 public:
  LmdbStore(std::unique_ptr<const FileImage> image, const LmdbMeta& meta)
      : image_(std::move(image)), meta_(meta) {}

  Status find(std::string_view key, Scratch& scratch, std::string_view& value) const override {
    std::uint64_t number = meta_.root;
    for (std::size_t depth = 0; number != kNoPage && depth < kDeepest; ++depth) {
      const std::optional<LmdbPage> page = page_at(number, scratch);
      if (!page) return scratch.problem_.status;
      const std::optional<std::uint32_t> index = search(*page, key, scratch);
      if (!index) return scratch.problem_.status;
      if (*index >= page->entries()) return Status::not_found;
      const std::optional<Node> node = page->node(*index);
      if (!node) return damaged(number, scratch);
      if (!page->is_branch()) {
        return node->key == key ? value_of(*node, number, scratch, value) : Status::not_found;
      }
      number = node->child;
    }
    return number == kNoPage ? Status::not_found : damaged(number, scratch);
  }

  std::unique_ptr<EntryWalk> list() const override;
  Format format() const override { return Format::lmdb; }
  bool allows_duplicates() const override { return false; }
  const FileImage& image() const override { return *image_; }

  [[nodiscard]] std::uint64_t root() const { return meta_.root; }
  [[nodiscard]] std::uint64_t pages() const { return image_->size() / meta_.page_size; }

  [[nodiscard]] std::optional<LmdbPage> page_at(std::uint64_t number, Scratch& scratch,
                                                ReadAhead* ahead = nullptr) const {
    const auto* bytes = number < pages()
                            ? bytes_at(number * meta_.page_size, meta_.page_size, 0, scratch, ahead)
                            : nullptr;
    if (number >= pages()) static_cast<void>(damaged(number, scratch));
    if (bytes == nullptr) return std::nullopt;
    const LmdbPage page(bytes, meta_.page_size);
    const bool right = page.kind() == kBranch || page.kind() == kLeaf;
    if (right && page.number() == number && page.entries() > 0) return page;
    static_cast<void>(damaged(number, scratch));
    return std::nullopt;
  }

  Status value_of(const Node& node, std::uint64_t number, Scratch& scratch,
                  std::string_view& value) const {
    if (node.flags & (kSubData | kManyData)) return damaged(number, scratch);
    const std::uint8_t* bytes = node.value;
    if (node.flags & kBigData) {
      const auto first = number_at<std::uint64_t>(node.value);
      if (first >= pages()) return damaged(first, scratch);
      bytes = bytes_at(first * meta_.page_size, kPageHead + node.size, 1, scratch);
      if (bytes == nullptr) return scratch.problem_.status;
      const LmdbPage page(bytes, meta_.page_size);
      if (page.number() != first || page.kind() != kOverflow) return damaged(first, scratch);
      bytes += kPageHead;
    }
    value = {reinterpret_cast<const char*>(bytes), node.size};
    return Status::found;
  }

  Status damaged(std::uint64_t number, Scratch& scratch) const {
    const bool changed = image_->changed();
    scratch.problem_ = {changed ? Status::temp_fail : Status::error, 0,
                        image_->path() + ": page " + std::to_string(number) +
                            (changed ? ": the file was changed while it was in use: open it again"
                                     : ": the database is damaged: build it again from its text")};
    return scratch.problem_.status;
  }

 private:
  // The node of a branch that leads to `key`; of a leaf, the first one that is
  // not before it.
  [[nodiscard]] std::optional<std::uint32_t> search(const LmdbPage& page, std::string_view key,
                                                    Scratch& scratch) const {
    const bool branch = page.is_branch();
    std::uint32_t low = branch ? 1 : 0, high = page.entries();
    while (low < high) {
      const std::uint32_t middle = (low + high) / 2;
      const std::optional<Node> node = page.node(middle);
      if (!node) {
        static_cast<void>(damaged(page.number(), scratch));
        return std::nullopt;
      }
      const int order = byte_order(key, node->key);
      if (branch ? order >= 0 : order > 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return branch ? low - 1 : low;
  }

  [[nodiscard]] const std::uint8_t* bytes_at(std::uint64_t offset, std::uint64_t length,
                                             std::size_t slot, Scratch& scratch,
                                             ReadAhead* ahead = nullptr) const {
    if (offset > image_->size() || length > image_->size() - offset) {
      static_cast<void>(damaged(offset / meta_.page_size, scratch));
      return nullptr;
    }
    if (image_->memory() != nullptr) return image_->memory() + offset;
    std::vector<std::uint8_t>& buffer = scratch.slots_[slot];
    if (buffer.size() < length) buffer.resize(length);
    const int error = ahead != nullptr ? ahead->read(*image_, offset, length, buffer.data())
                                       : image_->read(offset, length, buffer.data());
    if (error == 0) return buffer.data();
    scratch.problem_ = read_problem(image_->path(), error);
    return nullptr;
  }

  std::unique_ptr<const FileImage> image_;
  LmdbMeta meta_;
};

namespace {

// Down and up the tree, from left to right; each page is entered once.
class LmdbWalk final : public EntryWalk {
 public:
  explicit LmdbWalk(const LmdbStore& store) : store_(store), budget_(store.pages()) {
    if (store.root() != kNoPage) steps_.push_back({store.root(), 0});
  }

  Status next(std::string& key, std::string& value) override {
    if (stopped_ == Status::found) stopped_ = advance(key, value);
    return stopped_;
  }
  const Problem& problem() const override { return scratch_.problem(); }

 private:
  struct Step {
    std::uint64_t page;
    std::uint32_t index;
  };

  Status advance(std::string& key, std::string& value) {
    while (!steps_.empty()) {
      Step& step = steps_.back();
      const std::uint64_t number = step.page;
      if (!page_ || page_->number() != number) page_ = store_.page_at(number, scratch_, &ahead_);
      if (!page_) return scratch_.problem().status;
      if (step.index == page_->entries()) {
        steps_.pop_back();
        continue;
      }
      const std::optional<Node> node = page_->node(step.index++);
      if (!node) return store_.damaged(number, scratch_);
      if (!page_->is_branch()) return give(*node, number, key, value);
      if (budget_-- == 0 || steps_.size() == kDeepest) return store_.damaged(number, scratch_);
      steps_.push_back({node->child, 0});
    }
    return Status::not_found;
  }

  Status give(const Node& node, std::uint64_t number, std::string& key, std::string& value) {
    std::string_view found;
    key.assign(node.key);
    const Status status = store_.value_of(node, number, scratch_, found);
    if (status == Status::found) value.assign(found);
    return status;
  }

  const LmdbStore& store_;
  std::uint64_t budget_;
  Scratch scratch_;
  ReadAhead ahead_;
  std::optional<LmdbPage> page_;  // that of the last step
  std::vector<Step> steps_;
  Status stopped_ = Status::found;
};

}  // namespace

std::unique_ptr<EntryWalk> LmdbStore::list() const { return std::make_unique<LmdbWalk>(*this); }

bool looks_like_lmdb(const FileImage& image) {
  std::array<std::uint8_t, 4> magic{};
  return image.size() >= kMetaBytes && image.read(at::magic, magic.size(), magic.data()) == 0 &&
         number_at<std::uint32_t>(magic.data()) == kMagic;
}

std::unique_ptr<const Store> open_lmdb(std::unique_ptr<const FileImage> image, Problem& problem) {
  LmdbMeta newest;
  for (std::uint64_t i = 0; i < 2; ++i) {
    MetaBytes bytes{};
    LmdbMeta meta;
    const int error = image->read(i * newest.page_size, bytes.size(), bytes.data());
    if (error != 0) {
      problem = read_problem(image->path(), error);
      return nullptr;
    }
    const std::string wrong = read_meta_page(bytes, meta);
    if (!wrong.empty() || (i == 1 && meta.page_size != newest.page_size)) {
      problem = {image->changed() ? Status::temp_fail : Status::error, 0,
                 image->path() + ": " + (wrong.empty() ? "damaged: its meta pages differ" : wrong)};
      return nullptr;
    }
    if (i == 0 || meta.transaction > newest.transaction) newest = meta;
  }
  return std::make_unique<LmdbStore>(std::move(image), newest);
}

}  // namespace accessmap
