// `/parse ADDRESS`: what stands around the address; the mailer, the host and the user for it.
//
// Tested by tests/cases/bt/parse_crack, parse_results, parse_trace.

#include "command.h"
#include "debugger.h"

namespace cftest {

namespace {

void run_parse(Debugger& debugger, std::string_view text) {
  if (text.empty()) return debugger.output.line("Usage: /parse address");
  debugger.output.line("Cracked address = " + debugger.addresses.crack(text));
  debugger.output.line("Parsing " + debugger.addresses.kind_text() + " address");
  debugger.addresses.parse(text);
}

}  // namespace

const Command kParse = {"/parse", "ADDRESS", "resolves the address to a mailer, a host and a user",
                        run_parse};

}  // namespace cftest
