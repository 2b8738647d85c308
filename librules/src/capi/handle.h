// Handles: what a host holds instead of addresses.
//
// A handle is kind + slot + generation. Slots are never freed, so that any value can be looked at:
// one of another kind, or of a generation that is over, names nothing. All look-ups are without
// locks.
//
// Tested by tests/capi/contract.c, tests/capi/threads.c.
#ifndef LIBRULES_CAPI_HANDLE_H
#define LIBRULES_CAPI_HANDLE_H

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "rules/rules.h"

namespace rules::capi {

enum class Kind : uint8_t { none, program, session, result, diagnostics };

// What a handle can stand for.
class Object {
 public:
  virtual ~Object() = default;
};

// A word that is swapped as a whole: generation, is the object alive, how many are using it.
struct alignas(64) Slot {  // threads at work in neighbours do not share a cache line
  std::atomic<uint64_t> word{0};
  std::atomic<Kind> kind{Kind::none};
  std::atomic<uint32_t> cancel{0};  // the generation that is to stop
  Object* object = nullptr;         // REQUIRES a pin
  uint32_t results = 0;             // of sessions: the generation of the latest result; pin
  uint32_t index = 0;
};

// Keeps an object in use; empty: status() says why there is none.
class Pin {
 public:
  Pin() = default;
  Pin(Slot* slot, rules_status status) : slot_(slot), status_(status) {}
  Pin(const Pin&) = delete;
  Pin& operator=(const Pin&) = delete;
  Pin& operator=(Pin&& other) noexcept {
    release();
    slot_ = other.slot_;
    status_ = other.status_;
    other.slot_ = nullptr;
    return *this;
  }
  Pin(Pin&& other) noexcept : slot_(other.slot_), status_(other.status_) { other.slot_ = nullptr; }
  ~Pin() { release(); }

  explicit operator bool() const { return slot_ != nullptr; }
  rules_status status() const { return status_; }
  Slot& slot() const { return *slot_; }
  Object* object() const { return slot_->object; }

  // From now on the handle names nothing; the object goes when its last pin does. False: somebody
  // else did so already.
  bool retire();
  void release();

 private:
  Slot* slot_ = nullptr;
  rules_status status_ = RULES_EINVAL;
};

enum class Use : uint8_t {
  shared,     // any number of threads
  exclusive,  // RULES_EBUSY while it is in use
};

// A new object, in use: release the pin once it is ready. Throws std::bad_alloc.
Pin make_handle(Kind kind, std::unique_ptr<Object> object);

Pin pin(uintptr_t handle, Kind kind, Use use);

// The handle of what is pinned.
uintptr_t handle_of(const Slot& slot);

// The handle of the session's latest result, and the session of one that is still good.
uintptr_t result_handle(const Slot& session);
Pin pin_result(uintptr_t handle);

// Tells the object to stop, if it is there. Any thread, also a signal handler's.
bool cancel(uintptr_t handle, Kind kind);
uint32_t generation_of(const Slot& slot);

template <typename T>
uintptr_t value_of(const T* handle) {
  return reinterpret_cast<uintptr_t>(handle);
}

}  // namespace rules::capi

#endif
