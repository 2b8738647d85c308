// A database that is looked up in for as long as a server runs, while others
// replace it.
//
//   Database access("/etc/mail/access.db");        // shared by all threads
//   Pins pins;                                     // of one thread or session
//
//   pins.next_evaluation();                        // before each decision
//   const Pin& pin = pins.refresh(access, problem);  // one stat(2), then none
//   if (pin.version) pin.version->find(key, scratch, value);  // no system call
//
// Within one evaluation a Database stays the version that it was at the first
// refresh(); the next evaluation has what is there then:
//
// * a file that took the other's place, or was rewritten where it is, also
//   within one tick of the clock (it is read again until it has rested);
// * while makemap holds its lock, the version before;
// * a file that is cut, emptied or damaged: no version, which is a temporary
//   failure and never "not found";
// * a path that leads nowhere: the version before.
//
// No lock is taken while nothing changes. When something did, one thread reads
// the file and the others wait for it. fork(2) is safe at any moment, also while
// another thread does so.
//
// Files of up to `copy_limit` bytes are read into memory whole. Larger ones are
// read by pread(2), two system calls a page, and cost some microseconds a
// look-up; one that is rewritten in place in the middle of an evaluation is a
// temporary failure for the rest of it.
//
// Tested by database_test.cc.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "accessmap/reader.h"
#include "accessmap/turn.h"

namespace accessmap {

inline constexpr std::uint64_t kCopyLimit = std::uint64_t{256} << 20;

class Database {
 public:
  explicit Database(std::string path, std::uint64_t copy_limit = kCopyLimit)
      : path_(std::move(path)), copy_limit_(copy_limit) {}
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // The version that the file has now; the one before while makemap writes it.
  //
  // Null if there is none, with the reason in `problem`. Any thread. It reads
  // the file unless another thread has done so since the call began: call it
  // when version->is_current() is false, or through Pins.
  [[nodiscard]] std::shared_ptr<const Reader> renew(Problem& problem) const;

  // The version that was read last if it is the one there is; else null: call
  // renew(). For a thread that has none yet. Any thread.
  [[nodiscard]] std::shared_ptr<const Reader> latest() const;

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
  std::uint64_t copy_limit_;
  mutable Turn turn_;                            // whose thread renews
  mutable std::atomic<std::uint64_t> reads_{0};  // begun
  mutable std::uint64_t latest_read_ = 0;        // the one that made latest_
  mutable std::shared_ptr<const Reader> latest_;

  void forget_what_is_half_there() const;
};

// What one evaluation holds of one Database.
struct Pin {
  const void* owner = nullptr;
  std::uint64_t evaluation = 0;  // in which it was looked after
  std::shared_ptr<const Reader> version;
};

// The versions that one thread's evaluation works with.
//
// They are kept until a later evaluation finds another version, so that
// nothing shared is written to while nothing changes.
class Pins {
 public:
  // From here on changes of files may be seen.
  void next_evaluation() { ++evaluation_; }

  // The pin of `owner`, whose address stands for a database as long as these
  // Pins live. The caller looks after it if !is_checked().
  [[nodiscard]] Pin& of(const void* owner) {
    if (last_ < pins_.size() && pins_[last_].owner == owner) return pins_[last_];
    return find(owner);
  }
  [[nodiscard]] bool is_checked(const Pin& pin) const { return pin.evaluation == evaluation_; }
  void set_checked(Pin& pin) const { pin.evaluation = evaluation_; }

  // The pin of a Database, looked after. No version: `problem` says why, at the
  // first call of an evaluation. REQUIRES: the Database outlives these Pins.
  const Pin& refresh(const Database& database, Problem& problem);

 private:
  [[nodiscard]] Pin& find(const void* owner);

  std::vector<Pin> pins_;
  std::size_t last_ = 0;
  std::uint64_t evaluation_ = 1;
};

}  // namespace accessmap
