// See file_text.h.

#include "cf/file_text.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace rules {

bool FileText::read(const std::string& path, size_t expected) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  capacity_ = expected + 1;  // one more shows the end
  bytes_ = std::make_unique_for_overwrite<char[]>(capacity_);
  const bool complete = read_all(file);
  const int error = errno;
  ::close(file);
  errno = error;
  return complete;
}

bool FileText::read_all(int file) {
  for (;;) {
    if (size_ == capacity_) grow();
    const ssize_t got = ::read(file, bytes_.get() + size_, capacity_ - size_);
    if (got == 0) return true;
    if (got > 0) {
      size_ += static_cast<size_t>(got);
    } else if (errno != EINTR) {
      return false;
    }
  }
}

void FileText::grow() {
  auto grown = std::make_unique_for_overwrite<char[]>(capacity_ * 2);
  std::memcpy(grown.get(), bytes_.get(), size_);
  bytes_ = std::move(grown);
  capacity_ *= 2;
}

}  // namespace rules
