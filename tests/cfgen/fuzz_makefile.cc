// Makes a Makefile of any bytes as a configuration.
//
// Every line of it is a comment, a variable, a rule, or belongs to the one before.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "makefile.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view cf(reinterpret_cast<const char*>(data), size);
  std::string_view text;
  const std::string made = cfgen::makefile_for(cf, "/etc/mail/sendmail.mc");
  text = made;
  bool goes_on = false;
  while (!text.empty()) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) std::abort();
    const auto line = text.substr(0, end);
    const bool known = line.empty() || line[0] == '#' || line[0] == '\t' || goes_on ||
                       line.find(" = ") != line.npos || line.find(": ") != line.npos;
    if (!known) std::abort();
    goes_on = line.ends_with('\\');
    text.remove_prefix(end + 1);
  }
  return 0;
}
