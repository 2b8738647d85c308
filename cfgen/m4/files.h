// Where include, sinclude and undivert find files, and which they may read.
//
// Tested by tests/m4/trust_test.cc.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace m4 {

struct Opened {
  enum class Status { kFound, kMissing, kRefused };
  Status status = Status::kMissing;
  int error = 0;                            // of kMissing: errno
  std::string name;                         // the path that it was found under
  std::shared_ptr<const std::string> text;  // of kFound
};

class Files {
 public:
  virtual ~Files() = default;
  [[nodiscard]] virtual Opened open(std::string_view name) = 0;
};

// A path is looked for as it is and, if relative, in `folders` in their order, as GNU m4 does.
// With `roots` only these files, and what is below these folders, are read: what counts is where a
// file is after all symbolic links. One that is elsewhere is passed over; if it is the only one,
// refused.
class SearchPath : public Files {
 public:
  explicit SearchPath(std::vector<std::string> folders) : folders_(std::move(folders)) {}
  SearchPath(std::vector<std::string> folders, const std::vector<std::string>& roots);

  [[nodiscard]] Opened open(std::string_view name) override;

 private:
  [[nodiscard]] Opened open_path(const std::string& path) const;
  [[nodiscard]] bool allowed(int descriptor, const std::string& path) const;

  std::vector<std::string> folders_;
  std::vector<std::string> roots_;  // canonical, with a slash at the end, also of a file
  bool restricted_ = false;
};

// The bytes of a regular file (or of a pipe or terminal, to its end); or errno in `error`.
[[nodiscard]] std::shared_ptr<const std::string> read_descriptor(int descriptor, int& error);

}  // namespace m4
