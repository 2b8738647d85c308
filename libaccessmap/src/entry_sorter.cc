// Sorts entries, in memory and beyond. See entry_sorter.h.

#include "entry_sorter.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "accessmap/spool.h"
#include "cdb_store.h"
#include "file_image.h"
#include "meta.h"

namespace accessmap {
namespace {

// A record: two lengths, key, value. In a run its hash stands before it.
constexpr std::size_t kRecordHead = 8, kHash = 4;
constexpr std::size_t kBuffer = 256U << 10;
// Of all runs together, as long as those of each are not too small to be read in one go.
constexpr std::size_t kBuffers = 32U << 20, kLeastBuffer = 16U << 10;

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

// A sorted piece of the file, read from its begin to its end. A record that was the head lasts
// until the head is moved on twice: what is read next goes into the other of two buffers.
class EntrySorter::Run {
 public:
  Run(int fd, std::uint64_t begin, std::uint64_t end)
      : fd_(fd), begin_in_file_(begin), at_(begin), end_(end) {}

  void set_buffer(std::size_t size) { size_ = size; }

  // Makes the next record the head: 0, an errno, or kEndOfFile after the last.
  [[nodiscard]] int advance(const EntrySorter& sorter) {
    constexpr std::size_t kHead = kHash + kRecordHead;
    begin_ += record_;
    record_ = 0;
    bool turned = false;
    if (begin_ == buffer_.size() && at_ == end_) return FileImage::kEndOfFile;
    if (const int error = have(kHead, turned)) return error;
    const std::size_t key_size = number_at(buffer_.data() + begin_ + kHash);
    const std::size_t size = kHead + key_size + number_at(buffer_.data() + begin_ + kHash + 4);
    if (const int error = have(size, turned)) return error;
    record_ = size;
    const char* const text = buffer_.data() + begin_;
    entry = {{text + kHead, key_size},
             {text + kHead + key_size, size - kHead - key_size},
             number_at(text)};
    head = sorter.head_of(entry.key, entry.hash);
    return 0;
  }
  // Of equal keys that of the run that was written first.
  [[nodiscard]] bool before(const Run& other) const {
    if (head != other.head) return head < other.head;
    const int order = entry.key.compare(other.entry.key);
    return order != 0 ? order < 0 : begin_in_file_ < other.begin_in_file_;
  }

  SortedEntry entry;
  std::uint64_t head = 0;

