// Files without a name. See spool.h.

#include "accessmap/spool.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>

namespace accessmap {

int make_spool(const std::string& folder) {
  const int fd = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL)) return fd;
  // A file system that has none.
  std::string name = folder + "/.accessmap-sort-XXXXXX";
  const int named = ::mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) ::unlink(name.c_str());
  return named;
}

std::string folder_of(const std::string& path) {
  std::array<char, PATH_MAX> real{};
  const bool exists = ::realpath(path.c_str(), real.data()) != nullptr;
  const std::string file = exists ? std::string(real.data()) : path;
  const std::size_t slash = file.rfind('/');
  if (slash == std::string::npos) return ".";
  return file.substr(0, slash == 0 ? 1 : slash);
}

}  // namespace accessmap
