// See handle.h.

#include "capi/handle.h"

#include <pthread.h>

namespace rules::capi {

namespace {

// A handle, from its high end: kind, slot, generation.
constexpr int kKindBits = 3;
constexpr int kSlotBits = sizeof(uintptr_t) >= 8 ? 29 : 15;
constexpr int kGenerationBits = static_cast<int>(sizeof(uintptr_t)) * 8 - kKindBits - kSlotBits;
constexpr uintptr_t kGenerationMask = (uintptr_t{1} << kGenerationBits) - 1;
constexpr uintptr_t kSlotMask = (uintptr_t{1} << kSlotBits) - 1;

// A slot's word: the generation, then kAlive, then the number of users.
constexpr uint64_t kAlive = uint64_t{1} << 31;
constexpr uint64_t kUsers = kAlive - 1;

constexpr size_t kChunkSlots = 256;
constexpr size_t kMaxSlots = size_t{1} << (kSlotBits < 20 ? kSlotBits : 20);
constexpr size_t kChunks = kMaxSlots / kChunkSlots;

using Chunk = std::array<Slot, kChunkSlots>;

struct Table {
  std::array<std::atomic<Chunk*>, kChunks> chunks{};
  std::mutex mutex;         // of the rest
  std::vector<Slot*> free;  // has room for all, so that giving one back needs no memory
  size_t chunk_count = 0;
};

Table& table();

// A fork waits until no thread changes the table, so that the child has it whole and can go on.
void lock_table() { table().mutex.lock(); }
void unlock_table() { table().mutex.unlock(); }

Table& make_table() {
  ::pthread_atfork(lock_table, unlock_table, unlock_table);
  return *new Table;
}

// Never destroyed: handles may be used while the process ends.
Table& table() {
  static Table& all = make_table();
  return all;
}

constexpr uint32_t generation_in(uint64_t word) { return static_cast<uint32_t>(word >> 32); }

constexpr uint64_t first_word(uint32_t generation) { return uint64_t{generation} << 32; }

uint32_t next_generation(uint32_t generation) {
  const uint32_t next = (generation + 1) & static_cast<uint32_t>(kGenerationMask);
  return next == 0 ? 1 : next;
}

uintptr_t make_value(Kind kind, uint32_t slot, uint32_t generation) {
  return (static_cast<uintptr_t>(kind) << (kSlotBits + kGenerationBits)) |
         (uintptr_t{slot} << kGenerationBits) | (generation & kGenerationMask);
}

Kind kind_in(uintptr_t handle) {
  return static_cast<Kind>(handle >> (kSlotBits + kGenerationBits));
}

uint32_t generation_in_handle(uintptr_t handle) {
  return static_cast<uint32_t>(handle & kGenerationMask);
}

// NULL: no such slot was ever made.
Slot* slot_in(uintptr_t handle) {
  const size_t index = (handle >> kGenerationBits) & kSlotMask;
  if (index / kChunkSlots >= kChunks) return nullptr;
  Chunk* chunk = table().chunks[index / kChunkSlots].load(std::memory_order_acquire);
  return chunk == nullptr ? nullptr : &(*chunk)[index % kChunkSlots];
}

// REQUIRES: the table's mutex.
void add_chunk(Table& all) {
  if (all.chunk_count == kChunks) throw std::bad_alloc();
  all.free.reserve((all.chunk_count + 1) * kChunkSlots);
  auto chunk = std::make_unique<Chunk>();
  const size_t first = all.chunk_count * kChunkSlots;
  for (size_t i = kChunkSlots; i-- > 0;) {
    Slot& slot = (*chunk)[i];
    slot.index = static_cast<uint32_t>(first + i);
    slot.word.store(first_word(1), std::memory_order_relaxed);
    all.free.push_back(&slot);
  }
  all.chunks[all.chunk_count++].store(chunk.release(), std::memory_order_release);
}

Pin pin_slot(Slot* slot, Kind kind, Use use, const uint32_t* generation) {
  if (slot == nullptr) return {};
  uint64_t word = slot->word.load(std::memory_order_acquire);
  for (;;) {
    if ((word & kAlive) == 0 || slot->kind.load(std::memory_order_relaxed) != kind) return {};
    if (generation != nullptr && generation_in(word) != *generation) return {};
    if (use == Use::exclusive && (word & kUsers) != 0) return {nullptr, RULES_EBUSY};
    if (slot->word.compare_exchange_weak(word, word + 1, std::memory_order_acq_rel,
                                         std::memory_order_acquire)) {
      return {slot, RULES_OK};
    }
  }
}

// Nobody uses the slot, and its handle is no longer good.
void recycle(Slot& slot, uint32_t generation) {
  Object* object = slot.object;
  slot.object = nullptr;
  delete object;
  slot.kind.store(Kind::none, std::memory_order_relaxed);
  slot.word.store(first_word(next_generation(generation)), std::memory_order_release);
  Table& all = table();
  const std::lock_guard lock(all.mutex);
  all.free.push_back(&slot);
}

}  // namespace

bool Pin::retire() {
  uint64_t word = slot_->word.load(std::memory_order_relaxed);
  while ((word & kAlive) != 0) {
    if (slot_->word.compare_exchange_weak(word, word & ~kAlive, std::memory_order_acq_rel)) {
      return true;
    }
  }
  return false;
}

void Pin::release() {
  if (slot_ == nullptr) return;
  Slot& slot = *slot_;
  slot_ = nullptr;
  const uint64_t before = slot.word.fetch_sub(1, std::memory_order_acq_rel);
  if ((before & kUsers) == 1 && (before & kAlive) == 0) recycle(slot, generation_in(before));
}

Pin make_handle(Kind kind, std::unique_ptr<Object> object) {
  Table& all = table();
  Slot* slot = nullptr;
  {
    const std::lock_guard lock(all.mutex);
    if (all.free.empty()) add_chunk(all);
    slot = all.free.back();
    all.free.pop_back();
  }
  slot->object = object.release();
  slot->kind.store(kind, std::memory_order_relaxed);
  const uint64_t word = slot->word.load(std::memory_order_relaxed);
  slot->word.store(word | kAlive | 1, std::memory_order_release);
  return {slot, RULES_OK};
}

Pin pin(uintptr_t handle, Kind kind, Use use) {
  if (kind_in(handle) != kind) return {};
  const uint32_t generation = generation_in_handle(handle);
  return pin_slot(slot_in(handle), kind, use, &generation);
}

uintptr_t handle_of(const Slot& slot) {
  return make_value(slot.kind.load(std::memory_order_relaxed), slot.index, generation_of(slot));
}

uint32_t generation_of(const Slot& slot) {
  return generation_in(slot.word.load(std::memory_order_relaxed));
}

uintptr_t result_handle(const Slot& session) {
  return make_value(Kind::result, session.index, session.results);
}

Pin pin_result(uintptr_t handle) {
  if (kind_in(handle) != Kind::result) return {};
  Pin session = pin_slot(slot_in(handle), Kind::session, Use::exclusive, nullptr);
  if (!session) return session;
  const auto latest = static_cast<uint32_t>(session.slot().results & kGenerationMask);
  if (latest != generation_in_handle(handle)) return {};
  return session;
}

bool cancel(uintptr_t handle, Kind kind) {
  if (kind_in(handle) != kind) return false;
  Slot* slot = slot_in(handle);
  if (slot == nullptr) return false;
  const uint64_t word = slot->word.load(std::memory_order_acquire);
  if ((word & kAlive) == 0 || slot->kind.load(std::memory_order_relaxed) != kind) return false;
  if (generation_in(word) != generation_in_handle(handle)) return false;
  slot->cancel.store(generation_in(word), std::memory_order_relaxed);
  return true;
}

}  // namespace rules::capi
