// Marks of databases: see mark.h. Before a mark stands what the file was when it
// got it: its number, length and the time of its last change.

#include "accessmap/mark.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <ctime>

#include "file_image.h"

namespace accessmap {
namespace {

constexpr const char* kAttribute = "user.accessmap.made-of";
constexpr std::size_t kLongest = 1024;

bool later(const struct timespec& a, const struct timespec& b) {
  return a.tv_sec != b.tv_sec ? a.tv_sec > b.tv_sec : a.tv_nsec > b.tv_nsec;
}

// Without the time of the last change of its attributes, which the mark itself
// and the rename would change.
std::string identity_of(const FileStamp& stamp) {
  return std::to_string(stamp.device) + ":" + std::to_string(stamp.inode) + ":" +
         std::to_string(stamp.size) + ":" + std::to_string(stamp.modified_seconds) + "." +
         std::to_string(stamp.modified_nanoseconds);
}

// Until the clock of file systems has gone on from the file's last change. A
// change from then on shows in its times, if ever so little later.
bool let_clock_tick(int fd, struct stat& info) {
  constexpr struct timespec kPause = {0, 1'000'000};
  for (int tries = 0; tries < 50; ++tries) {
    struct timespec now {};
    if (::clock_gettime(CLOCK_REALTIME_COARSE, &now) != 0 || ::fstat(fd, &info) != 0) return false;
    if (later(now, info.st_mtim)) return true;
    ::nanosleep(&kPause, nullptr);
  }
  return false;
}

}  // namespace

std::optional<std::string> state_of_file(int fd) {
  struct timespec now {};
  struct stat info {};
  if (::clock_gettime(CLOCK_REALTIME_COARSE, &now) != 0 || ::fstat(fd, &info) != 0) return {};
  const FileStamp stamp(info);
  if (!S_ISREG(info.st_mode) || stamp.racy(now)) return std::nullopt;
  return identity_of(stamp) + ":" + std::to_string(stamp.changed_seconds) + "." +
         std::to_string(stamp.changed_nanoseconds);
}

bool give_mark(int fd, const std::string& mark) {
  struct stat info {};
  if (!let_clock_tick(fd, info)) return false;
  const std::string text = identity_of(FileStamp(info)) + " " + mark;
  return text.size() <= kLongest && ::fsetxattr(fd, kAttribute, text.data(), text.size(), 0) == 0;
}

std::optional<std::string> mark_of(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return std::nullopt;
  std::array<char, kLongest> text;
  struct stat info {};
  const ssize_t length = ::fgetxattr(fd, kAttribute, text.data(), text.size());
  const bool told = length > 0 && ::fstat(fd, &info) == 0;
  ::close(fd);
  // Not later: a change within one tick of the clock would not show.
  if (!told || !later(info.st_ctim, info.st_mtim)) return std::nullopt;
  const std::string begin = identity_of(FileStamp(info)) + " ";
  const std::string_view found(text.data(), static_cast<std::size_t>(length));
  if (!found.starts_with(begin)) return std::nullopt;
  return std::string(found.substr(begin.size()));
}

}  // namespace accessmap
