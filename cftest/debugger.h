// The -bt prompt: reads lines, finds their commands, runs them.
//
// Tested by tests/cases/bt/bt_*.
#ifndef CFTEST_DEBUGGER_H
#define CFTEST_DEBUGGER_H

#include <cstdio>
#include <string>
#include <string_view>

#include "address_tester.h"
#include "header_tester.h"
#include "output.h"
#include "test_engine.h"

namespace cftest {

class Debugger {
 public:
  // echo: as with -v, no prompt, but each line is repeated.
  Debugger(TestEngine& tested, Output& printed, bool echo)
      : engine(tested),
        output(printed),
        addresses(tested, printed),
        headers(tested, printed),
        echo_(echo) {}

  TestEngine& engine;
  Output& output;
  AddressTester addresses;  // of /parse, /try and /sender
  HeaderTester headers;     // of /header

  // Reads commands until the end of the input or /quit.
  void run(std::FILE* input);
  void quit() { quit_ = true; }

 private:
  void run_line(std::string_view line);
  void run_word(std::string_view line);
  void run_signed(std::string_view line);

  bool echo_;
  bool quit_ = false;
};

inline bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
// Without blanks at the end, at the beginning.
std::string_view trim_right(std::string_view text);
std::string_view trim_left(std::string_view text);

}  // namespace cftest

#endif
