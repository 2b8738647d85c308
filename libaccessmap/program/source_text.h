// The text that a map is built from, read part by part, so that memory does not
// grow with it.
//
// What can be read only once, a pipe, is kept: in memory if it is short, else in a file without a
// name.
//
// Tested by the cases of tests/accessmap/, accessmap_cli.sh.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

class SourceText {
 public:
  // path null: the standard input. `folder` is where what does not fit into memory goes. Nothing,
  // with errno, if it cannot be read or kept; stop_asked() says whether a signal is the reason.
  [[nodiscard]] static std::optional<SourceText> open(const std::string* path,
                                                      const std::string& folder);
  SourceText(SourceText&& other) noexcept;
  SourceText& operator=(SourceText&&) = delete;
  ~SourceText();

  // What it is called in messages.
  [[nodiscard]] const std::string& name() const { return name_; }
  // -1: it is read only once, and was.
  [[nodiscard]] int file() const { return kept_ ? -1 : fd_; }

 private:
  friend class SourceParts;
  SourceText(int fd, std::string name) : fd_(fd), name_(std::move(name)) {}
  [[nodiscard]] bool keep(const std::string& folder);

  int fd_;
  std::string name_;
  bool kept_ = false;  // fd_ is the file without a name, or
  bool in_memory_ = false;
  std::string text_;  // this is the whole
};

// One way through a text. REQUIRES: the text outlives it.
class SourceParts {
 public:
  explicit SourceParts(const SourceText& text) : text_(text) {}

  // The next part, which lasts until the next call: whole lines, but for a line
  // of more than kPart bytes. False at the end, and after a failure.
  [[nodiscard]] bool next(std::string_view& part);

  // The errno of what failed; 0: nothing did.
  [[nodiscard]] int error() const { return error_; }

  // Longer than the longest line that a text may have; and where it parts a longer one, makemap,
  // which reads 1023 bytes at a time, does too.
  static constexpr std::size_t kPart = std::size_t{4096} * 1023;

 private:
  [[nodiscard]] bool fill();

  const SourceText& text_;
  std::string buffer_;  // a part and what was read behind it
  std::size_t given_ = 0;
  std::uint64_t place_ = 0;  // in the file, of what is read next
  int error_ = 0;
};
