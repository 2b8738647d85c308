// Berkeley DB files as a Store: hash and btree.
//
// Tested by reader_test.cc, interop_test.cc, damage_test.cc, fuzz_reader.cc.

#include "cursor.h"
#include "page_file.h"
#include "store.h"

namespace accessmap {
namespace {

class BerkeleyStore final : public Store {
 public:
  explicit BerkeleyStore(std::unique_ptr<const PageFile> file) : file_(std::move(file)) {}

  Status find(std::string_view key, Scratch& scratch, std::string_view& value) const override {
    Walk walk(*file_, scratch);
    return format() == Format::hash ? hash_lookup(walk, key, value)
                                    : btree_lookup(walk, key, value);
  }
  std::unique_ptr<EntryWalk> list() const override { return std::make_unique<CursorState>(*file_); }
  Format format() const override { return file_->meta().format; }
  bool allows_duplicates() const override { return file_->meta().duplicates; }
  const FileImage& image() const override { return file_->image(); }

 private:
  std::unique_ptr<const PageFile> file_;
};

}  // namespace

std::unique_ptr<const Store> open_berkeley(std::unique_ptr<const FileImage> image,
                                           Problem& problem) {
  std::unique_ptr<const PageFile> file = PageFile::open(std::move(image), problem);
  if (!file) return nullptr;
  return std::make_unique<BerkeleyStore>(std::move(file));
}

}  // namespace accessmap
