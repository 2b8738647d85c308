// `/try MAILER ADDRESS`: the address as the mailer would send it.
//
// Tested by tests/cases/bt/try_forms.

#include <algorithm>
#include <string>

#include "command.h"
#include "debugger.h"

namespace cftest {

namespace {

void run_try(Debugger& debugger, std::string_view text) {
  const auto blank = std::find_if(text.begin(), text.end(), is_blank);
  const auto name_size = static_cast<size_t>(blank - text.begin());
  const std::string mailer(text.substr(0, name_size));
  const std::string address(trim_left(text.substr(name_size)));
  if (address.empty()) return debugger.output.line("Usage: /try mailer address");
  if (!debugger.addresses.has_mailer(mailer)) {
    return debugger.output.line("Unknown mailer " + mailer);
  }
  debugger.output.line("Trying " + debugger.addresses.kind_text() + " address " + address +
                       " for mailer " + mailer);
  debugger.addresses.rewrite(mailer, address);
}

}  // namespace

const Command kTryMailer = {"/try", "MAILER ADDRESS", "rewrites the address for the mailer",
                            run_try};

}  // namespace cftest
