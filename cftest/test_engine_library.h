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

// The macros of a session, for expansion at the prompt.
class SessionMacros final : public rules::MacroSource {
 public:
  SessionMacros(rules::Session& session, const rules::Names& names)
      : session_(session), names_(names) {}

  std::optional<std::string_view> macro_value(rules::NameId name) override {
    return session_.macro(names_.text(name));
  }

 private:
  rules::Session& session_;
  const rules::Names& names_;
};

}  // namespace cftest

#endif
