// Writes cdb files. See cdb_maker.h.

#include "cdb_maker.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "cdb_store.h"
#include "entry_editor.h"

namespace accessmap {
namespace {

constexpr std::uint64_t kHeader = 2048;
constexpr std::size_t kTables = 1 << kCdbTableBits, kBuffer = 1U << 20;

class CdbMaker {
 public:
  explicit CdbMaker(int fd) : fd_(fd) { buffer_.assign(kHeader, '\0'); }

  // hash: cdb_hash(key).
  [[nodiscard]] int add(std::string_view key, std::string_view value, std::uint32_t hash) {
    const std::uint64_t place = written_ + buffer_.size();
    tables_[hash % kTables].push_back({hash, static_cast<std::uint32_t>(place)});
    append(static_cast<std::uint32_t>(key.size()));
    append(static_cast<std::uint32_t>(value.size()));
    buffer_.append(key).append(value);
    return buffer_.size() < kBuffer ? 0 : flush();
  }

  // Tables are twice as long as they need be, so that most keys are in the
  // first slot.
  [[nodiscard]] int finish() {
    std::string header;
    std::vector<Slot> slots;
    for (std::vector<Slot>& table : tables_) {
      const std::uint64_t place = written_ + buffer_.size();
      append_to(header, static_cast<std::uint32_t>(place));
      append_to(header, static_cast<std::uint32_t>(2 * table.size()));
      slots.assign(2 * table.size(), {0, 0});
      for (const Slot& entry : table) {
        std::size_t at = (entry.hash / kTables) % slots.size();
        while (slots[at].place != 0) at = (at + 1) % slots.size();
        slots[at] = entry;
      }
      for (const Slot& slot : slots) {
        append(slot.hash);
        append(slot.place);
      }
      if (buffer_.size() >= kBuffer) {
        if (const int error = flush()) return error;
      }
    }
    if (const int error = flush()) return error;
    buffer_ = header;
    written_ = 0;
    return flush();
  }

 private:
  struct Slot {
    std::uint32_t hash, place;
  };

  static void append_to(std::string& bytes, std::uint32_t n) {
    const std::array<char, 4> low_first = {static_cast<char>(n), static_cast<char>(n >> 8),
                                           static_cast<char>(n >> 16), static_cast<char>(n >> 24)};
    bytes.append(low_first.data(), low_first.size());
  }
  void append(std::uint32_t n) { append_to(buffer_, n); }

  [[nodiscard]] int flush() {
    if (written_ + buffer_.size() > std::numeric_limits<std::uint32_t>::max()) return EFBIG;
    for (std::size_t done = 0; done < buffer_.size();) {
      const ssize_t n = ::pwrite(fd_, buffer_.data() + done, buffer_.size() - done,
                                 static_cast<off_t>(written_ + done));
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return errno;
      done += static_cast<std::size_t>(n);
    }
    written_ += buffer_.size();
    buffer_.clear();
    return 0;
  }

  int fd_;
  std::string buffer_;
  std::uint64_t written_ = 0;
  std::array<std::vector<Slot>, kTables> tables_;
};

// Keeps what is to be changed, and writes the records in their old order.
class CdbEditor final : public EntryEditor {
 public:
  CdbEditor(std::unique_ptr<Reader> old, int fd) : old_(std::move(old)), fd_(fd) {}

  Stored put(std::string_view key, std::string_view value, bool replace,
             Problem& problem) override {
    const Status there = replace ? Status::not_found : find(key, problem);
    if (there == Status::found) return Stored::duplicate;
    if (there != Status::not_found) return Stored::failed;
    changes_[std::string(key)] = std::string(value);
    return Stored::stored;
  }

  Status remove(std::string_view key, Problem& problem) override {
    const Status there = find(key, problem);
    if (there == Status::found) changes_[std::string(key)] = std::nullopt;
    return there;
  }

  bool commit(std::uint64_t& entries, Problem& problem) override {
    CdbMaker maker(fd_);
    entries = 0;
    int error = 0;
    const auto add = [&](std::string_view key, std::string_view value) {
      ++entries;
      error = maker.add(key, value, cdb_hash(key));
      return error == 0;
    };
    if (!add_old(add, problem)) return error == 0 ? false : fail(error, problem);
    for (const auto& [key, value] : changes_) {
      if (value && !add(key, *value)) return fail(error, problem);
    }
    error = maker.finish();
    return error == 0 || fail(error, problem);
  }

 private:
  [[nodiscard]] Status find(std::string_view key, Problem& problem) {
    const auto change = changes_.find(key);
    if (change != changes_.end()) return change->second ? Status::found : Status::not_found;
    std::string_view value;
    const Status status = old_->find(key, scratch_, value);
    if (status == Status::temp_fail || status == Status::error) problem = scratch_.problem();
    return status;
  }

  // A change takes the place of the first record that has its key.
  template <typename Add>
  [[nodiscard]] bool add_old(Add add, Problem& problem) {
    Cursor cursor = old_->list();
    std::string key, value;
    Status status = Status::found;
    while ((status = cursor.next(key, value)) == Status::found) {
      const auto change = changes_.find(key);
      if (change == changes_.end()) {
        if (!add(key, value)) return false;
        continue;
      }
      if (change->second && !add(key, *change->second)) return false;
      change->second.reset();
    }
    if (status == Status::not_found) return true;
    problem = cursor.problem();
    return false;
  }

  static bool fail(int error, Problem& problem) {
    problem = {error == EIO ? Status::temp_fail : Status::error, error,
               "cannot write: " + std::generic_category().message(error)};
    return false;
  }

  std::unique_ptr<Reader> old_;
  int fd_;
  Scratch scratch_;
  std::map<std::string, std::optional<std::string>, std::less<>> changes_;  // none: removed
};

}  // namespace

std::unique_ptr<EntryEditor> edit_cdb(std::unique_ptr<Reader> old, int fd) {
  return std::make_unique<CdbEditor>(std::move(old), fd);
}

int make_cdb(int fd, UniqueEntries& entries, Problem& problem) {
  CdbMaker maker(fd);
  SortedEntry entry;
  Status status = Status::found;
  while ((status = entries.next(entry, problem)) == Status::found) {
    if (const int error = maker.add(entry.key, entry.value, entry.hash)) return error;
  }
  return status == Status::not_found ? maker.finish() : EIO;
}

}  // namespace accessmap
