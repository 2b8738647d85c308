// What this program is and what it was built with: what -d0 tells.
//
// Tested by tests/cases/command_line_test, tests/cases/bt/trace_start.
#ifndef CFTEST_BUILD_IDENTITY_H
#define CFTEST_BUILD_IDENTITY_H

#include <string>
#include <vector>

#include "cf/reader.h"

namespace cftest {

inline constexpr const char* kVersion = "cftest 0.1.0 (shows what sendmail 8.17.1 does)";

// Of this program; names of features are the reference's where it has one.
std::vector<rules::BuildLine> build_of_cftest();
// Of sendmail 8.17.1 as Debian builds it.
std::vector<rules::BuildLine> build_of_reference();

}  // namespace cftest

#endif
