// `/gethostbyname HOST`: looks for an address of the host; only a trace (-d61.10) shows it, as in
// the reference.
//
// Tested by tests/cases/bt/names_canon.

#include "command.h"
#include "debugger.h"

namespace cftest {

namespace {

void run_gethostbyname(Debugger& debugger, std::string_view text) {
  debugger.engine.find_address(std::string(text));
}

}  // namespace

const Command kGetHostByName = {"/gethostbyname", "HOST",
                                "looks for an address of the host, and shows it under -d61.10",
                                run_gethostbyname};

}  // namespace cftest
