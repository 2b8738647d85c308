// Numbers and texts one behind the other, in this machine's byte order: written, and read back with
// every length checked.
//
// Tested by tests/unit/load_cache_test.cc, tests/fuzz/fuzz_cache.cc.
#ifndef LIBRULES_TEXT_FLAT_H
#define LIBRULES_TEXT_FLAT_H

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace rules {

template <typename T>
void put_flat(std::string& out, const T& value) {
  static_assert(std::is_trivially_copyable_v<T> && std::has_unique_object_representations_v<T>);
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

inline void put_flat_text(std::string& out, std::string_view text) {
  put_flat(out, uint64_t{text.size()});
  out += text;
}

class FlatReader {
 public:
  explicit FlatReader(std::string_view bytes) : rest_(bytes) {}

  // What is missing is 0 or empty, and good() is false from then on.
  template <typename T>
  T take() {
    T value{};
    const std::string_view bytes = take_bytes(sizeof value);
    if (good_) std::memcpy(&value, bytes.data(), sizeof value);
    return value;
  }
  std::string_view take_text() { return take_bytes(take<uint64_t>()); }
  // So many items of this size each.
  std::string_view take_items(uint64_t count, size_t size) {
    if (count > rest_.size() / size) good_ = false;
    return take_bytes(good_ ? count * size : 0);
  }
  std::string_view take_bytes(uint64_t count) {
    if (count > rest_.size()) good_ = false;
    if (!good_) return {};
    const std::string_view bytes = rest_.substr(0, static_cast<size_t>(count));
    rest_.remove_prefix(bytes.size());
    return bytes;
  }

  bool good() const { return good_; }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
  bool good_ = true;
};

}  // namespace rules

#endif
