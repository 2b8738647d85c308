// Versions of a database file. See database.h.

#include "accessmap/database.h"

#include <cerrno>
#include <new>
#include <utility>

namespace accessmap {

// What a thread of the parent process was about to store is left alone.
void Database::forget_what_is_half_there() const {
  new (&latest_) std::shared_ptr<const Reader>();
  latest_read_ = 0;
}

std::shared_ptr<const Reader> Database::renew(Problem& problem) const {
  const std::uint64_t begun_before = reads_.load(std::memory_order_acquire);
  const HeldTurn turn(turn_);
  if (!turn.whole()) forget_what_is_half_there();
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
  const HeldTurn turn(turn_);
  if (!turn.whole()) forget_what_is_half_there();
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
