// A file that takes another's place in one step. See replacement.h.

#include "replacement.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <string_view>
#include <system_error>

namespace accessmap {
namespace {

constexpr std::string_view kSuffix = ".new-XXXXXX";

Problem system_problem(const std::string& what, int error) {
  return {Status::error, error, what + ": " + std::generic_category().message(error)};
}

bool same_file(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

// The path with links followed, if there is such a file; else as it is.
std::string follow_links(const std::string& path) {
  std::array<char, PATH_MAX> real{};
  return ::realpath(path.c_str(), real.data()) != nullptr ? std::string(real.data()) : path;
}

bool write_fully(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

bool copy_bytes(int from, int to) {
  std::array<char, 65536> buffer;
  for (off_t offset = 0;;) {
    const ssize_t n = ::pread(from, buffer.data(), buffer.size(), offset);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return n == 0;
    if (!write_fully(to, {buffer.data(), static_cast<std::size_t>(n)})) return false;
    offset += n;
  }
}

// kSuffix with letters for its X.
std::string random_suffix() {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz234567";
  std::string suffix(kSuffix);
  std::array<unsigned char, kSuffix.size()> random{};
  static_cast<void>(::getentropy(random.data(), random.size()));
  for (std::size_t i = kSuffix.find('X'); i < suffix.size(); ++i) {
    suffix[i] = kLetters[random[i] % kLetters.size()];
  }
  return suffix;
}

// Removes a temporary file if nobody holds its lock and it is our own.
void remove_if_abandoned(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0) return;
  struct stat found {};
  if (::fstat(fd, &found) == 0 && S_ISREG(found.st_mode) && found.st_uid == ::geteuid() &&
      ::flock(fd, LOCK_EX | LOCK_NB) == 0) {
    ::unlink(path.c_str());
  }
  ::close(fd);
}

}  // namespace

Replacement::Replacement(std::string target) : target_(std::move(target)) {}

Replacement::~Replacement() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
  if (fd_ >= 0) ::close(fd_);
  if (old_fd_ >= 0) ::close(old_fd_);
}

std::unique_ptr<Replacement> Replacement::begin(const std::string& path, mode_t mode,
                                                std::optional<uid_t> owner, Problem& problem) {
  std::unique_ptr<Replacement> file(new Replacement(follow_links(path)));
  file->mode_ = mode;
  file->owner_ = owner;
  if (!file->look_at_old(problem)) return nullptr;
  file->remove_leftovers();
  return file->make_temporary(problem) ? std::move(file) : nullptr;
}

// rename(2) would replace what an in-place build would be refused: a read-only
// file, a folder's worth of surprises.
bool Replacement::look_at_old(Problem& problem) {
  struct stat old {};
  if (::lstat(target_.c_str(), &old) != 0) {
    if (errno == ENOENT) return true;
    problem = system_problem(target_, errno);
    return false;
  }
  if (!S_ISREG(old.st_mode)) {
    problem = {Status::error, S_ISDIR(old.st_mode) ? EISDIR : EINVAL,
               target_ + (S_ISDIR(old.st_mode) ? ": is a directory; name a file"
                                               : ": is not a regular file; name one")};
    return false;
  }
  if (::access(target_.c_str(), W_OK) != 0) {
    problem = system_problem(target_, errno);
    return false;
  }
  old_ = old;
  return true;
}

std::string Replacement::folder() const {
  const std::size_t slash = target_.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : target_.substr(0, slash);
}

void Replacement::remove_leftovers() const {
  const std::string where = folder();
  const std::string name = target_.substr(target_.rfind('/') + 1);
  const std::string prefix = name + std::string(kSuffix.substr(0, kSuffix.find('X')));
  DIR* entries = ::opendir(where.c_str());
  if (entries == nullptr) return;
  while (const struct dirent* entry = ::readdir(entries)) {
    const std::string_view found = entry->d_name;
    if (found.starts_with(prefix) && found.size() == name.size() + kSuffix.size()) {
      remove_if_abandoned(where + "/" + std::string(found));
    }
  }
  ::closedir(entries);
}

// open(2) instead of mkstemp(3), so that the umask is applied to the mode of a
// new file without being asked for: it belongs to the whole process.
bool Replacement::make_temporary(Problem& problem) {
  for (int tries = 0; fd_ < 0 && tries < 100; ++tries) {
    temporary_ = target_ + random_suffix();
    fd_ = ::open(temporary_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, old_ ? 0600 : mode_);
    if (fd_ < 0 && errno != EEXIST) break;
    if (fd_ >= 0 && !lock_temporary()) {
      ::unlink(temporary_.c_str());
      ::close(fd_);
      fd_ = -1;
    }
  }
  if (fd_ >= 0) return true;
  const int error = errno;
  temporary_.clear();
  problem = system_problem(target_ + ": cannot make a new file in " + folder(), error);
  return false;
}

// False if another build took the file, not locked yet, for abandoned. A file
// system without locks only loses the tidying up after killed builds.
bool Replacement::lock_temporary() const {
  static_cast<void>(::flock(fd_, LOCK_EX));
  struct stat made {};
  return ::fstat(fd_, &made) == 0 && made.st_nlink > 0;
}

// Whoever waited for the lock may have got that of a file since replaced.
bool Replacement::lock_old(Problem& problem) {
  for (;;) {
    old_fd_ = ::open(target_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (old_fd_ < 0 || (::flock(old_fd_, LOCK_EX) != 0 && errno != EOPNOTSUPP)) {
      problem = system_problem(target_, errno);
      return false;
    }
    struct stat locked {
    }, now{};
    if (::fstat(old_fd_, &locked) == 0 && ::stat(target_.c_str(), &now) == 0 &&
        same_file(locked, now)) {
      return true;
    }
    ::close(old_fd_);
    old_fd_ = -1;
  }
}

bool Replacement::copy_old(Problem& problem) {
  if (!lock_old(problem)) return false;
  if (copy_bytes(old_fd_, fd_)) return true;
  problem = system_problem(target_ + ": cannot copy it to append", errno);
  return false;
}

bool Replacement::set_owner_and_mode(Problem& problem) const {
  const uid_t owner = owner_ ? *owner_ : old_ ? old_->st_uid : ::geteuid();
  struct stat made {};
  bool done = ::fstat(fd_, &made) == 0;
  const gid_t group = old_ ? old_->st_gid : made.st_gid;
  if (done && (made.st_uid != owner || made.st_gid != group)) {
    done = ::fchown(fd_, owner, group) == 0;
  }
  if (done && ::fchmod(fd_, (old_ ? old_->st_mode : made.st_mode) & 07777) == 0) return true;
  problem = system_problem(
      target_ + ": cannot give the new file the owner and mode it must have; run as its owner",
      errno);
  return false;
}

bool Replacement::put_in_place(Problem& problem) {
  if (!set_owner_and_mode(problem)) return false;
  if (::fsync(fd_) != 0 || ::rename(temporary_.c_str(), target_.c_str()) != 0) {
    problem = system_problem(target_ + ": cannot put the new file in place", errno);
    return false;
  }
  temporary_.clear();
  const int fd = ::open(folder().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  // Some file systems cannot sync a folder and say EINVAL.
  const bool synced = fd >= 0 && (::fsync(fd) == 0 || errno == EINVAL);
  const int error = errno;
  if (fd >= 0) ::close(fd);
  // A folder that may be written but not read cannot be synced by us.
  if (synced || (fd < 0 && error == EACCES)) return true;
  problem = system_problem(target_ + ": is in place, but its folder could not be synced", error);
  return false;
}

}  // namespace accessmap
