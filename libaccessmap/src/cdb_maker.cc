// Writes cdb files. See cdb_maker.h.

#include "cdb_maker.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <limits>
#include <string>
#include <vector>

#include "cdb_store.h"

namespace accessmap {
namespace {

constexpr std::uint64_t kHeader = 2048, kPointer = 8;
constexpr std::size_t kTables = 256, kBuffer = 1U << 20;

class CdbMaker {
 public:
  explicit CdbMaker(int fd) : fd_(fd) { buffer_.assign(kHeader, '\0'); }

  [[nodiscard]] int add(std::string_view key, std::string_view value) {
    const std::uint64_t place = written_ + buffer_.size();
    const std::uint32_t hash = cdb_hash(key);
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
    for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(n >> shift);
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

}  // namespace

int make_cdb(int fd, UniqueEntries& entries, Problem& problem) {
  CdbMaker maker(fd);
  std::string_view key, value;
  Status status = Status::found;
  while ((status = entries.next(key, value, problem)) == Status::found) {
    if (const int error = maker.add(key, value)) return error;
  }
  return status == Status::not_found ? maker.finish() : EIO;
}

}  // namespace accessmap
