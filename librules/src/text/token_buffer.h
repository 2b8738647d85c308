// A growing array of tokens that is used again and again: what a std::vector does, without its
// checks and initialisation where rules move a handful of tokens each.
//
// Tested by tests/unit/token_buffer_test.cc.
#ifndef LIBRULES_TEXT_TOKEN_BUFFER_H
#define LIBRULES_TEXT_TOKEN_BUFFER_H

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "text/token.h"

namespace rules {

class TokenBuffer {
  static_assert(std::is_trivially_copyable_v<Token> && std::is_trivially_destructible_v<Token>);

 public:
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  Token* data() { return tokens_.get(); }
  const Token* data() const { return tokens_.get(); }
  Token* begin() { return data(); }
  Token* end() { return data() + size_; }
  const Token* begin() const { return data(); }
  const Token* end() const { return data() + size_; }
  Token& operator[](size_t at) { return data()[at]; }
  const Token& operator[](size_t at) const { return data()[at]; }
  const Token& front() const { return data()[0]; }
  const Token& back() const { return data()[size_ - 1]; }

  void clear() { size_ = 0; }
  void reserve(size_t capacity) {
    if (capacity > capacity_) grow(capacity - size_);
  }
  // REQUIRES: size <= size().
  void resize_down(size_t size) { size_ = size; }
  void swap(TokenBuffer& other) noexcept {
    tokens_.swap(other.tokens_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
  }

  size_t capacity() const { return capacity_; }
  // From now on each growth is counted there.
  void count_growth(size_t& growths) { growths_ = &growths; }

  // Room for `more` tokens behind those that are there.
  void make_room(size_t more) {
    if (capacity_ - size_ < more) [[unlikely]]
      grow(more);
  }
  void push_back(const Token& token) {
    if (size_ == capacity_) [[unlikely]] {
      const Token copy = token;  // it may lie in the storage that goes
      grow(1);
      data()[size_++] = copy;
      return;
    }
    new (data() + size_++) Token(token);
  }
  // REQUIRES: there is room (make_room).
  Token* push_unchecked() { return data() + size_++; }
  // REQUIRES: there is room; the tokens are not those of this buffer.
  void append_unchecked(Tokens tokens) {
    copy(tokens, data() + size_);
    size_ += tokens.size();
  }
  // First one, then the other.
  void append_unchecked(Tokens tokens, Tokens behind) {
    Token* to = data() + size_;
    size_ += tokens.size() + behind.size();
    copy(tokens, to);
    copy(behind, to + tokens.size());
  }
  // REQUIRES: the tokens are not those of this buffer.
  void append(Tokens tokens) {
    make_room(tokens.size());
    append_unchecked(tokens);
  }
  void assign(Tokens tokens) {
    clear();
    append(tokens);
  }
  // Puts `tokens`, of another buffer, in the place of [first, last).
  void replace(size_t first, size_t last, Tokens tokens) {
    const size_t tail = size_ - last;
    if (tokens.size() > last - first) make_room(tokens.size() - (last - first));
    if (tail > 0 && first + tokens.size() != last) {
      std::memmove(static_cast<void*>(data() + first + tokens.size()), data() + last,
                   tail * sizeof(Token));
    }
    copy(tokens, data() + first);
    size_ = first + tokens.size() + tail;
  }

 private:
  // For so many a loop beats the call of memcpy.
  static constexpr size_t kFew = 6;

  static void copy(Tokens tokens, Token* to) {
    if (tokens.size() > kFew) {
      std::memcpy(static_cast<void*>(to), tokens.data(), tokens.size_bytes());
      return;
    }
    for (const Token& token : tokens) *to++ = token;
  }

  void grow(size_t more) {
    constexpr size_t kLeast = 64;
    size_t capacity = capacity_ < kLeast ? kLeast : capacity_ * 2;
    if (capacity < size_ + more) capacity = size_ + more;
    Storage grown(static_cast<Token*>(::operator new(capacity * sizeof(Token))));
    if (size_ > 0) {
      std::memcpy(static_cast<void*>(grown.get()), tokens_.get(), size_ * sizeof(Token));
    }
    tokens_ = std::move(grown);
    capacity_ = capacity;
    if (growths_ != nullptr) ++*growths_;
  }

  struct Free {
    void operator()(Token* tokens) const { ::operator delete(tokens); }
  };
  using Storage = std::unique_ptr<Token[], Free>;

  Storage tokens_;
  size_t size_ = 0;
  size_t capacity_ = 0;
  size_t* growths_ = nullptr;
};

}  // namespace rules

#endif
