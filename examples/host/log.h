// One line for each event, on standard error; from any thread, never half a line.
#ifndef EXAMPLES_HOST_LOG_H
#define EXAMPLES_HOST_LOG_H

#include <string>

namespace host {

// "WHO: WORDS"; bytes that are not printable become ?.
void log_line(const std::string& who, const std::string& words);

}  // namespace host

#endif
