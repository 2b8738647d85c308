// The public face of the reader. See reader.h.

#include "accessmap/reader.h"

#include "cursor.h"
#include "page_file.h"

namespace accessmap {

std::string_view format_name(Format format) { return format == Format::hash ? "hash" : "btree"; }

Cursor::Cursor(std::unique_ptr<CursorState> state) : state_(std::move(state)) {}
Cursor::Cursor(Cursor&&) noexcept = default;
Cursor& Cursor::operator=(Cursor&&) noexcept = default;
Cursor::~Cursor() = default;

Status Cursor::next(std::string& key, std::string& value) { return state_->next(key, value); }

const Problem& Cursor::problem() const { return state_->problem(); }

Reader::Reader(std::unique_ptr<PageFile> file) : file_(std::move(file)) {}
Reader::~Reader() = default;

std::unique_ptr<Reader> Reader::open(const std::string& path, Problem& problem) {
  std::unique_ptr<PageFile> file = PageFile::open(path, problem);
  if (!file) return nullptr;
  return std::unique_ptr<Reader>(new Reader(std::move(file)));
}

Status Reader::lookup(std::string_view key, Scratch& scratch, std::string& value) const {
  Walk walk(*file_, scratch);
  const Status status =
      format() == Format::hash ? hash_lookup(walk, key, value) : btree_lookup(walk, key, value);
  if (status != Status::found) value.clear();
  return status;
}

Status Reader::lookup_entry(std::string_view key, NulKeys& style, Scratch& scratch,
                            std::string& value) const {
  if (style != NulKeys::with) {
    const Status status = lookup(key, scratch, value);
    if (status == Status::found) style = NulKeys::without;
    if (status != Status::not_found || style == NulKeys::without) return status;
  }
  scratch.key_.assign(key);
  scratch.key_.push_back('\0');
  const Status status = lookup(scratch.key_, scratch, value);
  if (status == Status::found) {
    style = NulKeys::with;
    if (value.ends_with('\0')) value.pop_back();
  }
  return status;
}

Cursor Reader::list() const { return Cursor(std::make_unique<CursorState>(*file_)); }

Format Reader::format() const { return file_->meta().format; }

const std::string& Reader::path() const { return file_->path(); }

bool Reader::allows_duplicates() const { return file_->meta().duplicates; }

bool Reader::replaced() const { return file_->replaced(); }

}  // namespace accessmap
