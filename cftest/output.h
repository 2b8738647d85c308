// What cftest prints, and the exit status that it will end with.
//
// Everything goes to standard output, as the reference's -bt does it; the first complaint that sets
// an exit status decides it.
#ifndef CFTEST_OUTPUT_H
#define CFTEST_OUTPUT_H

#include <unistd.h>

#include <cstdio>
#include <string>
#include <string_view>

namespace cftest {

class Output {
 public:
  // debug: where traces go.
  Output(std::FILE* file, std::FILE* debug) : file_(file), debug_(debug) {}

  // What is complained of goes there, too; NULL: nowhere. Not owned.
  void log_to(std::FILE* log) { log_ = log; }

  void text(std::string_view text) { put(text, file_); }
  void line(std::string_view text) {
    this->text(text);
    std::fputc('\n', file_);
  }
  void debug_text(std::string_view text) { put(text, debug_); }
  void flush() {
    std::fflush(file_);
    std::fflush(debug_);
  }

  // A complaint: its line, and what it makes the exit status (0: nothing).
  // Without high bits, as the reference prints what it complains of; a mark is its byte.
  void complain(std::string_view text, int exit_status) {
    std::string bits;
    for (const char c : text) {
      if (c != '\0') bits += static_cast<char>(c & 0x7f);
    }
    line(bits);
    if (log_ != nullptr) std::fprintf(log_, "%05d >>> %s\n", ::getpid(), bits.c_str());
    fail(exit_status);
  }
  // As `fail`, whatever was before.
  void fail_after_all(int exit_status) {
    if (exit_status != 0) exit_status_ = exit_status;
  }
  void fail(int exit_status) {
    if (exit_status_ == 0) exit_status_ = exit_status;
  }
  int exit_status() const { return exit_status_; }

 private:
  // On a terminal, control characters as \ooo: what a map holds must not steer it.
  static void put(std::string_view text, std::FILE* file) {
    if (::isatty(::fileno(file)) == 0) {
      std::fwrite(text.data(), 1, text.size(), file);
      return;
    }
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      const bool control = (byte < 0x20 && c != '\n' && c != '\t') || (byte >= 0x7f && byte < 0xa0);
      if (control) std::fprintf(file, "\\%03o", static_cast<unsigned>(byte));
      if (!control) std::fputc(c, file);
    }
  }

  std::FILE* file_;
  std::FILE* debug_;
  std::FILE* log_ = nullptr;
  int exit_status_ = 0;
};

}  // namespace cftest

#endif
