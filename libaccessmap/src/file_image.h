// The bytes of an open file: a copy in memory, or read piece by piece.
//
// A file may be rewritten, cut or replaced while it is in use. A copy that was
// taken while the file stood still cannot change; a mapped file could, and
// would kill the host with SIGBUS when cut. Files too large to copy are read
// with pread(2), and after each piece it is checked that nobody wrote to them.
//
// What that costs, of a map of 10 million entries, CPU time: hash (1.07 GB) 5.9 us
// a look-up, copied 1.3 us and 1.6 s to open; btree (530 MB) 7.8 us, copied 2.4
// us and 0.8 s to open.
//
// Tested by reader_test.cc, database_test.cc, damage_test.cc.
#pragma once

#include <sys/stat.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "accessmap/status.h"

namespace accessmap {

// What tells one state of a file from another.
//
// ctime is among it: unlike mtime it cannot be set back by utimes(2), so that
// a rewrite shows even where times are restored.
struct FileStamp {
  FileStamp() = default;
  explicit FileStamp(const struct stat& info);
  bool operator==(const FileStamp&) const = default;

  // Whether a write at or after the moment `now` might leave this stamp as it
  // is, since clocks of file systems tick: such a file may change unseen.
  [[nodiscard]] bool racy(const struct timespec& now) const;

  std::uint64_t device = 0, inode = 0;
  std::int64_t size = 0;
  std::int64_t modified_seconds = 0, changed_seconds = 0;
  std::int64_t modified_nanoseconds = 0, changed_nanoseconds = 0;
};

struct ImageOptions {
  std::uint64_t copy_limit = 0;  // files up to this size are copied into memory
  bool ask_lock = false;         // refuse a file that makemap is writing
};

class FileImage {
 public:
  // Null on failure, with the reason in `problem`; sys_errno is EWOULDBLOCK if
  // somebody holds the lock that makemap writes under.
  [[nodiscard]] static std::unique_ptr<FileImage> open(const std::string& path,
                                                       const ImageOptions& options,
                                                       Problem& problem);
  ~FileImage();
  FileImage(const FileImage&) = delete;
  FileImage& operator=(const FileImage&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::uint64_t size() const { return static_cast<std::uint64_t>(stamp_.size); }

  // The copy of the whole file; null if it is read piece by piece.
  [[nodiscard]] const std::uint8_t* memory() const { return memory_; }

  // Gives `length` bytes, of the copy or read into `to`: 0, an errno,
  // kEndOfFile, or kChanged if somebody wrote to the file since it was opened.
  [[nodiscard]] int read(std::uint64_t offset, std::size_t length, std::uint8_t* to) const;
  static constexpr int kEndOfFile = -1;
  static constexpr int kChanged = -2;

  // Whether the path leads to another file, or to other contents than these.
  [[nodiscard]] bool replaced() const;

  // Whether it certainly leads to these: not replaced, and the file was at rest
  // when it was opened. A path that leads nowhere leads to them still.
  [[nodiscard]] bool is_current() const;
  [[nodiscard]] bool is_file(std::uint64_t device, std::uint64_t inode) const {
    return stamp_.device == device && stamp_.inode == inode;
  }

  // Whether the bytes that read() gives may be others than at first.
  [[nodiscard]] bool changed() const;

  // Whether `later` is a copy of the same bytes, so that this one need not be
  // given up for it. If it is, and had rested when it was read, so has this.
  [[nodiscard]] bool confirmed_by(const FileImage& later) const;

 private:
  FileImage(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}
  [[nodiscard]] bool take_stamp(Problem& problem);
  [[nodiscard]] bool ask_lock(Problem& problem) const;
  [[nodiscard]] bool copy(Problem& problem);
  [[nodiscard]] int read_file(std::uint64_t offset, std::size_t length, std::uint8_t* to) const;
  [[nodiscard]] bool copy_once(Problem& problem);
  void free_copy();
  void close_file();

  std::string path_;
  int fd_;
  FileStamp stamp_;
  mutable std::atomic<bool> racy_{false};
  std::uint8_t* memory_ = nullptr;
  std::size_t memory_size_ = 0;
};

// Reads what somebody asks for who goes through a file from its begin to its end: many pieces by
// one system call. Other pieces cost what they cost. One thread at a time.
class ReadAhead {
 public:
  // As image.read(), always of the same image.
  [[nodiscard]] int read(const FileImage& image, std::uint64_t offset, std::size_t length,
                         std::uint8_t* to);

 private:
  std::vector<std::uint8_t> bytes_;
  std::uint64_t begin_ = 0;  // of bytes_, in the file
  std::uint64_t next_ = 0;   // where the piece asked for last ends
};

// Why read() failed on `path`, or a system call: temp_fail if another try may go well.
[[nodiscard]] Problem read_problem(const std::string& path, int error);

}  // namespace accessmap
