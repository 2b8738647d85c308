// Told what happens while names of hosts are looked for.
#ifndef LIBRULES_HOSTS_NAME_TRACE_H
#define LIBRULES_HOSTS_NAME_TRACE_H

#include <string_view>

namespace rules {

class NameTrace {
 public:
  // A complaint in the reference's words, without newline: printed by -bt, traced by a host.
  // error_number: errno, when a system call's answer is behind it.
  virtual void complain(std::string_view text, int error_number = 0) = 0;
  // Steps of a trace (categories 8, 9, 38 and 39 of the reference); only told when tracing().
  virtual bool tracing(int category, int level) const = 0;
  virtual void trace(std::string_view text, bool ends_line = true) = 0;

 protected:
  ~NameTrace() = default;
};

}  // namespace rules

#endif
