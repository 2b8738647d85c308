// Opens a database file and reads its pages. See page_file.h.

#include "page_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "meta.h"

namespace accessmap {
namespace {

constexpr int kEndOfFile = -1;

// pread of all `length` bytes: 0, an errno, or kEndOfFile.
int read_fully(int fd, std::uint8_t* to, std::size_t length, std::uint64_t offset) {
  while (length > 0) {
    const ssize_t n = ::pread(fd, to, length, static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno;
    if (n == 0) return kEndOfFile;
    to += n;
    length -= static_cast<std::size_t>(n);
    offset += static_cast<std::uint64_t>(n);
  }
  return 0;
}

// Whether the same call may go well a moment later.
bool passes_by_itself(int error) {
  return error == EIO || error == EMFILE || error == ENFILE || error == ENOMEM || error == EAGAIN ||
         error == EINTR || error == ENOBUFS || error == ESTALE;
}

std::string words_of(int error) { return std::generic_category().message(error); }

Problem system_problem(const std::string& path, int error) {
  return {passes_by_itself(error) ? Status::temp_fail : Status::error, error,
          path + ": " + words_of(error)};
}

bool same_time(const struct timespec& a, const struct timespec& b) {
  return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

bool same_contents(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino && a.st_size == b.st_size &&
         same_time(a.st_mtim, b.st_mtim);
}

}  // namespace

PageFile::PageFile(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}

PageFile::~PageFile() { ::close(fd_); }

std::unique_ptr<PageFile> PageFile::open(const std::string& path, Problem& problem) {
  problem = Problem();
  // Without O_NONBLOCK a FIFO in the place of the file would block the host.
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) {
    problem = system_problem(path, errno);
    return nullptr;
  }
  std::unique_ptr<PageFile> file(new PageFile(path, fd));
  return file->check_file(problem) ? std::move(file) : nullptr;
}

bool PageFile::check_file(Problem& problem) {
  if (::fstat(fd_, &opened_) != 0) {
    problem = system_problem(path_, errno);
    return false;
  }
  if (!S_ISREG(opened_.st_mode)) {
    const bool folder = S_ISDIR(opened_.st_mode);
    problem = {Status::error, folder ? EISDIR : EINVAL,
               path_ + (folder ? ": is a directory, not a database" : ": is not a regular file")};
    return false;
  }
  const auto size = static_cast<std::uint64_t>(opened_.st_size);
  if (size < kMetaSize) {
    problem = {Status::error, 0,
               path_ + (size == 0 ? ": is empty; a database without entries has a first page all "
                                    "the same: build it with accessmap build"
                                  : ": is too short for a Berkeley DB file")};
    return false;
  }
  std::array<std::uint8_t, kMetaSize> bytes{};
  const int error = read_fully(fd_, bytes.data(), bytes.size(), 0);
  if (error != 0) {
    problem = error == kEndOfFile
                  ? Problem{Status::temp_fail, 0, path_ + ": became shorter while being opened"}
                  : system_problem(path_, error);
    return false;
  }
  const std::string wrong = read_meta(bytes, meta_);
  if (!wrong.empty()) {
    problem = {changed() ? Status::temp_fail : Status::error, 0, path_ + ": " + wrong};
    return false;
  }
  pages_ = static_cast<std::uint32_t>(
      std::min<std::uint64_t>(size / meta_.page_size, ~std::uint32_t{0}));
  return true;
}

bool PageFile::replaced() const {
  struct stat now {};
  return ::stat(path_.c_str(), &now) == 0 && !same_contents(now, opened_);
}

bool PageFile::changed() const {
  struct stat now {};
  return ::fstat(fd_, &now) != 0 || !same_contents(now, opened_);
}

int PageFile::read(PageNumber number, std::uint8_t* to) const {
  return read_fully(fd_, to, meta_.page_size, std::uint64_t{number} * meta_.page_size);
}

// A sound file needs each page once, and in a btree the chains of long keys
// once more on the way down.
Walk::Walk(const PageFile& file, Scratch& scratch)
    : file_(file), scratch_(scratch), budget_(4 * std::uint64_t{file.pages()} + 64) {}

void Walk::damaged(PageNumber page, std::string_view what) {
  Problem& problem = scratch_.problem_;
  problem.sys_errno = 0;
  problem.text = file_.path() + ": page " + std::to_string(page) + ": " + std::string(what);
  if (file_.changed()) {
    problem.status = Status::temp_fail;
    problem.text += "; the file was changed while it was in use: open it again";
  } else {
    problem.status = Status::error;
    problem.text += "; the database is damaged: build it again from its text";
  }
}

std::optional<Page> Walk::fetch(PageNumber number, Slot slot) {
  if (number == 0 || number >= file_.pages()) {
    damaged(number, "there is no such page, though another page leads there");
    return std::nullopt;
  }
  if (budget_ == 0) {
    damaged(number, "the pages lead in a circle");
    return std::nullopt;
  }
  --budget_;
  const Meta& meta = file_.meta();
  std::vector<std::uint8_t>& buffer = scratch_.slots_[static_cast<std::size_t>(slot)];
  if (buffer.size() < meta.page_size) buffer.resize(meta.page_size);
  const int error = file_.read(number, buffer.data());
  if (error == kEndOfFile) {
    damaged(number, "the file ends before it");
    return std::nullopt;
  }
  if (error != 0) {
    scratch_.problem_ = system_problem(file_.path(), error);
    return std::nullopt;
  }
  const Page page(buffer.data(), meta.page_size, meta.swapped);
  // libdb leaves pages of a hash that it has not used yet full of zeros.
  const bool untouched = page.type() == PageType::unused && page.number() == 0;
  if (page.number() != number && !untouched) {
    damaged(number, "it says it is page " + std::to_string(page.number()));
    return std::nullopt;
  }
  if (page.type() != PageType::overflow && !page.index_fits()) {
    damaged(number, "it claims more entries than fit");
    return std::nullopt;
  }
  return page;
}

bool Walk::copy(const Item& item, std::string& out) {
  if (item.kind == Item::Kind::overflow) return append_chain(item, out);
  out.assign(item.bytes);
  return true;
}

bool Walk::append_chain(const Item& item, std::string& out) {
  out.clear();
  PageNumber number = item.page;
  while (out.size() < item.length) {
    const std::optional<Page> page = fetch(number, Slot::overflow);
    if (!page) return false;
    const auto bytes = page->overflow_bytes();
    if (!bytes || bytes->empty() || bytes->size() > item.length - out.size()) {
      damaged(number, "it is not a part of the long item that it is said to be");
      return false;
    }
    out.append(*bytes);
    number = page->next();
  }
  return true;
}

std::optional<int> Walk::compare(std::string_view key, const Item& item) {
  if (item.kind == Item::Kind::overflow) return compare_chain(key, item);
  return key.compare(item.bytes);
}

std::optional<int> Walk::compare_chain(std::string_view key, const Item& item) {
  PageNumber number = item.page;
  std::uint32_t left = item.length;
  while (left > 0) {
    const std::optional<Page> page = fetch(number, Slot::overflow);
    if (!page) return std::nullopt;
    const auto bytes = page->overflow_bytes();
    if (!bytes || bytes->empty() || bytes->size() > left) {
      damaged(number, "it is not a part of the long key that it is said to be");
      return std::nullopt;
    }
    const int order = key.substr(0, bytes->size()).compare(*bytes);
    if (order != 0) return order;
    key.remove_prefix(bytes->size());
    left -= static_cast<std::uint32_t>(bytes->size());
    number = page->next();
  }
  return key.empty() ? 0 : 1;
}

}  // namespace accessmap
