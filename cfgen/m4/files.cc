// Where include, sinclude and undivert find files, and which they may read.
//
// Tested by tests/m4/trust_test.cc.
#include "files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace m4 {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kLargest = std::size_t{16} * 1024 * 1024;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

// The path of what was opened, with every symbolic link resolved. The kernel knows it of the
// descriptor; a link that is changed meanwhile cannot deceive it.
std::string true_path(int descriptor, const std::string& path) {
  std::error_code failed;
  fs::path found = fs::read_symlink("/proc/self/fd/" + std::to_string(descriptor), failed);
  if (failed) found = fs::canonical(path, failed);
  return failed ? std::string() : found.string();
}

}  // namespace

std::shared_ptr<const std::string> read_descriptor(int descriptor, int& error) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0 || S_ISDIR(status.st_mode)) {
    error = S_ISDIR(status.st_mode) ? EISDIR : errno;
    return nullptr;
  }
  auto text = std::make_shared<std::string>();
  if (status.st_size > 0) text->reserve(static_cast<std::size_t>(status.st_size));
  std::array<char, 65536> buffer;
  for (;;) {
    const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
    if (count == 0) return text;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 || text->size() > kLargest) {
      error = count < 0 ? errno : EFBIG;
      return nullptr;
    }
    text->append(buffer.data(), static_cast<std::size_t>(count));
  }
}

SearchPath::SearchPath(std::vector<std::string> folders, const std::vector<std::string>& roots)
    : folders_(std::move(folders)), restricted_(true) {
  for (const auto& root : roots) {
    std::error_code failed;
    std::string path = fs::canonical(root.empty() ? "." : root, failed).string();
    if (failed) continue;
    if (!path.ends_with('/')) path += '/';
    roots_.push_back(std::move(path));
  }
}

bool SearchPath::allowed(int descriptor, const std::string& path) const {
  if (!restricted_) return true;
  const std::string place = true_path(descriptor, path);
  return std::any_of(roots_.begin(), roots_.end(),
                     [file = place + "/"](const auto& root) { return file.starts_with(root); });
}

Opened SearchPath::open_path(const std::string& path) const {
  Opened result;
  // A FIFO or a terminal line of somebody else's must not hold us up.
  const int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | (restricted_ ? O_NONBLOCK : 0);
  const Descriptor file(::open(path.c_str(), flags));
  if (file.get() < 0) {
    result.error = errno;
    return result;
  }
  struct stat status {};
  const bool is_known = ::fstat(file.get(), &status) == 0;
  if (is_known && S_ISDIR(status.st_mode)) {
    result.error = EISDIR;
    return result;
  }
  if (!allowed(file.get(), path) || (restricted_ && is_known && !S_ISREG(status.st_mode))) {
    result.status = Opened::Status::kRefused;
    result.name = path;
    return result;
  }
  result.text = read_descriptor(file.get(), result.error);
  if (!result.text) return result;
  result.status = Opened::Status::kFound;
  result.name = path;
  return result;
}

Opened SearchPath::open(std::string_view name) {
  Opened first;
  first.error = ENOENT;
  if (name.empty()) return first;
  first = open_path(std::string(name));
  if (first.status == Opened::Status::kFound || name.starts_with('/')) return first;
  for (const auto& folder : folders_) {
    Opened next = open_path(folder + "/" + std::string(name));
    if (next.status == Opened::Status::kFound) return next;
    if (next.status == Opened::Status::kRefused && first.status == Opened::Status::kMissing) {
      first = std::move(next);
    }
  }
  return first;
}

}  // namespace m4
