// A mutex that a forked child can have.
//
// In a child that was forked while another thread of the parent held a mutex,
// nobody would ever give it back. A turn is held by a process: the child sees
// that it is not its own, and takes it over. Waiting is for the rare moment, by
// short sleeps.
//
// Tested by database_test.cc, tests/unit/opened_map_test.cc.
#pragma once

#include <unistd.h>

#include <atomic>
#include <ctime>

namespace accessmap {

class Turn {
 public:
  // False: taken over, so that what it guards may be half changed.
  [[nodiscard]] bool take() {
    const int self = ::getpid();
    for (int owner = 0; !process_.compare_exchange_strong(owner, self, std::memory_order_acquire,
                                                          std::memory_order_relaxed);
         owner = 0) {
      if (owner != self &&
          process_.compare_exchange_strong(owner, self, std::memory_order_acquire)) {
        return false;
      }
      constexpr struct timespec kPause = {0, 50'000};
      ::nanosleep(&kPause, nullptr);
    }
    return true;
  }
  void give_back() { process_.store(0, std::memory_order_release); }

 private:
  std::atomic<int> process_{0};  // whose thread has it
};

// Has the turn as long as it lives.
class HeldTurn {
 public:
  explicit HeldTurn(Turn& turn) : turn_(turn), whole_(turn.take()) {}
  ~HeldTurn() { turn_.give_back(); }
  HeldTurn(const HeldTurn&) = delete;
  HeldTurn& operator=(const HeldTurn&) = delete;

  // False: what it guards may be half changed, by a thread that is not in this process.
  [[nodiscard]] bool whole() const { return whole_; }

 private:
  Turn& turn_;
  bool whole_;
};

}  // namespace accessmap
