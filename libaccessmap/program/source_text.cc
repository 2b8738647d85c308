// The text of a build. See source_text.h.

#include "source_text.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "files.h"

std::optional<SourceText> SourceText::open(const std::string* path) {
  const int fd = path ? ::open(path->c_str(), O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
  SourceText text(fd, path ? *path : "standard input");
  struct stat info {};
  int error = 0;
  if (fd < 0 || ::fstat(fd, &info) != 0) {
    error = errno;
  } else if (S_ISREG(info.st_mode) && ::lseek(fd, 0, SEEK_CUR) == 0) {
    text.in_parts_ = true;
  } else if (auto whole = read_all(fd)) {
    text.text_ = std::move(*whole);
  } else if (stop_asked()) {
    return std::nullopt;
  } else {
    error = errno;
  }
  if (text.complain_of(error)) return std::nullopt;
  return std::optional<SourceText>(std::move(text));
}

SourceText::SourceText(SourceText&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      name_(std::move(other.name_)),
      in_parts_(other.in_parts_),
      text_(std::move(other.text_)) {}

SourceText::~SourceText() {
  if (fd_ > STDIN_FILENO) ::close(fd_);
}

bool SourceText::complain_of(int error) const {
  if (error != 0) complain(name_ + ": cannot be read: " + std::strerror(error));
  return error != 0;
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
  if (!text_.in_parts_) {
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
