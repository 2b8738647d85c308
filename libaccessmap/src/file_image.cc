// The bytes of an open file. See file_image.h.

#include "file_image.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <system_error>

namespace accessmap {
namespace {

// How long a file must have been at rest: more than a tick of any kernel, and
// for file systems that keep whole seconds, two of those (FAT).
constexpr std::int64_t kTick = 20'000'000;
constexpr std::int64_t kCoarseTick = 2'000'000'000;
// A file that is this much ahead of the clock was not stamped by it.
constexpr std::int64_t kOtherClock = 2'000'000'000;
constexpr int kCopyTries = 4;

// Whether the same call may go well a moment later.
bool passes_by_itself(int error) {
  return error == EIO || error == EMFILE || error == ENFILE || error == ENOMEM || error == EAGAIN ||
         error == EINTR || error == ENOBUFS || error == ESTALE;
}

// The clock that file systems stamp files by.
struct timespec coarse_now() {
  struct timespec now {};
  ::clock_gettime(CLOCK_REALTIME_COARSE, &now);
  return now;
}

}  // namespace

Problem read_problem(const std::string& path, int error) {
  if (error == FileImage::kChanged) {
    return {Status::temp_fail, 0, path + ": was changed while it was in use: open it again"};
  }
  if (error == FileImage::kEndOfFile) {
    return {Status::temp_fail, 0, path + ": became shorter while it was in use: open it again"};
  }
  return {passes_by_itself(error) ? Status::temp_fail : Status::error, error,
          path + ": " + std::generic_category().message(error)};
}

FileStamp::FileStamp(const struct stat& info)
    : device(info.st_dev),
      inode(info.st_ino),
      size(info.st_size),
      modified_seconds(info.st_mtim.tv_sec),
      changed_seconds(info.st_ctim.tv_sec),
      modified_nanoseconds(info.st_mtim.tv_nsec),
      changed_nanoseconds(info.st_ctim.tv_nsec) {}

bool FileStamp::racy(const struct timespec& now) const {
  const std::int64_t seconds = now.tv_sec - changed_seconds;
  if (seconds > 4 || seconds < -4) return false;
  const std::int64_t age = seconds * 1'000'000'000 + now.tv_nsec - changed_nanoseconds;
  const std::int64_t tick = changed_nanoseconds == 0 ? kCoarseTick : kTick;
  return age <= tick && age >= -kOtherClock;
}

FileImage::~FileImage() {
  if (fd_ >= 0) ::close(fd_);
  free_copy();
}

void FileImage::free_copy() {
  if (memory_ != nullptr) ::munmap(memory_, memory_size_);
  memory_ = nullptr;
}

std::unique_ptr<FileImage> FileImage::open(const std::string& path, const ImageOptions& options,
                                           Problem& problem) {
  problem = Problem();
  // Without O_NONBLOCK a FIFO in the place of the file would block the host.
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) {
    problem = read_problem(path, errno);
    return nullptr;
  }
  std::unique_ptr<FileImage> file(new FileImage(path, fd));
  if (!file->take_stamp(problem)) return nullptr;
  if (options.ask_lock && !file->ask_lock(problem)) return nullptr;
  if (options.ask_lock && !file->take_stamp(problem)) return nullptr;
  const bool taken = file->size() > options.copy_limit || file->copy(problem);
  // Closing alone would not do: a child that was forked meanwhile has the file
  // open too, and makemap would wait for its end.
  if (options.ask_lock) ::flock(file->fd_, LOCK_UN);
  if (file->memory_ != nullptr) file->close_file();
  return taken ? std::move(file) : nullptr;
}

bool FileImage::take_stamp(Problem& problem) {
  const struct timespec now = coarse_now();
  struct stat info {};
  if (::fstat(fd_, &info) != 0) {
    problem = read_problem(path_, errno);
    return false;
  }
  if (!S_ISREG(info.st_mode)) {
    const bool folder = S_ISDIR(info.st_mode);
    problem = {Status::error, folder ? EISDIR : EINVAL,
               path_ + (folder ? ": is a directory, not a database" : ": is not a regular file")};
    return false;
  }
  stamp_ = FileStamp(info);
  racy_ = stamp_.racy(now);
  return true;
}

