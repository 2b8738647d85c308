// See call_buffers.h.

#include "eval/call_buffers.h"

#include <utility>

namespace rules {

void CallBuffers::clear() {
  arena.reset();
  workspace.clear();
  looked_up.clear();
  for (const auto& frame : frames) {
    frame->workspace.clear();
    frame->out.clear();
    frame->calls.clear();
  }
  lookups.clear();
  arg_views.clear();
}

size_t CallBuffers::bytes() const {
  size_t tokens = workspace.capacity() + looked_up.capacity();
  for (const auto& frame : frames) {
    tokens += frame->workspace.tokens.capacity() + frame->out.tokens.capacity();
  }
  return sizeof *this + arena.bytes() + tokens * sizeof(Token) + frames.size() * sizeof(Frame) +
         lookups.capacity() * sizeof(LookupRecord) +
         match_scratch.failed_at.capacity() * sizeof(uint64_t);
}

SpareBuffers::~SpareBuffers() {
  for (auto& slot : spare_) delete slot.load(std::memory_order_relaxed);
}

std::unique_ptr<CallBuffers> SpareBuffers::take() const {
  for (auto& slot : spare_) {
    if (slot.load(std::memory_order_relaxed) == nullptr) continue;
    if (CallBuffers* const found = slot.exchange(nullptr, std::memory_order_acquire)) {
      return std::unique_ptr<CallBuffers>(found);
    }
  }
  return std::make_unique<CallBuffers>();
}

void SpareBuffers::give_back(std::unique_ptr<CallBuffers> used) const {
  if (used == nullptr || used->bytes() > kMostBytes) return;
  used->clear();
  for (auto& slot : spare_) {
    CallBuffers* none = nullptr;
    if (slot.load(std::memory_order_relaxed) != nullptr) continue;
    if (slot.compare_exchange_strong(none, used.get(), std::memory_order_release,
                                     std::memory_order_relaxed)) {
      used.release();
      return;
    }
  }
}

}  // namespace rules
