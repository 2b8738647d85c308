// Writes a file whole or not at all.
//
// Tested by tests/cfgen/.
#include "output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <vector>

namespace cfgen {
namespace fs = std::filesystem;
namespace {

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(file, text.data(), text.size());
    if (count < 0 && errno != EINTR) return false;
    if (count > 0) text.remove_prefix(static_cast<std::size_t>(count));
  }
  return ::fsync(file) == 0;
}

// A file that is there already keeps its mode; a new one is for everybody to read, as the
// umask allows.
mode_t mode_for(const std::string& path) {
  struct stat old {};
  if (::stat(path.c_str(), &old) == 0) return old.st_mode & 07777;
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0644 & ~mask;
}

// Where a symbolic link leads to, also if nothing is there yet.
fs::path behind_links(fs::path path) {
  constexpr int kMostLinks = 40;
  std::error_code failed;
  for (int links = 0; links < kMostLinks && fs::is_symlink(path, failed); ++links) {
    const fs::path next = fs::read_symlink(path, failed);
    path = next.is_absolute() ? next : path.parent_path() / next;
  }
  const fs::path target = fs::weakly_canonical(path, failed);
  return failed ? path : target;
}

void sync_folder(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

}  // namespace

bool write_whole(const std::string& path, std::string_view text, std::string& mistake) {
  std::error_code failed;
  if (const auto kind = fs::status(path, failed).type();
      kind != fs::file_type::not_found && kind != fs::file_type::regular) {
    mistake = fmt::format("{}: error: cannot write: not a regular file", path);
    return false;
  }
  // A symbolic link stays one: what it points to is replaced.
  const fs::path target = behind_links(path);
  const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
  std::string pattern = (folder / ".cfgen-XXXXXX").string();
  const int file = ::mkostemp(pattern.data(), O_CLOEXEC);
  if (file < 0) {
    mistake = fmt::format("{}: error: cannot create a file in {}: {}", path, folder.string(),
                          std::strerror(errno));
    return false;
  }
  const bool written = write_all(file, text) && ::fchmod(file, mode_for(target.string())) == 0;
  int reason = errno;
  const bool closed = ::close(file) == 0;
  if (written && !closed) reason = errno;
  if (written && closed && ::rename(pattern.c_str(), target.c_str()) == 0) {
    sync_folder(folder);
    return true;
  }
  if (written && closed) reason = errno;
  ::unlink(pattern.c_str());
  mistake = fmt::format("{}: error: cannot write: {}", path, std::strerror(reason));
  return false;
}

}  // namespace cfgen
