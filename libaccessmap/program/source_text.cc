// The text of a build. See source_text.h.

#include "source_text.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "accessmap/spool.h"
#include "files.h"

namespace {

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR && !stop_asked()) continue;
    if (n < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

// Reads until the text has `most` bytes, or to its end. False with errno.
bool read_some(int fd, std::size_t most, std::string& text) {
  std::size_t have = 0;
  text.resize(most);
  while (have < most) {
    const ssize_t n = ::read(fd, text.data() + have, most - have);
    if (n < 0 && errno == EINTR && !stop_asked()) continue;
    if (n < 0) return false;
    if (n == 0) break;
    have += static_cast<std::size_t>(n);
  }
  text.resize(have);
  return true;
}

}  // namespace

std::optional<SourceText> SourceText::open(const std::string* path, const std::string& folder) {
  const int fd = path ? ::open(path->c_str(), O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
  SourceText text(fd, path ? *path : "standard input");
  struct stat info {};
  if (fd < 0 || ::fstat(fd, &info) != 0) return std::nullopt;
  const bool again = S_ISREG(info.st_mode) && ::lseek(fd, 0, SEEK_CUR) == 0;
  if (!again && !text.keep(folder)) return std::nullopt;
  return std::optional<SourceText>(std::move(text));
}

SourceText::SourceText(SourceText&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      name_(std::move(other.name_)),
      kept_(other.kept_),
      in_memory_(other.in_memory_),
      text_(std::move(other.text_)) {}

SourceText::~SourceText() {
  if (fd_ > STDIN_FILENO) ::close(fd_);
}

bool SourceText::keep(const std::string& folder) {
  kept_ = true;
  if (!read_some(fd_, SourceParts::kPart, text_)) return false;
  in_memory_ = text_.size() < SourceParts::kPart;
  if (in_memory_) return true;
  const int file = accessmap::make_spool(folder);
  bool good = file >= 0;
  while (good && !text_.empty()) {
    good = write_all(file, text_) && read_some(fd_, SourceParts::kPart, text_);
  }
  const int error = errno;
  if (fd_ > STDIN_FILENO) ::close(fd_);
  fd_ = file;
  errno = error;
  return good;
}

// Reads until there is a whole part, or the end of the file.
bool SourceParts::fill() {
  buffer_.erase(0, std::exchange(given_, 0));
  std::size_t have = buffer_.size();
  buffer_.resize(kPart);
  while (have < kPart) {
    const ssize_t n =
        ::pread(text_.fd_, buffer_.data() + have, kPart - have, static_cast<off_t>(place_));
    if (n < 0 && errno == EINTR && !stop_asked()) continue;
    if (n < 0) error_ = errno;
    if (n <= 0) break;
    have += static_cast<std::size_t>(n);
    place_ += static_cast<std::uint64_t>(n);
  }
  buffer_.resize(have);
  return error_ == 0;
}

bool SourceParts::next(std::string_view& part) {
  if (text_.in_memory_) {
    part = std::string_view(text_.text_).substr(std::exchange(given_, text_.text_.size()));
    return !part.empty();
  }
  if (error_ != 0 || !fill() || buffer_.empty()) return false;
  const bool is_last = buffer_.size() < kPart;
  const std::size_t newline = is_last ? std::string::npos : buffer_.rfind('\n');
  given_ = newline == std::string::npos ? buffer_.size() : newline + 1;
  part = std::string_view(buffer_).substr(0, given_);
  return true;
}
