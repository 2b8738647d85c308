// The queue folder. Tested by tests/host/ (queue, C3, C4).
#include "queue.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "command.h"
#include "log.h"

namespace host {

namespace {

namespace fs = std::filesystem;

constexpr const char* kVersion = "V1";
constexpr long kManyTries = 1000000;

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(file, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
  return true;
}

void sync_folder(const std::string& folder) {
  const int file = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return;
  fsync(file);
  close(file);
}

// Writes beside the file and puts the whole in its place.
bool replace_file(const std::string& path, const std::string& text) {
  const std::string fresh = path + ".new";
  const int file = open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return false;
  const bool written = write_all(file, text) && fsync(file) == 0;
  const bool closed = close(file) == 0;
  if (!written || !closed || rename(fresh.c_str(), path.c_str()) != 0) {
    unlink(fresh.c_str());
    return false;
  }
  sync_folder(path.substr(0, path.rfind('/')));
  return true;
}

// Time, process and a counter: no two are equal, also of several processes.
std::string make_id() {
  static std::atomic<unsigned> counter{0};
  char id[64];
  std::snprintf(id, sizeof id, "%010llx%06x%06x",
                static_cast<unsigned long long>(std::time(nullptr)),
                static_cast<unsigned>(getpid()) & 0xffffffU, counter++ & 0xffffffU);
  return id;
}

std::string format(const Envelope& envelope) {
  std::ostringstream out;
  out << kVersion << "\nsender <" << envelope.sender << ">\nbody "
      << (envelope.eight_bit ? "8BITMIME" : "7BIT") << "\nsize " << envelope.size << "\narrived "
      << envelope.arrived << "\nnext " << envelope.next << "\ntries " << envelope.tries << '\n';
  if (!envelope.hold.empty()) out << "hold " << printable(envelope.hold) << '\n';
  if (!envelope.last.empty()) out << "last " << printable(envelope.last) << '\n';
  for (const std::string& recipient : envelope.recipients) out << "rcpt <" << recipient << ">\n";
  out << "end\n";
  return out.str();
}

// What stands in <>. It goes into other hosts' commands as it is.
bool read_address(std::string_view text, std::string& address) {
  if (text.size() < 2 || text.front() != '<' || text.back() != '>') return false;
  address = text.substr(1, text.size() - 2);
  return address.empty() || is_mailbox(address);
}

bool read_line(const std::string& name, const std::string& value, Envelope& envelope) {
  if (name == "sender") return read_address(value, envelope.sender);
  if (name == "rcpt") return read_address(value, envelope.recipients.emplace_back());
  if (name == "size") return read_number(value, envelope.size);
  if (name == "arrived") return read_number(value, envelope.arrived);
  if (name == "next") return read_number(value, envelope.next);
  if (name == "tries") return read_number(value, envelope.tries) && envelope.tries < kManyTries;
  if (name == "body") envelope.eight_bit = value == "8BITMIME";
  if (name == "hold") envelope.hold = value;
  if (name == "last") envelope.last = value;
  return true;
}

// False: it is damaged.
bool parse(std::istream& in, Envelope& envelope) {
  std::string line;
  if (!std::getline(in, line) || line != kVersion) return false;
  while (std::getline(in, line) && line != "end") {
    const std::string name = line.substr(0, line.find(' '));
    if (!read_line(name, line.substr(std::min(line.size(), name.size() + 1)), envelope)) {
      return false;
    }
  }
  return line == "end" && !envelope.recipients.empty();
}

}  // namespace

std::string Queue::path(const std::string& id, const char* suffix) const {
  return folder_ + "/queue/" + id + suffix;
}

bool Queue::make_folders() const {
  for (const char* name : {"", "/queue", "/mail", "/mail/postmaster", "/dead"}) {
    if (mkdir((folder_ + name).c_str(), 0700) != 0 && errno != EEXIST) return false;
  }
  return true;
}

std::unique_ptr<Queue::Incoming> Queue::begin() const {
  const std::string id = make_id();
  const int file =
      open(path(id, ".msg.new").c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return nullptr;
  return std::make_unique<Incoming>(folder_ + "/queue/", id, file);
}

Queue::Incoming::~Incoming() {
  if (file_ >= 0) close(file_);
  if (!committed_) unlink((folder_ + id_ + ".msg.new").c_str());
}

bool Queue::Incoming::write(std::string_view bytes) { return write_all(file_, bytes); }

bool Queue::Incoming::commit(Envelope& envelope) {
  envelope.id = id_;
  const bool synced = fsync(file_) == 0;
  const bool closed = close(file_) == 0;
  file_ = -1;
  const std::string message = folder_ + id_ + ".msg";
  if (!synced || !closed || rename((message + ".new").c_str(), message.c_str()) != 0) return false;
  committed_ = true;
  if (replace_file(folder_ + id_ + ".env", format(envelope))) return true;
  unlink(message.c_str());
  return false;
}

void Queue::sweep(std::time_t before) const {
  std::error_code error;
  std::vector<fs::path> old;
  for (fs::recursive_directory_iterator at(folder_, error), end; !error && at != end;
       at.increment(error)) {
    const fs::path kind = at->path().extension();
    if (kind != ".new" && kind != ".msg") continue;
    struct stat status = {};
    const bool known = lstat(at->path().c_str(), &status) == 0 && S_ISREG(status.st_mode);
    if (known && status.st_mtime < before) old.push_back(at->path());
  }
  for (const fs::path& file : old) {
    const std::string id = file.stem();
    if (file.extension() == ".new" && unlink(file.c_str()) == 0) {
      log_line("queue", file.filename().string() + ": half written, removed");
    } else if (file == path(id, ".msg")) {
      bury_orphan(id);
    }
  }
}

void Queue::bury_orphan(const std::string& id) const {
  const std::string message = path(id, ".msg");
  const int lock = open(message.c_str(), O_RDONLY | O_CLOEXEC);
  if (lock < 0) return;
  // Locked: it may be about to be removed, of which its envelope is the first.
  if (flock(lock, LOCK_EX | LOCK_NB) == 0 && access(path(id, ".env").c_str(), F_OK) != 0 &&
      errno == ENOENT && rename(message.c_str(), (folder_ + "/dead/" + id).c_str()) == 0) {
    log_line("queue " + id, "has no envelope: now in dead/");
  }
  close(lock);
}

std::vector<std::string> Queue::ids() const {
  std::vector<std::string> found;
  std::error_code error;
  for (fs::directory_iterator at(folder_ + "/queue", error), end; !error && at != end;
       at.increment(error)) {
    if (at->path().extension() == ".env") found.push_back(at->path().stem());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::unique_ptr<Queue::Taken> Queue::take(const std::string& id) const {
  const int lock = open(path(id, ".msg").c_str(), O_RDONLY | O_CLOEXEC);
  if (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) != 0) {
    close(lock);
    return nullptr;
  }
  auto taken = std::make_unique<Taken>(*this, lock);
  std::ifstream in(path(id, ".env"));
  if (!in) return nullptr;  // it is gone
  taken->envelope.id = id;
  if (lock >= 0 && parse(in, taken->envelope)) return taken;
  log_line("queue " + id, "damaged, or cannot be read: left as it is");
  return nullptr;
}

Queue::Taken::~Taken() {
  if (lock_ >= 0) close(lock_);
}

std::optional<std::string> Queue::Taken::message() const {
  std::ifstream in(queue_.path(envelope.id, ".msg"), std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (in && static_cast<long>(text.size()) >= envelope.size) return text;
  log_line("queue " + envelope.id, "the message is not whole: left as it is");
  return std::nullopt;
}

bool Queue::Taken::update() const {
  return replace_file(queue_.path(envelope.id, ".env"), format(envelope));
}

void Queue::Taken::remove() const {
  unlink(queue_.path(envelope.id, ".env").c_str());
  unlink(queue_.path(envelope.id, ".msg").c_str());
}

std::string Queue::mailbox(const std::string& user) const {
  return folder_ + "/mail/" + lower(user);
}

bool Queue::is_local_user(const std::string& user) const {
  if (user.empty() || user.size() > 64 || user[0] == '.') return false;
  if (lower(user).find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-_") != user.npos) {
    return false;
  }
  std::error_code error;
  const fs::file_type type = fs::status(mailbox(user), error).type();
  return type == fs::file_type::directory || type == fs::file_type::none;  // none: not to be told
}

Queue::Stored Queue::store_local(const std::string& user, const std::string& id,
                                 const std::string& text) const {
  if (!is_local_user(user)) return Stored::kNoUser;
  return replace_file(mailbox(user) + "/" + id, text) ? Stored::kYes : Stored::kFailed;
}

bool Queue::keep_dead(const std::string& id, const std::string& text) const {
  return replace_file(folder_ + "/dead/" + id, text);
}

}  // namespace host
