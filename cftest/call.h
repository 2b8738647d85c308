// `cftest call FILE RULESET ARGUMENT...`: calls a ruleset as a mail server would.
//
// A host like any other: it uses rules.h only.
//
// Tested by tests/cases/call_test.
#ifndef CFTEST_CALL_H
#define CFTEST_CALL_H

#include <string>
#include <vector>

namespace cftest {

// words: what follows `call`. Returns the exit status.
int run_call(const std::vector<std::string>& words);

}  // namespace cftest

#endif
