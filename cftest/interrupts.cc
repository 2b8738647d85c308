// See interrupts.h.

#include "interrupts.h"

#include <csignal>

namespace cftest {

namespace {

// Handlers have nothing else to reach.
std::atomic<uint32_t> cancel_word{0};
volatile std::sig_atomic_t interrupted = 0;
volatile std::sig_atomic_t terminated = 0;

void catch_signal(int signal) {
  (signal == SIGTERM ? terminated : interrupted) = 1;
  cancel_word.store(kInterruptMark, std::memory_order_relaxed);
}

// Reading is not taken up again after it.
void set_handler(int signal, int flags) {
  struct sigaction action {};
  action.sa_handler = catch_signal;
  action.sa_flags = flags;
  sigemptyset(&action.sa_mask);
  ::sigaction(signal, &action, nullptr);
}

}  // namespace

std::atomic<uint32_t>& interrupt_word() { return cancel_word; }

void catch_interrupts() {
  set_handler(SIGINT, 0);
  set_handler(SIGTERM, static_cast<int>(SA_RESETHAND));
}

bool was_interrupted() {
  const bool was = interrupted != 0;
  interrupted = 0;
  return was;
}

bool was_terminated() { return terminated != 0; }

}  // namespace cftest
