// Sorts entries, in memory and beyond. See entry_sorter.h.

#include "entry_sorter.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>

#include "file_image.h"
#include "meta.h"

namespace accessmap {
namespace {

// A record: two lengths, key, value.
constexpr std::size_t kRecordHead = 8;
constexpr std::size_t kBuffer = 1U << 20;

std::uint32_t number_at(const char* bytes) {
  std::uint32_t n = 0;
  std::memcpy(&n, bytes, sizeof n);
  return n;
}

std::uint32_t reversed_bits(std::uint32_t n) {
  n = ((n >> 1) & 0x55555555U) | ((n & 0x55555555U) << 1);
  n = ((n >> 2) & 0x33333333U) | ((n & 0x33333333U) << 2);
  n = ((n >> 4) & 0x0f0f0f0fU) | ((n & 0x0f0f0f0fU) << 4);
  return __builtin_bswap32(n);
}

// So that they are in the order of numbers. A key that ends is as if NULs followed.
std::uint64_t first_bytes(std::string_view key) {
  std::uint64_t head = 0;
  if (!key.empty()) std::memcpy(&head, key.data(), std::min(key.size(), sizeof head));
  if constexpr (std::endian::native == std::endian::little) head = __builtin_bswap64(head);
  return head;
}

}  // namespace

// A sorted piece of the file, read from its begin to its end.
class EntrySorter::Run {
 public:
  Run(int fd, std::uint64_t begin, std::uint64_t end) : fd_(fd), at_(begin), end_(end) {}

  // Makes the next record the head: 0, an errno, or kEndOfFile after the last.
  [[nodiscard]] int advance(const EntrySorter& sorter) {
    begin_ += record_;
    record_ = 0;
    if (begin_ == buffer_.size() && at_ == end_) return FileImage::kEndOfFile;
    if (const int error = have(kRecordHead)) return error;
    const std::size_t key_size = number_at(buffer_.data() + begin_);
    const std::size_t size = kRecordHead + key_size + number_at(buffer_.data() + begin_ + 4);
    if (const int error = have(size)) return error;
    record_ = size;
    key = {buffer_.data() + begin_ + kRecordHead, key_size};
    value = {key.data() + key_size, size - kRecordHead - key_size};
    hash = sorter.order_hash(key);
    head = sorter.head_of(key, hash);
    return 0;
  }
  [[nodiscard]] bool before(const Run& other) const {
    return head != other.head ? head < other.head : key < other.key;
  }

  std::string_view key, value;
  std::uint64_t head = 0;
  std::uint32_t hash = 0;

 private:
  // Makes sure that so many bytes from begin_ on are in the buffer.
  [[nodiscard]] int have(std::size_t size) {
    if (buffer_.size() - begin_ >= size) return 0;
    buffer_.erase(0, begin_);
    begin_ = 0;
    const std::size_t old = buffer_.size();
    const std::uint64_t more = std::min<std::uint64_t>(std::max(size, kBuffer) - old, end_ - at_);
    buffer_.resize(old + more);
    for (std::size_t done = 0; done < more;) {
      const ssize_t n =
          ::pread(fd_, buffer_.data() + old + done, more - done, static_cast<off_t>(at_ + done));
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) return n < 0 ? errno : EIO;
      done += static_cast<std::size_t>(n);
    }
    at_ += more;
    return buffer_.size() >= size ? 0 : EIO;
  }

  int fd_;
  std::uint64_t at_, end_;
  std::string buffer_;
  std::size_t begin_ = 0, record_ = 0;
};

EntrySorter::EntrySorter(SortOrder order, std::string folder, std::uint32_t arena_bytes)
    : order_(order), folder_(std::move(folder)), arena_bytes_(arena_bytes) {}

EntrySorter::~EntrySorter() {
  if (fd_ >= 0) ::close(fd_);
}

std::uint32_t EntrySorter::order_hash(std::string_view key) const {
  return order_ == SortOrder::keys ? 0 : hash_of(key);
}

