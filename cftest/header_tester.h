// Headers under test: what /header asks of the engine.
//
// Tested by tests/cases/bt/header_command.
#ifndef CFTEST_HEADER_TESTER_H
#define CFTEST_HEADER_TESTER_H

#include <cstdint>
#include <string>
#include <string_view>

#include "output.h"
#include "test_engine.h"

namespace cftest {

class HeaderTester {
 public:
  HeaderTester(TestEngine& engine, Output& output) : engine_(engine), output_(output) {}

  // Runs the ruleset for `Name: text` and prints the flags that the header has.
  void check(std::string_view header);

 private:
  void run(std::string_view name, std::string_view value, int ruleset, bool keeps_comments);
  void tell_refusal();

  TestEngine& engine_;
  Output& output_;
};

}  // namespace cftest

#endif
