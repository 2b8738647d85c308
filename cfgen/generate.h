// From an .mc file to the text of a sendmail.cf.
//
// Tested by tests/cfgen/.
#pragma once

#include <string>
#include <vector>

#include "arguments.h"
#include "library.h"
#include "origins.h"

namespace cfgen {

enum class Outcome { kDone, kMistakes, kCannotRun };

struct Generated {
  Outcome outcome = Outcome::kCannotRun;
  std::string text;                   // the sendmail.cf, when done
  Origins origins;                    // of its lines
  std::vector<std::string> messages;  // warnings and errors, as they are shown
};

// Evaluates the library and `arguments.input`. The same input gives the same text.
[[nodiscard]] Generated generate(const Arguments& arguments);

}  // namespace cfgen
