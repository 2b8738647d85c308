// Reads any bytes as a database: opens, looks up, lists.
//
// The reader wants a file, so the bytes go into one in memory.

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "accessmap/reader.h"

using accessmap::Status;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const int fd = ::memfd_create("database", MFD_CLOEXEC);
  if (fd < 0 || ::write(fd, data, size) != static_cast<ssize_t>(size)) std::abort();
  const std::string path = "/proc/self/fd/" + std::to_string(fd);
  accessmap::Problem problem;
  if (const auto reader = accessmap::Reader::open(path, problem)) {
    accessmap::Scratch scratch;
    std::string key, value;
    accessmap::Cursor cursor = reader->list();
    // A key that is listed once is not asked for more than a few times, or
    // a damaged file of 64 KB could take a second.
    for (int asked = 0; cursor.next(key, value) == Status::found; ++asked) {
      if (asked < 50) static_cast<void>(reader->lookup(key, scratch, value));
    }
    for (const char* strange : {"", "a", "key", "zzzzzz"}) {
      std::string_view found;
      static_cast<void>(reader->find_entry(strange, accessmap::NulKeys::either, scratch, found));
    }
    if (reader->replaced()) std::abort();
  } else if (problem.text.empty() || problem.status == Status::found) {
    std::abort();
  }
  ::close(fd);
  return 0;
}
