// cdb files: a header of 256 hash tables, the records, the tables.
//
// All numbers have 32 bits and the low byte first, whatever the machine. The
// tables end where the file does, so that a file which was cut is seen to be.
//
// Tested by cdb_test.cc, fuzz_reader.cc.

#include "cdb_store.h"

#include <algorithm>
#include <array>

namespace accessmap {
namespace {

constexpr std::uint64_t kHeader = 2048, kTables = 1 << kCdbTableBits, kPointer = 8;

std::uint32_t little(const std::uint8_t* bytes) {
  return std::uint32_t{bytes[0]} | std::uint32_t{bytes[1]} << 8 | std::uint32_t{bytes[2]} << 16 |
         std::uint32_t{bytes[3]} << 24;
}

Problem damaged_problem(const FileImage& image, std::uint64_t offset) {
  const bool changed = image.changed();
  return {changed ? Status::temp_fail : Status::error, 0,
          image.path() + ": offset " + std::to_string(offset) +
              (changed ? ": the file was changed while it was in use: open it again"
                       : ": the database is damaged: build it again from its text")};
}

}  // namespace

std::uint32_t cdb_hash(std::string_view key) {
  std::uint32_t hash = 5381;
  for (const char c : key) hash = (hash * 33) ^ static_cast<std::uint8_t>(c);
  return hash;
}

class CdbStore final : public Store {
 public:
  explicit CdbStore(std::unique_ptr<const FileImage> image) : image_(std::move(image)) {}

  // Whether the tables are where a cdb has them.
  [[nodiscard]] bool read_header() {
    std::array<std::uint8_t, kHeader> bytes{};
    if (image_->size() < kHeader || image_->read(0, kHeader, bytes.data()) != 0) return false;
    std::uint64_t end = 0, slots = 0;
    records_end_ = image_->size();
    for (std::size_t i = 0; i < kTables; ++i) {
      Table& table = tables_[i];
      table = {little(&bytes[kPointer * i]), little(&bytes[kPointer * i + 4])};
      if (table.place < kHeader) return false;
      records_end_ = std::min<std::uint64_t>(records_end_, table.place);
      end = std::max(end, table.place + kPointer * table.slots);
      slots += table.slots;
    }
    return end == image_->size() && records_end_ + kPointer * slots == end;
  }

  Status find(std::string_view key, Scratch& scratch, std::string_view& value) const override {
    const std::uint32_t hash = cdb_hash(key);
    const Table& table = tables_[hash % kTables];
    for (std::uint32_t i = 0; i < table.slots; ++i) {
      const std::uint32_t slot = (hash / kTables + i) % table.slots;
      const auto* pointer = bytes_at(table.place + kPointer * slot, kPointer, 0, scratch);
      if (pointer == nullptr) return scratch.problem_.status;
      const std::uint32_t place = little(pointer + 4);
      if (place == 0) return Status::not_found;
      if (little(pointer) != hash) continue;
      const Status status = value_if_key(place, key, scratch, value);
      if (status != Status::not_found) return status;
    }
    return Status::not_found;
  }

  // The image, if it is no cdb.
  [[nodiscard]] std::unique_ptr<const FileImage> give_back() { return std::move(image_); }

  std::unique_ptr<EntryWalk> list() const override;
  Format format() const override { return Format::cdb; }
  bool allows_duplicates() const override { return false; }
  const FileImage& image() const override { return *image_; }

  // The record at `place`: its key, its value, and where the next one begins.
  [[nodiscard]] Status record(std::uint64_t& place, Scratch& scratch, ReadAhead* ahead,
                              std::string_view& key, std::string_view& value) const {
    if (place == records_end_) return Status::not_found;
    const auto* head = bytes_at(place, kPointer, 0, scratch, ahead);
    if (head == nullptr) return scratch.problem_.status;
    const std::uint64_t key_size = little(head), value_size = little(head + 4);
    const auto* bytes = bytes_at(place + kPointer, key_size + value_size, 1, scratch, ahead);
    if (bytes == nullptr) return scratch.problem_.status;
    key = {reinterpret_cast<const char*>(bytes), key_size};
    value = {reinterpret_cast<const char*>(bytes) + key_size, value_size};
    place += kPointer + key_size + value_size;
    return Status::found;
  }

 private:
  struct Table {
    std::uint64_t place = 0;
    std::uint32_t slots = 0;
  };

  // Null, with a reason in the scratch, if they are not in the file.
  const std::uint8_t* bytes_at(std::uint64_t offset, std::uint64_t length, std::size_t slot,
                               Scratch& scratch, ReadAhead* ahead = nullptr) const {
    if (offset > image_->size() || length > image_->size() - offset) {
      scratch.problem_ = damaged_problem(*image_, offset);
      return nullptr;
    }
    if (image_->memory() != nullptr) return image_->memory() + offset;
    std::vector<std::uint8_t>& buffer = scratch.slots_[slot];
    if (buffer.size() < length + 1) buffer.resize(length + 1);
    const int error = ahead != nullptr ? ahead->read(*image_, offset, length, buffer.data())
                                       : image_->read(offset, length, buffer.data());
    if (error == 0) return buffer.data();
    scratch.problem_ = read_problem(image_->path(), error);
    return nullptr;
  }

  Status value_if_key(std::uint64_t place, std::string_view key, Scratch& scratch,
                      std::string_view& value) const {
    const auto* head = bytes_at(place, kPointer, 0, scratch);
    if (head == nullptr) return scratch.problem_.status;
    if (little(head) != key.size()) return Status::not_found;
    std::string_view found;
    const Status status = record(place, scratch, nullptr, found, value);
    if (status != Status::found) return status;
    return found == key ? Status::found : Status::not_found;
  }

  std::unique_ptr<const FileImage> image_;
  std::array<Table, kTables> tables_{};
  std::uint64_t records_end_ = 0;
};

namespace {

class CdbWalk final : public EntryWalk {
 public:
  explicit CdbWalk(const CdbStore& store) : store_(store) {}

  Status next(std::string& key, std::string& value) override {
    if (stopped_ != Status::found) return stopped_;
    std::string_view found_key, found_value;
    stopped_ = store_.record(place_, scratch_, &ahead_, found_key, found_value);
    if (stopped_ == Status::found) {
      key.assign(found_key);
      value.assign(found_value);
    }
    return stopped_;
  }
  const Problem& problem() const override { return scratch_.problem(); }

 private:
  const CdbStore& store_;
  Scratch scratch_;
  ReadAhead ahead_;
  std::uint64_t place_ = kHeader;
  Status stopped_ = Status::found;
};

}  // namespace

std::unique_ptr<EntryWalk> CdbStore::list() const { return std::make_unique<CdbWalk>(*this); }

std::unique_ptr<const Store> open_cdb(std::unique_ptr<const FileImage>& image) {
  auto store = std::make_unique<CdbStore>(std::move(image));
  if (store->read_header()) return store;
  image = store->give_back();
  return nullptr;
}

}  // namespace accessmap
