// One line for each event, on standard error.
#include "log.h"

#include <unistd.h>

namespace host {

void log_line(const std::string& who, const std::string& words) {
  std::string line = who + ": " + words;
  for (char& c : line) {
    if (c < ' ' || c > '~') c = '?';
  }
  line += '\n';
  // One write, so that lines of several threads do not mix.
  if (write(STDERR_FILENO, line.data(), line.size()) < 0) return;
}

}  // namespace host
