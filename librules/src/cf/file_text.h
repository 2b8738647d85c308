// The contents of a file, read whole.
//
// Tested by tests/unit/reader_test.cc.
#ifndef LIBRULES_CF_FILE_TEXT_H
#define LIBRULES_CF_FILE_TEXT_H

#include <memory>
#include <string>
#include <string_view>

namespace rules {

class FileText {
 public:
  // expected: how many bytes the file seems to have. False: errno says why not.
  bool read(const std::string& path, size_t expected);
  std::string_view view() const { return {bytes_.get(), size_}; }

 private:
  bool read_all(int file);
  void grow();

  std::unique_ptr<char[]> bytes_;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace rules

#endif
