// What cftest prints, and the exit status that it will end with.
//
// Everything goes to standard output, as the reference's -bt does it; the first complaint that sets
// an exit status decides it.
#ifndef CFTEST_OUTPUT_H
#define CFTEST_OUTPUT_H

#include <cstdio>
#include <string_view>

namespace cftest {

class Output {
 public:
  // debug: where traces go.
  Output(std::FILE* file, std::FILE* debug) : file_(file), debug_(debug) {}

  void text(std::string_view text) { std::fwrite(text.data(), 1, text.size(), file_); }
  void line(std::string_view text) {
    this->text(text);
    std::fputc('\n', file_);
  }
  void debug_text(std::string_view text) { std::fwrite(text.data(), 1, text.size(), debug_); }
  void flush() {
    std::fflush(file_);
    std::fflush(debug_);
  }

  // A complaint: its line, and what it makes the exit status (0: nothing).
  // Without high bits, as the reference prints what it complains of.
  void complain(std::string_view text, int exit_status) {
    for (const char c : text) std::fputc(c & 0x7f, file_);
    std::fputc('\n', file_);
    fail(exit_status);
  }
  void fail(int exit_status) {
    if (exit_status_ == 0) exit_status_ = exit_status;
  }
  int exit_status() const { return exit_status_; }

 private:
  std::FILE* file_;
  std::FILE* debug_;
  int exit_status_ = 0;
};

}  // namespace cftest

#endif
