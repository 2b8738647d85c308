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

std::uint64_t first_bytes(std::string_view key) {
  std::uint64_t head = 0;
  std::memcpy(&head, key.data(), std::min<std::size_t>(key.size(), sizeof head));
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
    head = sorter.head_of(key);
    return 0;
  }
  [[nodiscard]] bool before(const Run& other) const {
    return head != other.head ? head < other.head : key < other.key;
  }

  std::string_view key, value;
  std::uint64_t head = 0;

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

std::uint64_t EntrySorter::head_of(std::string_view key) const {
  if (order_ == SortOrder::keys) return first_bytes(key);
  return std::uint64_t{reversed_bits(hash_of(key))} << 32 | first_bytes(key) >> 32;
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
  entries_.push_back({head_of(key), used_});
  used_ += static_cast<std::uint32_t>(size);
  ++count_;
  bytes_ += key.size() + value.size();
  return true;
}

void EntrySorter::sort_arena() {
  std::sort(entries_.begin(), entries_.end(), [this](const Entry& a, const Entry& b) {
    if (a.head != b.head) return a.head < b.head;
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

Status EntrySorter::next_in_memory(std::string_view& key, std::string_view& value) {
  if (at_ == entries_.size()) return Status::not_found;
  const std::uint32_t place = entries_[at_++].place;
  key = key_at(place);
  value = record_at(place).substr(kRecordHead + key.size());
  return Status::found;
}

Status EntrySorter::next(std::string_view& key, std::string_view& value, Problem& problem) {
  if (fd_ < 0) return next_in_memory(key, value);
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
  key = least->key;
  value = least->value;
  return Status::found;
}

Status UniqueEntries::next(std::string_view& key, std::string_view& value, Problem& problem) {
  for (;;) {
    std::string_view next_key, next_value;
    const Status status = sorter_.next(next_key, next_value, problem);
    if (status == Status::temp_fail || status == Status::error) return status;
    if (status == Status::not_found && !waits_) return status;
    if (status == Status::found && waits_ && next_key == waiting_key_) {
      if (!last_wins_) {
        problem = {Status::error, EEXIST, "a key is there twice"};
        return Status::error;
      }
      waiting_value_.assign(next_value);
      continue;
    }
    const bool gives = waits_;
    given_key_.swap(waiting_key_);
    given_value_.swap(waiting_value_);
    waits_ = status == Status::found;
    waiting_key_.assign(next_key);
    waiting_value_.assign(next_value);
    if (!gives) continue;
    ++count_;
    key = given_key_;
    value = given_value_;
    return Status::found;
  }
}

}  // namespace accessmap
