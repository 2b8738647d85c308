// Text that knows where each of its characters was written.
//
// A run is a piece of a text with one origin. Text moves through arguments, definitions,
// expansions and diversions with its runs, so that a line of the output can be traced to the
// line of the site's file that is behind it.
//
// Tested by tests/m4/origin_test.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace m4 {

using FileId = std::uint32_t;  // 0: no file

struct Place {
  FileId file = 0;
  std::uint32_t line = 0;
  friend bool operator==(const Place&, const Place&) = default;
};

struct Origin {
  Place place;                  // where the character stands in a file
  std::uint32_t site_line = 0;  // the line of the site's file that brought it in; 0: none did
  bool in_argument = false;     // it was an argument of a call once
  friend bool operator==(const Origin&, const Origin&) = default;
};

struct Run {
  std::size_t offset;
  Origin origin;
};

// A piece of a Text: valid until the Text changes.
struct Slice {
  std::string_view bytes;
  std::size_t offset = 0;      // of the bytes in the text
  const Run* run = nullptr;    // the run that the first byte is in
  const Run* limit = nullptr;  // behind the last run of the text
};

// `size` bytes of it from `at` on.
[[nodiscard]] Slice part(const Slice& slice, std::size_t at, std::size_t size);

class Text {
 public:
  [[nodiscard]] std::string_view view() const { return bytes_; }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }
  [[nodiscard]] const std::vector<Run>& runs() const { return runs_; }

  void clear() {
    bytes_.clear();
    runs_.clear();
  }
  void append(std::string_view bytes, const Origin& origin) {
    if (bytes.empty()) return;
    begin_run(origin);
    bytes_.append(bytes);
  }
  void append(char byte, const Origin& origin) {
    begin_run(origin);
    bytes_.push_back(byte);
  }
  void append(const Slice& slice);
  // A character that no line of the site's file is behind comes from that of `context`.
  void append(const Slice& slice, const Origin& context);
  void truncate(std::size_t size);

  [[nodiscard]] Slice slice(std::size_t offset, std::size_t size) const;
  [[nodiscard]] Slice all() const { return {bytes_, 0, runs_.data(), runs_.data() + runs_.size()}; }

 private:
  void begin_run(const Origin& origin) {
    if (runs_.empty() || !(runs_.back().origin == origin)) runs_.push_back({bytes_.size(), origin});
  }

  std::string bytes_;
  std::vector<Run> runs_;
};

// Calls take(bytes, origin) for each run of a slice.
template <class Take>
void for_each_run(const Slice& slice, Take take) {
  std::size_t at = slice.offset;
  const std::size_t end = slice.offset + slice.bytes.size();
  for (const Run* run = slice.run; at < end; ++run) {
    const std::size_t next = run + 1 < slice.limit && run[1].offset < end ? run[1].offset : end;
    take(slice.bytes.substr(at - slice.offset, next - at), run->origin);
    at = next;
  }
}

}  // namespace m4