// The lock is held until the copy is made. A file system without locks has
// nobody who holds one.
bool FileImage::ask_lock(Problem& problem) const {
  if (::flock(fd_, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    problem = {Status::temp_fail, EWOULDBLOCK, path_ + ": is being written; try again"};
    return false;
  }
  return true;
}

void FileImage::close_file() {
  ::close(fd_);
  fd_ = -1;
}

// Several times, for a file may be written without a lock.
bool FileImage::copy(Problem& problem) {
  for (int tries = 0; tries < kCopyTries; ++tries) {
    const FileStamp before = stamp_;
    const bool copied = copy_once(problem);
    if (!copied && problem.status != Status::found) return false;
    const bool was_racy = racy_;
    if (!take_stamp(problem)) return false;
    racy_ = was_racy;
    if (copied && before == stamp_) return true;
    free_copy();
    if (!take_stamp(problem)) return false;
  }
  problem = {Status::temp_fail, EAGAIN, path_ + ": is being written; try again"};
  return false;
}

// False without a problem: the file became shorter.
bool FileImage::copy_once(Problem& problem) {
  problem = Problem();
  memory_size_ = static_cast<std::size_t>(stamp_.size);
  if (memory_size_ == 0) return true;
  void* const memory =
      ::mmap(nullptr, memory_size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    problem = read_problem(path_, errno);
    return false;
  }
  memory_ = static_cast<std::uint8_t*>(memory);
  ::madvise(memory_, memory_size_, MADV_HUGEPAGE);  // fewer TLB misses; not needed
  const int error = read_file(0, memory_size_, memory_);
  if (error > 0) problem = read_problem(path_, error);
  return error == 0;
}

int FileImage::read(std::uint64_t offset, std::size_t length, std::uint8_t* to) const {
  if (memory_ != nullptr) {
    if (offset > size() || length > size() - offset) return kEndOfFile;
    std::memcpy(to, memory_ + offset, length);
    return 0;
  }
  const int error = read_file(offset, length, to);
  return error == 0 && changed() ? kChanged : error;
}

int FileImage::read_file(std::uint64_t offset, std::size_t length, std::uint8_t* to) const {
  while (length > 0) {
    const ssize_t n = ::pread(fd_, to, length, static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno;
    if (n == 0) return kEndOfFile;
    to += n;
    length -= static_cast<std::size_t>(n);
    offset += static_cast<std::uint64_t>(n);
  }
  return 0;
}

int ReadAhead::read(const FileImage& image, std::uint64_t offset, std::size_t length,
                    std::uint8_t* to) {
  constexpr std::size_t kMost = 256U << 10;
  const auto is_here = [&] {
    return offset >= begin_ && offset - begin_ <= bytes_.size() &&
           length <= bytes_.size() - (offset - begin_);
  };
  const bool in_turn = offset == begin_ + bytes_.size() || offset == next_;
  if (!is_here() && in_turn && length < kMost && offset < image.size()) {
    bytes_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kMost, image.size() - offset)));
    begin_ = offset;
    const int error = image.read(offset, bytes_.size(), bytes_.data());
    if (error != 0) bytes_.clear();
    if (error != 0) return error;
  }
  next_ = offset + length;
  if (!is_here()) return image.read(offset, length, to);
  if (length > 0) std::memcpy(to, bytes_.data() + (offset - begin_), length);
  return 0;
}

bool FileImage::replaced() const {
  struct stat now {};
  return ::stat(path_.c_str(), &now) == 0 && FileStamp(now) != stamp_;
}

bool FileImage::is_current() const { return !racy_.load(std::memory_order_relaxed) && !replaced(); }

// A file whose last name was taken away has another ctime, but the same bytes.
bool FileImage::changed() const {
  if (fd_ < 0) return false;
  struct stat info {};
  if (::fstat(fd_, &info) != 0) return true;
  FileStamp now(info);
  if (info.st_nlink == 0) {
    now.changed_seconds = stamp_.changed_seconds;
    now.changed_nanoseconds = stamp_.changed_nanoseconds;
  }
  return now != stamp_;
}

bool FileImage::confirmed_by(const FileImage& later) const {
  const bool same = stamp_ == later.stamp_ && memory_ != nullptr && later.memory_ != nullptr &&
                    std::memcmp(memory_, later.memory_, memory_size_) == 0;
  if (same && !later.racy_) racy_ = false;
  return same;
}

}  // namespace accessmap
