// What every function of the C interface needs at its border: texts, structs, exceptions.
#ifndef LIBRULES_CAPI_BOUNDARY_H
#define LIBRULES_CAPI_BOUNDARY_H

#include <algorithm>
#include <cstring>
#include <optional>
#include <string_view>

#include "rules/rules.h"

namespace rules::capi {

// Runs `work`, out of which no exception may get.
template <typename Work>
rules_status guarded(Work&& work) noexcept {
  try {
    return work();
  } catch (...) {
    return RULES_ENOMEM;  // nothing else is thrown, and a caller could do nothing else about it
  }
}

inline rules_text text_of(std::string_view text) {
  return {text.empty() ? "" : text.data(), text.size()};
}

// A text argument; nullopt: NULL with a length.
inline std::optional<std::string_view> view_of(const char* data, size_t length) {
  if (data == nullptr && length > 0) return std::nullopt;
  return std::string_view(data == nullptr ? "" : data, length);
}

// A host's enumeration as the number that it is: C lets it be any.
template <typename Enumeration>
int number_of(const Enumeration& value) {
  static_assert(sizeof(Enumeration) == sizeof(int));
  int number = 0;
  std::memcpy(&number, &value, sizeof number);
  return number;
}

inline bool holds_nul(std::string_view text) { return text.find('\0') != std::string_view::npos; }

// What is longer in one piece is no address, macro or word.
inline constexpr size_t kMaxTextBytes = 64 * 1024;

inline bool is_data(std::string_view text) {
  return text.size() <= kMaxTextBytes && !holds_nul(text);
}

// Structs of a host begin with the size that it knows. An older one is shorter: what it lacks is
// zero. A newer one is longer: only if it asks for nothing new can it be understood. A size that no
// struct has would cut a pointer in two.
inline constexpr size_t kMaxStructBytes = 4096;

template <typename Struct>
bool read_struct(const Struct* from, Struct& to) {
  to = {};
  to.size = sizeof to;
  if (from == nullptr) return true;
  const size_t size = from->size;
  if (size < sizeof(size_t) || size > kMaxStructBytes || size % alignof(Struct) != 0) return false;
  const char* bytes = reinterpret_cast<const char*>(from);
  std::memcpy(static_cast<void*>(&to), bytes, std::min(size, sizeof to));
  to.size = sizeof to;
  return size <= sizeof to ||
         std::all_of(bytes + sizeof to, bytes + size, [](char c) { return c == 0; });
}

template <typename Struct>
bool can_write(const Struct* to) {
  return to != nullptr && to->size >= sizeof(size_t) && to->size <= kMaxStructBytes;
}

// REQUIRES: can_write(to). What the host's struct has beyond this library's is zero.
template <typename Struct>
void write_struct(const Struct& from, Struct* to) {
  const size_t size = to->size;
  char* bytes = reinterpret_cast<char*>(to);
  std::memcpy(bytes, &from, std::min(size, sizeof from));
  if (size > sizeof from) std::memset(bytes + sizeof from, 0, size - sizeof from);
  to->size = size;
}

// A callback's user pointer, let go of once.
class User {
 public:
  User() = default;
  User(void* user, void (*destroy)(void*)) : user_(user), destroy_(destroy) {}
  User(const User&) = delete;
  User& operator=(const User&) = delete;
  User(User&& other) noexcept : user_(other.user_), destroy_(other.destroy_) {
    other.destroy_ = nullptr;
  }
  ~User() {
    if (destroy_ != nullptr) destroy_(user_);
  }
  User& operator=(User&& other) noexcept {
    User old(std::move(*this));
    user_ = other.user_;
    destroy_ = other.destroy_;
    other.destroy_ = nullptr;
    return *this;
  }
  void* get() const { return user_; }
  // For a registration that failed: the host keeps it.
  void forget() { destroy_ = nullptr; }

 private:
  void* user_ = nullptr;
  void (*destroy_)(void*) = nullptr;
};

}  // namespace rules::capi

#endif
