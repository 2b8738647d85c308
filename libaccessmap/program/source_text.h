// The text that a map is built from, read part by part, so that memory does not
// grow with it.
//
// What can be read only once, a pipe, is kept whole.
//
// Tested by the cases of tests/accessmap/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

class SourceText {
 public:
  // path null: the standard input. Nothing after a complaint, or when a stop
  // signal came.
  [[nodiscard]] static std::optional<SourceText> open(const std::string* path);
  SourceText(SourceText&& other) noexcept;
  SourceText& operator=(SourceText&&) = delete;
  ~SourceText();

  // What it is called in messages.
  [[nodiscard]] const std::string& name() const { return name_; }
  // -1: it is read only once, and was.
  [[nodiscard]] int file() const { return in_parts_ ? fd_ : -1; }

 private:
  friend class SourceParts;
  SourceText(int fd, std::string name) : fd_(fd), name_(std::move(name)) {}
  [[nodiscard]] bool complain_of(int error) const;

  int fd_;
  std::string name_;
  bool in_parts_ = false;
  std::string text_;  // the whole, unless in parts
};

// One way through a text. REQUIRES: the text outlives it.
class SourceParts {
 public:
  explicit SourceParts(const SourceText& text) : text_(text) {}

  // The next part, which lasts until the next call: whole lines, but for a line
  // of more than kPart bytes. False at the end, and after a failure.
  [[nodiscard]] bool next(std::string_view& part);

  // Whether reading has failed; then it complains.
  [[nodiscard]] bool complain_of_failure() const { return text_.complain_of(error_); }

  // Longer than the longest line that a text may have.
  static constexpr std::size_t kPart = std::size_t{4} << 20;

 private:
  [[nodiscard]] bool fill();

  const SourceText& text_;
  std::string buffer_;  // a part and what was read behind it
  std::size_t given_ = 0;
  std::uint64_t place_ = 0;  // in the file, of what is read next
  int error_ = 0;
};
