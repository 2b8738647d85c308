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
#include <utility>

#include "command.h"
#include "log.h"

namespace host {

namespace {

namespace fs = std::filesystem;

constexpr const char* kVersion = "V1";
constexpr long kManyTries = 1000000;

// What is being written has this behind its name.
std::string fresh(const std::string& path) { return path + ".new"; }

File open_fresh(const std::string& path) {
  const int file = open(fresh(path).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  return File(file < 0 ? nullptr : fdopen(file, "w"));
}

bool write_to(const File& file, std::string_view bytes) {
  return file && std::fwrite(bytes.data(), 1, bytes.size(), file.get()) == bytes.size();
}

void sync_folder_of(const std::string& path) {
  const int folder = open(fs::path(path).parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;
  fsync(folder);
  close(folder);
}

// Puts what was written in its place, once it is on disk; or removes it.
bool put_in_place(File file, const std::string& path) {
  const bool is_whole = file && std::ferror(file.get()) == 0 && std::fflush(file.get()) == 0 &&
                        fsync(fileno(file.get())) == 0 && std::fclose(file.release()) == 0;
  if (!is_whole || rename(fresh(path).c_str(), path.c_str()) != 0) {
    unlink(fresh(path).c_str());
    return false;
  }
  sync_folder_of(path);
  return true;
}

// Writes beside the file and puts the whole in its place.
bool replace_file(const std::string& path, const std::string& text) {
  unlink(fresh(path).c_str());
  File file = open_fresh(path);
  write_to(file, text);
  return put_in_place(std::move(file), path);
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

// Nobody else works on the message of this file, and nobody will until it is closed.
bool lock(const File& message) { return flock(fileno(message.get()), LOCK_EX | LOCK_NB) == 0; }

constexpr std::pair<const char*, long Envelope::*> kNumbers[] = {
    {"size", &Envelope::size},
    {"arrived", &Envelope::arrived},
    {"next", &Envelope::next},
    {"tries", &Envelope::tries},
};
constexpr std::pair<const char*, std::string Envelope::*> kTexts[] = {
    {"hold", &Envelope::hold},
    {"last", &Envelope::last},
};

std::string format(const Envelope& envelope) {
  std::ostringstream out;
  out << kVersion << "\nsender <" << envelope.sender << ">\nbody "
      << (envelope.eight_bit ? "8BITMIME" : "7BIT") << '\n';
  for (const auto& [name, number] : kNumbers) out << name << ' ' << envelope.*number << '\n';
  for (const auto& [name, text] : kTexts) {
    if (!(envelope.*text).empty()) out << name << ' ' << printable(envelope.*text) << '\n';
  }
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

bool read_line(const std::string& word, const std::string& value, Envelope& envelope) {
  if (word == "sender") return read_address(value, envelope.sender);
  if (word == "rcpt") return read_address(value, envelope.recipients.emplace_back());
  if (word == "body") envelope.eight_bit = value == "8BITMIME";
  for (const auto& [name, number] : kNumbers) {
    if (word == name) return read_number(value, envelope.*number);
  }
  for (const auto& [name, text] : kTexts) {
    if (word == name) envelope.*text = value;
  }
  return true;
}

// False: it is damaged.
bool parse(std::istream& in, Envelope& envelope) {
  std::string line;
  if (!std::getline(in, line) || line != kVersion) return false;
  while (std::getline(in, line) && line != "end") {
    const std::string word = line.substr(0, line.find(' '));
    if (!read_line(word, line.substr(std::min(line.size(), word.size() + 1)), envelope)) {
      return false;
    }
  }
  return line == "end" && !envelope.recipients.empty() && envelope.tries < kManyTries;
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

Queue::Incoming::Incoming(const Queue& queue)
    : queue_(queue), id_(make_id()), file_(open_fresh(queue.path(id_, ".msg"))) {}

Queue::Incoming::~Incoming() {
  if (file_) unlink(fresh(queue_.path(id_, ".msg")).c_str());
}

bool Queue::Incoming::write(std::string_view bytes) { return write_to(file_, bytes); }

bool Queue::Incoming::flush() { return file_ && std::fflush(file_.get()) == 0; }

bool Queue::Incoming::commit(Envelope& envelope) {
  envelope.id = id_;
  const std::string message = queue_.path(id_, ".msg");
  if (!put_in_place(std::move(file_), message)) return false;
  if (queue_.update(envelope)) return true;
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
  const File file(std::fopen(message.c_str(), "re"));
  // Locked: it may be about to be removed, of which its envelope is the first.
  if (file && lock(file) && access(path(id, ".env").c_str(), F_OK) != 0 && errno == ENOENT &&
      rename(message.c_str(), (folder_ + "/dead/" + id).c_str()) == 0) {
    log_line("queue " + id, "has no envelope: now in dead/");
  }
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

std::optional<Queue::Taken> Queue::take(const std::string& id) const {
  Taken taken{File(std::fopen(path(id, ".msg").c_str(), "re")), {}};
  if (taken.locked && !lock(taken.locked)) return std::nullopt;
  std::ifstream in(path(id, ".env"));
  if (!in) return std::nullopt;  // it is gone
  taken.envelope.id = id;
  if (taken.locked && parse(in, taken.envelope)) return taken;
  log_line("queue " + id, "damaged, or cannot be read: left as it is");
  return std::nullopt;
}

std::optional<std::string> Queue::message(const Envelope& envelope) const {
  std::ifstream in(path(envelope.id, ".msg"), std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (in && static_cast<long>(text.size()) >= envelope.size) return text;
  log_line("queue " + envelope.id, "the message is not whole: left as it is");
  return std::nullopt;
}

bool Queue::update(const Envelope& envelope) const {
  return replace_file(path(envelope.id, ".env"), format(envelope));
}

void Queue::remove(const std::string& id) const {
  unlink(path(id, ".env").c_str());
  unlink(path(id, ".msg").c_str());
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

std::string Queue::store_local(const std::string& user, const std::string& id,
                               const std::string& text) const {
  if (!is_local_user(user)) return "550 5.1.1 User unknown";
  return replace_file(mailbox(user) + "/" + id, text)
             ? "250 2.0.0 delivered to " + user
             : "451 4.2.0 The box of " + user + " cannot be written";
}

bool Queue::keep_dead(const std::string& id, const std::string& text) const {
  return replace_file(folder_ + "/dead/" + id, text);
}

}  // namespace host
