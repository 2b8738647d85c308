// One line for each event, on standard error; from any thread, never half a line.
#ifndef EXAMPLES_HOST_LOG_H
#define EXAMPLES_HOST_LOG_H

#include <unistd.h>

#include <string>

namespace host {

// "WHO: WORDS"; bytes that are not printable become ?.
inline void log_line(const std::string& who, const std::string& words) {
  std::string line = who + ": " + words;
  for (char& c : line) {
    if (c < ' ' || c > '~') c = '?';
  }
  line += '\n';
  // One write, so that lines of several threads do not mix.
  if (write(STDERR_FILENO, line.data(), line.size()) < 0) return;
}

}  // namespace host

#endif