std::uint64_t EntrySorter::head_of(std::string_view key, std::uint32_t hash) const {
  if (order_ == SortOrder::keys) return first_bytes(key);
  return std::uint64_t{reversed_bits(hash)} << 32 | first_bytes(key) >> 32;
}

std::string_view EntrySorter::record_at(std::uint32_t place) const {
  const char* const record = arena_.get() + place;
  return {record, kRecordHead + number_at(record) + number_at(record + 4)};
}

std::string_view EntrySorter::key_at(std::uint32_t place) const {
  const char* const record = arena_.get() + place;
  return {record + kRecordHead, number_at(record)};
}

bool EntrySorter::add(std::string_view key, std::string_view value, Problem& problem) {
  const std::uint64_t size = kRecordHead + std::uint64_t{key.size()} + value.size();
  if (size > arena_bytes_) {
    problem = {Status::error, E2BIG, "an entry is too long"};
    return false;
  }
  if (size > arena_bytes_ - used_ && !spill(problem)) return false;
  if (!arena_) arena_ = std::make_unique_for_overwrite<char[]>(arena_bytes_);
  char* const record = arena_.get() + used_;
  const std::uint32_t lengths[] = {static_cast<std::uint32_t>(key.size()),
                                   static_cast<std::uint32_t>(value.size())};
  std::memcpy(record, lengths, kRecordHead);
  if (!key.empty()) std::memcpy(record + kRecordHead, key.data(), key.size());
  if (!value.empty()) std::memcpy(record + kRecordHead + key.size(), value.data(), value.size());
  const std::uint32_t hash = order_hash(key);
  entries_.push_back({head_of(key, hash), used_, hash});
  used_ += static_cast<std::uint32_t>(size);
  ++count_;
  bytes_ += key.size() + value.size();
  return true;
}

void EntrySorter::sort_arena() {
  constexpr std::size_t kInHead = sizeof(std::uint64_t);
  sort_alike(entries_.begin(), entries_.end(), order_ == SortOrder::keys ? kInHead : kInHead / 2);
}

// Sorts by head; of those whose heads are equal, that is whose keys begin alike for `done` bytes,
// the bytes behind become the heads. Keys are looked at in the arena, which costs a cache miss
// each, once for eight bytes, and not at each comparison.
void EntrySorter::sort_alike(Entries::iterator begin, Entries::iterator end, std::size_t done) {
  constexpr std::ptrdiff_t kFew = 12;
  constexpr std::size_t kDeepest = 64;
  std::sort(begin, end, [](const Entry& a, const Entry& b) { return a.head < b.head; });
  for (auto from = begin; from != end;) {
    auto to = from + 1;
    while (to != end && to->head == from->head) ++to;
    if (to - from > kFew && done < kDeepest) {
      for (auto entry = from; entry != to; ++entry) {
        const std::string_view key = key_at(entry->place);
        entry->head = first_bytes(key.substr(std::min(done, key.size())));
      }
      sort_alike(from, to, done + sizeof from->head);
    } else if (to - from > 1) {
      sort_few(from, to);
    }
    from = to;
  }
}

void EntrySorter::sort_few(Entries::iterator begin, Entries::iterator end) {
  std::sort(begin, end, [this](const Entry& a, const Entry& b) {
    const int order = key_at(a.place).compare(key_at(b.place));
    return order != 0 ? order < 0 : a.place < b.place;
  });
}

bool EntrySorter::open_file(Problem& problem) {
  fd_ = ::open(folder_.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd_ < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
    std::string name = folder_ + "/.accessmap-sort-XXXXXX";
    fd_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (fd_ >= 0) ::unlink(name.c_str());
  }
  if (fd_ < 0) problem = read_problem(folder_, errno);
  return fd_ >= 0;
}

