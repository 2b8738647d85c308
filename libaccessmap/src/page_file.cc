// Opens a database file and reads its pages. See page_file.h.

#include "page_file.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "meta.h"

namespace accessmap {

std::unique_ptr<PageFile> PageFile::open(std::unique_ptr<const FileImage> image, Problem& problem) {
  std::unique_ptr<PageFile> file(new PageFile(std::move(image)));
  return file->read_meta_page(problem) ? std::move(file) : nullptr;
}

bool PageFile::read_meta_page(Problem& problem) {
  const std::string& path = image_->path();
  if (image_->size() < kMetaSize) {
    problem = {
        Status::error, 0,
        path + (image_->size() == 0
                    ? ": is empty; a database without entries has a first page all the same: "
                      "build it with accessmap build"
                    : ": is too short for a Berkeley DB file")};
    return false;
  }
  std::array<std::uint8_t, kMetaSize> bytes{};
  const int error = image_->read(0, bytes.size(), bytes.data());
  if (error != 0) {
    problem = read_problem(path, error);
    return false;
  }
  std::string wrong = read_meta(bytes, meta_);
  if (wrong.empty()) wrong = sizes_wrong();
  if (wrong.empty()) {
    pages_ = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(image_->size() / meta_.page_size, ~std::uint32_t{0}));
    if (meta_.format == Format::hash && image_->memory() != nullptr) {
      orders_ = std::vector<std::atomic<KeyOrder>>(pages_);
    }
    return true;
  }
  problem = {image_->changed() ? Status::temp_fail : Status::error, 0, path + ": " + wrong};
  return false;
}

// A file that was cut must not be taken for one with fewer entries, even if all
// that a look-up needs is there.
std::string PageFile::sizes_wrong() const {
  const std::uint64_t whole = (std::uint64_t{meta_.last_page} + 1) * meta_.page_size;
  if (meta_.last_page == 0 || image_->size() >= whole) return {};
  return "was cut: it has " + std::to_string(image_->size()) + " bytes of " +
         std::to_string(whole) + "; build it again from its text";
}

const std::uint8_t* PageFile::page(PageNumber number, std::vector<std::uint8_t>& buffer,
                                   ReadAhead* ahead, int& error) const {
  const std::uint64_t offset = std::uint64_t{number} * meta_.page_size;
  if (image_->memory() != nullptr) return image_->memory() + offset;
  if (buffer.size() < meta_.page_size) buffer.resize(meta_.page_size);
  error = ahead != nullptr ? ahead->read(*image_, offset, meta_.page_size, buffer.data())
                           : image_->read(offset, meta_.page_size, buffer.data());
  return error == 0 ? buffer.data() : nullptr;
}

// A sound file needs each page once, and in a btree the chains of long keys
// once more on the way down.
Walk::Walk(const PageFile& file, Scratch& scratch, ReadAhead* ahead)
    : file_(file),
      scratch_(scratch),
      ahead_(ahead),
      budget_(4 * std::uint64_t{file.pages()} + 64) {}

void Walk::damaged(PageNumber page, std::string_view what) {
  Problem& problem = scratch_.problem_;
  problem.sys_errno = 0;
  problem.text = file_.image().path() + ": page " + std::to_string(page) + ": " + std::string(what);
  if (file_.image().changed()) {
    problem.status = Status::temp_fail;
    problem.text += "; the file was changed while it was in use: open it again";
  } else {
    problem.status = Status::error;
    problem.text += "; the database is damaged: build it again from its text";
  }
}

void Walk::not_read(PageNumber number, int error) {
  if (error == FileImage::kEndOfFile) return damaged(number, "the file ends before it");
  scratch_.problem_ = read_problem(file_.image().path(), error);
}

std::optional<Page> Walk::fetch(PageNumber number, Slot slot) {
  if (number == 0 || number >= file_.pages()) {
    damaged(number, "there is no such page, though another page leads there");
    return std::nullopt;
  }
  if (budget_ == 0) {
    damaged(number, "the pages lead in a circle");
    return std::nullopt;
  }
  --budget_;
  const Meta& meta = file_.meta();
  int error = 0;
  const std::uint8_t* const bytes =
      file_.page(number, scratch_.slots_[static_cast<std::size_t>(slot)], ahead_, error);
  if (bytes == nullptr) {
    not_read(number, error);
    return std::nullopt;
  }
  const Page page(bytes, meta.page_size, meta.swapped);
  // libdb leaves pages of a hash that it has not used yet full of zeros.
  const bool untouched = page.type() == PageType::unused && page.number() == 0;
  if (page.number() != number && !untouched) {
    damaged(number, "it says it is page " + std::to_string(page.number()));
    return std::nullopt;
  }
  if (page.type() != PageType::overflow && !page.index_fits()) {
    damaged(number, "it claims more entries than fit");
    return std::nullopt;
  }
  return page;
}

bool Walk::copy(const Item& item, std::string& out) {
  if (item.kind == Item::Kind::overflow) return append_chain(item, out);
  out.assign(item.bytes);
  return true;
}

bool Walk::view(const Item& item, std::string_view& out) {
  out = item.bytes;
  if (item.kind != Item::Kind::overflow) return true;
  if (!append_chain(item, scratch_.long_value_)) return false;
  out = scratch_.long_value_;
  return true;
}

bool Walk::append_chain(const Item& item, std::string& out) {
  out.clear();
  PageNumber number = item.page;
  while (out.size() < item.length) {
    const std::optional<Page> page = fetch(number, Slot::overflow);
    if (!page) return false;
    const auto bytes = page->overflow_bytes();
    if (!bytes || bytes->empty() || bytes->size() > item.length - out.size()) {
      damaged(number, "it is not a part of the long item that it is said to be");
      return false;
    }
    out.append(*bytes);
    number = page->next();
  }
  return true;
}

std::optional<int> Walk::compare(std::string_view key, const Item& item) {
  if (item.kind == Item::Kind::overflow) return compare_chain(key, item);
  return key.compare(item.bytes);
}

std::optional<int> Walk::compare_chain(std::string_view key, const Item& item) {
  PageNumber number = item.page;
  std::uint32_t left = item.length;
  while (left > 0) {
    const std::optional<Page> page = fetch(number, Slot::overflow);
    if (!page) return std::nullopt;
    const auto bytes = page->overflow_bytes();
    if (!bytes || bytes->empty() || bytes->size() > left) {
      damaged(number, "it is not a part of the long key that it is said to be");
      return std::nullopt;
    }
    const int order = key.substr(0, bytes->size()).compare(*bytes);
    if (order != 0) return order;
    key.remove_prefix(bytes->size());
    left -= static_cast<std::uint32_t>(bytes->size());
    number = page->next();
  }
  return key.empty() ? 0 : 1;
}

}  // namespace accessmap
