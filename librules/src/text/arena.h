// A bump allocator that is reset, not freed: one evaluation's memory.
//
// Tested by tests/unit/arena_test.cc.
#ifndef LIBRULES_TEXT_ARENA_H
#define LIBRULES_TEXT_ARENA_H

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace rules {

// What is allocated lives until reset(). Chunks are kept, so that a session that has done its
// largest call once allocates nothing from the heap any more.
class Arena {
 public:
  struct Mark {
    size_t chunk;
    size_t used;

    bool operator==(const Mark&) const = default;
  };

  void* allocate(size_t bytes) {
    bytes = rounded(bytes);
    if (chunk_ < chunks_.size() && used_ + bytes <= chunks_[chunk_].size) {
      void* at = chunks_[chunk_].data.get() + used_;
      used_ += bytes;
      return at;
    }
    return allocate_slow(bytes);
  }

  template <typename T>
  std::span<T> array(size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    return {static_cast<T*>(allocate(count * sizeof(T))), count};
  }

  std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    auto* at = static_cast<char*>(allocate(text.size()));
    std::memcpy(at, text.data(), text.size());
    return {at, text.size()};
  }

  // Gives back what lies behind `end` of the last allocation.
  void give_back(const void* end) {
    const auto used =
        static_cast<size_t>(static_cast<const char*>(end) - chunks_[chunk_].data.get());
    used_ = rounded(used);
  }

  void reset() { chunk_ = used_ = 0; }

  // Of memory that it holds.
  size_t bytes() const {
    size_t sum = 0;
    for (const Chunk& chunk : chunks_) sum += chunk.size;
    return sum;
  }

  // What was allocated since mark() is given back by release(): scratch of one step.
  Mark mark() const { return {chunk_, used_}; }
  void release(Mark to) {
    chunk_ = to.chunk;
    used_ = to.used;
  }

 private:
  struct Chunk {
    std::unique_ptr<char[]> data;
    size_t size;
  };

  static size_t rounded(size_t bytes) { return (bytes + 15) & ~size_t{15}; }

  // Apart from allocate(), which is worth having in place.
  [[gnu::noinline]] void* allocate_slow(size_t bytes) {
    while (++chunk_ < chunks_.size()) {
      if (chunks_[chunk_].size >= bytes) break;
    }
    if (chunk_ >= chunks_.size()) {
      const size_t usual = std::min(kFirstChunk << std::min<size_t>(chunks_.size(), 8), kChunk);
      const size_t size = std::max(bytes, usual);
      chunks_.push_back({std::make_unique_for_overwrite<char[]>(size), size});
      chunk_ = chunks_.size() - 1;
    }
    used_ = bytes;
    return chunks_[chunk_].data.get();
  }

  // A session needs little, as a rule; freeing large chunks makes malloc give memory back to the
  // system, and the next session pay for fresh pages.
  static constexpr size_t kFirstChunk = 4 * 1024;
  static constexpr size_t kChunk = 64 * 1024;
  std::vector<Chunk> chunks_;
  size_t chunk_ = 0;
  size_t used_ = 0;
};

// A growing array in an arena; growth leaves the old storage behind until the arena is reset.
template <typename T>
class ArenaVector {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  explicit ArenaVector(Arena& arena, size_t capacity = 0) : arena_(&arena) { reserve(capacity); }

  void push_back(const T& value) {
    if (size_ == capacity_) {
      const T copy = value;  // value may lie in the storage that moves
      reserve(capacity_ < 16 ? 32 : capacity_ * 2);
      data_[size_++] = copy;
      return;
    }
    data_[size_++] = value;
  }
  void append(std::span<const T> values) {
    if (values.empty()) return;
    reserve(size_ + values.size());
    std::memcpy(static_cast<void*>(data_ + size_), values.data(), values.size() * sizeof(T));
    size_ += values.size();
  }
  void reserve(size_t capacity) {
    if (capacity <= capacity_) return;
    T* grown = arena_->array<T>(capacity).data();
    if (size_ > 0) std::memcpy(static_cast<void*>(grown), data_, size_ * sizeof(T));
    data_ = grown;
    capacity_ = capacity;
  }
  void resize_down(size_t size) { size_ = size < size_ ? size : size_; }
  void clear() { size_ = 0; }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T& operator[](size_t at) { return data_[at]; }
  const T& operator[](size_t at) const { return data_[at]; }
  T* data() { return data_; }
  T* begin() { return data_; }
  T* end() { return data_ + size_; }
  std::span<const T> span() const { return {data_, size_}; }

 private:
  Arena* arena_;
  T* data_ = nullptr;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace rules

#endif
