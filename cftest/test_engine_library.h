// What of librules is inside a TestEngine: for those files of cftest that use its C++ classes.
#ifndef CFTEST_TEST_ENGINE_LIBRARY_H
#define CFTEST_TEST_ENGINE_LIBRARY_H

#include "eval/session.h"
#include "text/names.h"
#include "trace/debug_levels.h"

namespace cftest {

struct EngineLibrary {
  rules::Session& session;
  const rules::DebugLevels& levels;
  const rules::Names& names;
  bool as_reference;
};

}  // namespace cftest

#endif
