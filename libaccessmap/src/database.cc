// Versions of a database file. See database.h.

#include "accessmap/database.h"

#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <new>
#include <utility>

namespace accessmap {

// One thread's turn to read the file. A mutex would not do: in a child that was
// forked while another thread held it, nobody would ever give it back.
class Database::Turn {
 public:
  explicit Turn(const Database& database) : database_(database) {
    const int self = ::getpid();
    for (int owner = 0; !database_.turn_.compare_exchange_strong(
             owner, self, std::memory_order_acquire, std::memory_order_relaxed);
         owner = 0) {
      if (owner != self && take_over(owner, self)) return;
      constexpr struct timespec kPause = {0, 50'000};
      ::nanosleep(&kPause, nullptr);
    }
  }
  ~Turn() { database_.turn_.store(0, std::memory_order_release); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  // The turn is that of a thread of the parent process, which this process has
  // not. What it was about to store may be half there, and is left alone.
  [[nodiscard]] bool take_over(int owner, int self) const {
    if (!database_.turn_.compare_exchange_strong(owner, self, std::memory_order_acquire)) {
      return false;
    }
    new (&database_.latest_) std::shared_ptr<const Reader>();
    database_.latest_read_ = 0;
    return true;
  }

  const Database& database_;
};

std::shared_ptr<const Reader> Database::renew(Problem& problem) const {
  const std::uint64_t begun_before = reads_.load(std::memory_order_acquire);
  const Turn turn(*this);
  // Read while this thread waited, or before by another: what has changed is in
  // it.
  if (latest_ && (latest_read_ > begun_before || latest_->is_current())) return latest_;
  const std::uint64_t number = reads_.fetch_add(1, std::memory_order_acq_rel) + 1;
  std::shared_ptr<const Reader> fresh = Reader::open_copy(path_, copy_limit_, problem);
  if (!fresh) {
    const bool written = problem.sys_errno == EWOULDBLOCK || problem.sys_errno == ENOENT;
    return written ? latest_ : nullptr;
  }
  latest_read_ = number;
  if (latest_ && latest_->confirmed_by(*fresh)) return latest_;
  return latest_ = std::move(fresh);
}

std::shared_ptr<const Reader> Database::latest() const {
  const Turn turn(*this);
  return latest_ && latest_->is_current() ? latest_ : nullptr;
}

Pin& Pins::find(const void* owner) {
  for (last_ = 0; last_ < pins_.size(); ++last_) {
    if (pins_[last_].owner == owner) return pins_[last_];
  }
  pins_.push_back({owner, 0, nullptr});
  return pins_.back();
}

const Pin& Pins::refresh(const Database& database, Problem& problem) {
  Pin& pin = of(&database);
  if (is_checked(pin)) return pin;
  set_checked(pin);
  if (!pin.version || !pin.version->is_current()) pin.version = database.renew(problem);
  return pin;
}

}  // namespace accessmap
