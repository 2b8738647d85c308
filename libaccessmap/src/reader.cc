// The public face of the reader. See reader.h.

#include "accessmap/reader.h"

#include "cdb_store.h"
#include "lmdb_store.h"
#include "store.h"

namespace accessmap {

std::string_view format_name(Format format) {
  switch (format) {
    case Format::hash:
      return "hash";
    case Format::btree:
      return "btree";
    case Format::cdb:
      return "cdb";
    case Format::lmdb:
      return "lmdb";
  }
  return {};
}

Cursor::Cursor(std::unique_ptr<EntryWalk> walk) : walk_(std::move(walk)) {}
Cursor::Cursor(Cursor&&) noexcept = default;
Cursor& Cursor::operator=(Cursor&&) noexcept = default;
Cursor::~Cursor() = default;

Status Cursor::next(std::string& key, std::string& value) { return walk_->next(key, value); }

const Problem& Cursor::problem() const { return walk_->problem(); }

Reader::Reader(std::unique_ptr<const Store> store) : store_(std::move(store)) {}
Reader::~Reader() = default;

namespace {

std::unique_ptr<const Store> open_store(const std::string& path, const ImageOptions& options,
                                        Problem& problem) {
  std::unique_ptr<const FileImage> image = FileImage::open(path, options, problem);
  if (!image) return nullptr;
  if (looks_like_lmdb(*image)) return open_lmdb(std::move(image), problem);
  if (auto store = open_cdb(image)) return store;
  return open_berkeley(std::move(image), problem);
}

}  // namespace

std::unique_ptr<Reader> Reader::open(const std::string& path, Problem& problem) {
  std::unique_ptr<const Store> store = open_store(path, {}, problem);
  return store ? std::unique_ptr<Reader>(new Reader(std::move(store))) : nullptr;
}

std::unique_ptr<Reader> Reader::open_copy(const std::string& path, std::uint64_t copy_limit,
                                          Problem& problem) {
  std::unique_ptr<const Store> store = open_store(path, {copy_limit, true}, problem);
  return store ? std::unique_ptr<Reader>(new Reader(std::move(store))) : nullptr;
}

Status Reader::find(std::string_view key, Scratch& scratch, std::string_view& value) const {
  return store_->find(key, scratch, value);
}

Status Reader::find_entry(std::string_view key, NulKeys forms, Scratch& scratch,
                          std::string_view& value) const {
  const NulKeys tried = forms == NulKeys::either ? form_found() : forms;
  if (tried != NulKeys::with) {
    const Status status = store_->find(key, scratch, value);
    if (status == Status::found) note_form(NulKeys::without, tried);
    if (status != Status::not_found || tried == NulKeys::without) return status;
  }
  scratch.key_.assign(key);
  scratch.key_.push_back('\0');
  const Status status = store_->find(scratch.key_, scratch, value);
  if (status == Status::found) {
    note_form(NulKeys::with, tried);
    if (value.ends_with('\0')) value.remove_suffix(1);
  }
  return status;
}

// Writes only what is new: others read it all the time.
void Reader::note_form(NulKeys found, NulKeys tried) const {
  if (tried == NulKeys::either) form_found_.store(found, std::memory_order_relaxed);
}

Status Reader::lookup(std::string_view key, Scratch& scratch, std::string& value) const {
  std::string_view found;
  const Status status = find(key, scratch, found);
  value.assign(status == Status::found ? found : std::string_view());
  return status;
}

Cursor Reader::list() const { return Cursor(store_->list()); }

Format Reader::format() const { return store_->format(); }

const std::string& Reader::path() const { return store_->image().path(); }

bool Reader::allows_duplicates() const { return store_->allows_duplicates(); }

bool Reader::replaced() const { return store_->image().replaced(); }

bool Reader::confirmed_by(const Reader& later) const {
  return store_->image().confirmed_by(later.store_->image());
}

bool Reader::is_file(std::uint64_t device, std::uint64_t inode) const {
  return store_->image().is_file(device, inode);
}

bool Reader::is_current() const { return store_->image().is_current(); }

}  // namespace accessmap