 private:
  // Makes sure that so many bytes from begin_ on are in the buffer.
  [[nodiscard]] int have(std::size_t size, bool& turned) {
    if (buffer_.size() - begin_ >= size) return 0;
    if (!turned) {
      other_.assign(buffer_, begin_);
      buffer_.swap(other_);
      begin_ = 0;
      turned = true;
    }
    const std::size_t old = buffer_.size();
    const std::uint64_t more = std::min<std::uint64_t>(std::max(size, size_) - old, end_ - at_);
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
  std::uint64_t begin_in_file_, at_, end_;
  std::string buffer_, other_;
  std::size_t size_ = kBuffer;
  std::size_t begin_ = 0, record_ = 0;
};

EntrySorter::EntrySorter(SortOrder order, std::string folder, std::uint32_t arena_bytes)
    : order_(order), folder_(std::move(folder)), arena_bytes_(arena_bytes) {}

EntrySorter::~EntrySorter() {
  if (fd_ >= 0) ::close(fd_);
}

std::uint32_t EntrySorter::order_hash(std::string_view key) const {
  if (order_ == SortOrder::keys) return 0;
  return order_ == SortOrder::hashes ? hash_of(key) : cdb_hash(key);
}

std::uint64_t EntrySorter::head_of(std::string_view key, std::uint32_t hash) const {
  if (order_ == SortOrder::keys) return first_bytes(key);
  const std::uint32_t first =
      order_ == SortOrder::hashes ? reversed_bits(hash) : std::rotr(hash, kCdbTableBits);
  return std::uint64_t{first} << 32 | first_bytes(key) >> 32;
}

std::string_view EntrySorter::record_at(std::uint32_t place) const {
  const char* const record = arena_.get() + place;
  return {record, kRecordHead + number_at(record) + number_at(record + 4)};
}

std::string_view EntrySorter::key_at(std::uint32_t place) const {
  const char* const record = arena_.get() + place;
  return {record + kRecordHead, number_at(record)};
}

// In large pages if there are such: it is read in the order of keys, all over.
bool EntrySorter::make_arena(Problem& problem) {
  constexpr std::size_t kLargePage = 2U << 20;
  const std::size_t size = (arena_bytes_ + kLargePage - 1) / kLargePage * kLargePage;
  arena_.reset(static_cast<char*>(std::aligned_alloc(kLargePage, size)));
  if (!arena_) {
    problem = {Status::temp_fail, ENOMEM, "no memory to sort in"};
    return false;
  }
  ::madvise(arena_.get(), size, MADV_HUGEPAGE);
  return true;
}

bool EntrySorter::add(std::string_view key, std::string_view value, Problem& problem) {
  const std::uint64_t size = kRecordHead + std::uint64_t{key.size()} + value.size();
  if (size > arena_bytes_) {
    problem = {Status::error, E2BIG, "an entry is too long"};
    return false;
  }
  if (size > arena_bytes_ - used_ && !spill(problem)) return false;
  if (!arena_ && !make_arena(problem)) return false;
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
  sort_alike(entries_.data(), entries_.data() + entries_.size(),
             order_ == SortOrder::keys ? kInHead : kInHead / 2);
}

// By the eight bits from the first one in which heads differ, then each part by those behind.
void EntrySorter::sort_by_head(Entry* begin, Entry* end) {
  constexpr std::ptrdiff_t kFew = 48;
  constexpr int kBits = 8;
  if (end - begin <= kFew) {
    std::sort(begin, end, [](const Entry& a, const Entry& b) { return a.head < b.head; });
    return;
  }
  std::uint64_t differ = 0;
  for (const Entry* entry = begin; entry != end; ++entry) differ |= entry->head ^ begin->head;
  if (differ == 0) return;
  const int shift = std::max(0, 64 - std::countl_zero(differ) - kBits);
  const auto part_of = [shift](const Entry& entry) { return entry.head >> shift & 0xff; };
  std::array<Entry*, (1 << kBits) + 1> ends{};  // of the part before
  std::array<std::size_t, 1 << kBits> sizes{};
  for (const Entry* entry = begin; entry != end; ++entry) ++sizes[part_of(*entry)];
  ends[0] = begin;
  for (std::size_t i = 0; i < sizes.size(); ++i) ends[i + 1] = ends[i] + sizes[i];
  std::array<Entry*, 1 << kBits> free{};  // where the next of a part goes
  std::copy(ends.begin(), ends.end() - 1, free.begin());
  for (std::size_t part = 0; part < free.size(); ++part) {
    while (free[part] != ends[part + 1]) {
      std::size_t its = part_of(*free[part]);
      while (its != part) {
        std::swap(*free[part], *free[its]++);
        its = part_of(*free[part]);
      }
      ++free[part];
    }
  }
  if (shift == 0) return;
  for (std::size_t part = 0; part < sizes.size(); ++part) {
    if (sizes[part] > 1) sort_by_head(ends[part], ends[part + 1]);
  }
}

// Sorts by head; of those whose heads are equal, that is whose keys begin alike for `done` bytes,
// the bytes behind become the heads. Keys are looked at in the arena, which costs a cache miss
// each, once for eight bytes, and not at each comparison.
void EntrySorter::sort_alike(Entry* begin, Entry* end, std::size_t done) {
  constexpr std::ptrdiff_t kFew = 12;
  constexpr std::size_t kDeepest = 64;
  sort_by_head(begin, end);
  for (Entry* from = begin; from != end;) {
    Entry* to = from + 1;
    while (to != end && to->head == from->head) ++to;
    if (to - from > kFew && done < kDeepest) {
      for (Entry* entry = from; entry != to; ++entry) {
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

void EntrySorter::sort_few(Entry* begin, Entry* end) {
  std::sort(begin, end, [this](const Entry& a, const Entry& b) {
    const int order = key_at(a.place).compare(key_at(b.place));
    return order != 0 ? order < 0 : a.place < b.place;
  });
}

bool EntrySorter::open_file(Problem& problem) {
  fd_ = make_spool(folder_);
  if (fd_ < 0) problem = read_problem(folder_, errno);
  return fd_ >= 0;
}

bool EntrySorter::write_out(std::string& buffer) {
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
}

// Sorted entries stand anywhere in the arena.
void EntrySorter::fetch_ahead(std::size_t at) const {
  constexpr std::size_t kAhead = 32, kCacheLine = 64;
  if (at + kAhead >= entries_.size()) return;
  const char* const record = arena_.get() + entries_[at + kAhead].place;
  __builtin_prefetch(record);
  __builtin_prefetch(record + kCacheLine);
}

// Sorts what is in memory, writes it as a run, and begins anew.
bool EntrySorter::spill(Problem& problem) {
  if (fd_ < 0 && !open_file(problem)) return false;
  sort_arena();
  const std::uint64_t begin = file_end_;
  std::string buffer;
  bool written = true;
  for (std::size_t i = 0; i < entries_.size() && written; ++i) {
    fetch_ahead(i);
    buffer.append(reinterpret_cast<const char*>(&entries_[i].hash), kHash);
    buffer += record_at(entries_[i].place);
    if (buffer.size() >= kBuffer) written = write_out(buffer);
  }
  if (!written || !write_out(buffer)) {
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
  const std::size_t buffer = std::clamp(kBuffers / 2 / runs_.size(), kLeastBuffer, kBuffer);
  for (const auto& run : runs_) {
    run->set_buffer(buffer);
    if (const int error = run->advance(*this)) {
      problem = read_problem(folder_ + ": cannot sort", error);
      return false;
    }
    going_.push_back(run.get());
  }
  std::make_heap(going_.begin(), going_.end(),
                 [](const Run* a, const Run* b) { return b->before(*a); });
  return true;
}

Status EntrySorter::next_in_memory(SortedEntry& entry) {
  if (at_ == entries_.size()) return Status::not_found;
  fetch_ahead(at_);
  const Entry& next = entries_[at_++];
  const std::string_view record = record_at(next.place).substr(kRecordHead);
  const std::size_t key_size = number_at(arena_.get() + next.place);
  entry = {record.substr(0, key_size), record.substr(key_size), next.hash};
  return Status::found;
}

Status EntrySorter::next(SortedEntry& entry, Problem& problem) {
  if (fd_ < 0) return next_in_memory(entry);
  if (given_ && !go_on(problem)) return problem.status;
  if (going_.empty()) return Status::not_found;
  entry = going_.front()->entry;
  given_ = true;
  return Status::found;
}

// Moves on the run whose head was given, and brings the least head to the front.
bool EntrySorter::go_on(Problem& problem) {
  if (going_.empty()) return true;
  const int error = going_.front()->advance(*this);
  if (error == FileImage::kEndOfFile) {
    going_.front() = going_.back();
    going_.pop_back();
  } else if (error != 0) {
    problem = read_problem(folder_ + ": cannot sort", error);
    return false;
  }
  std::size_t at = 0;
  for (std::size_t least = 1; least < going_.size(); least = 2 * at + 1) {
    if (least + 1 < going_.size() && going_[least + 1]->before(*going_[least])) ++least;
    if (!going_[least]->before(*going_[at])) break;
    std::swap(going_[least], going_[at]);
    at = least;
  }
  return true;
}

Status UniqueEntries::next(SortedEntry& entry, Problem& problem) {
  for (;;) {
    SortedEntry next;
    const Status status = sorter_.next(next, problem);
    if (status == Status::temp_fail || status == Status::error) return status;
    if (status == Status::not_found && !waits_) return status;
    if (status == Status::found && waits_ && next.key == waiting_.key) {
      if (!last_wins_) {
        problem = {Status::error, EEXIST, "a key is there twice"};
        return Status::error;
      }
      waiting_ = next;
      continue;
    }
    const bool gives = std::exchange(waits_, status == Status::found);
    entry = std::exchange(waiting_, next);
    if (!gives) continue;
    ++count_;
    return Status::found;
  }
}

}  // namespace accessmap