// Sorts what is in memory, writes it as a run, and begins anew.
bool EntrySorter::spill(Problem& problem) {
  if (fd_ < 0 && !open_file(problem)) return false;
  sort_arena();
  std::string buffer;
  const std::uint64_t begin = file_end_;
  const auto write_out = [&] {
    for (std::size_t done = 0; done < buffer.size();) {
      const ssize_t n =
          ::pwrite(fd_, buffer.data() + done, buffer.size() - done, static_cast<off_t>(file_end_));
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return false;
      done += static_cast<std::size_t>(n);
      file_end_ += static_cast<std::uint64_t>(n);
    }
    buffer.clear();
    return true;
  };
  bool written = true;
  for (const Entry& entry : entries_) {
    buffer += record_at(entry.place);
    if (buffer.size() >= kBuffer) written = written && write_out();
    if (!written) break;
  }
  if (!written || !write_out()) {
    problem = read_problem(folder_ + ": cannot sort", errno);
    return false;
  }
  runs_.push_back(std::make_unique<Run>(fd_, begin, file_end_));
  entries_.clear();
  used_ = 0;
  return true;
}

bool EntrySorter::sort(Problem& problem) {
  if (runs_.empty()) {
    sort_arena();
    return true;
  }
  if (!entries_.empty() && !spill(problem)) return false;
  arena_.reset();
  entries_ = {};
  for (const auto& run : runs_) {
    if (const int error = run->advance(*this)) {
      problem = read_problem(folder_ + ": cannot sort", error);
      return false;
    }
  }
  return true;
}

Status EntrySorter::next_in_memory(SortedEntry& entry) {
  constexpr std::size_t kAhead = 16;
  if (at_ == entries_.size()) return Status::not_found;
  if (at_ + kAhead < entries_.size()) {
    __builtin_prefetch(arena_.get() + entries_[at_ + kAhead].place);
  }
  const Entry& next = entries_[at_++];
  const std::string_view record = record_at(next.place).substr(kRecordHead);
  const std::size_t key_size = number_at(arena_.get() + next.place);
  entry = {record.substr(0, key_size), record.substr(key_size), next.hash};
  return Status::found;
}

Status EntrySorter::next(SortedEntry& entry, Problem& problem) {
  if (fd_ < 0) return next_in_memory(entry);
  if (last_given_ != nullptr) {
    const int error = last_given_->advance(*this);
    if (error == FileImage::kEndOfFile) {
      std::erase_if(runs_, [this](const auto& run) { return run.get() == last_given_; });
    } else if (error != 0) {
      problem = read_problem(folder_ + ": cannot sort", error);
      return problem.status;
    }
  }
  if (runs_.empty()) return Status::not_found;
  Run* least = runs_.front().get();  // of equal ones the first, which was added first
  for (const auto& run : runs_) {
    if (run->before(*least)) least = run.get();
  }
  last_given_ = least;
  entry = {least->key, least->value, least->hash};
  return Status::found;
}

void UniqueEntries::Kept::keep(const SortedEntry& from, bool lasts) {
  entry = from;
  if (lasts) return;
  key.assign(from.key);
  value.assign(from.value);
  entry.key = key;
  entry.value = value;
}

Status UniqueEntries::next(SortedEntry& entry, Problem& problem) {
  const bool lasts = sorter_.entries_last();
  for (;;) {
    SortedEntry next;
    const Status status = sorter_.next(next, problem);
    if (status == Status::temp_fail || status == Status::error) return status;
    if (status == Status::not_found && !waits_) return status;
    if (status == Status::found && waits_ && next.key == waiting_.entry.key) {
      if (!last_wins_) {
        problem = {Status::error, EEXIST, "a key is there twice"};
        return Status::error;
      }
      waiting_.keep(next, lasts);
      continue;
    }
    const bool gives = waits_;
    if (gives) given_.keep(waiting_.entry, lasts);
    waits_ = status == Status::found;
    if (waits_) waiting_.keep(next, lasts);
    if (!gives) continue;
    ++count_;
    entry = given_.entry;
    return Status::found;
  }
}

}  // namespace accessmap
