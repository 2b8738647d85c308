// `/mx HOST`: where mail for the host goes.
//
// Tested by tests/cases/bt/names_mx.

#include "command.h"
#include "debugger.h"

namespace cftest {

namespace {

void run_mx(Debugger& debugger, std::string_view text) {
  if (text.empty()) return debugger.output.line("Usage: /mx address");
  const std::string host(text);
  const HostMail mail = debugger.engine.mail_exchangers(host);
  const std::string asked = "getmxrr(" + host + ") returns ";
  if (mail.null_mx) return debugger.output.line(asked + "null MX (See RFC7505)");
  const std::string count = mail.temp_fail ? "-1" : std::to_string(mail.hosts.size());
  debugger.output.line(asked + count + " value(s):");
  for (const std::string& name : mail.hosts) debugger.output.line("\t" + name);
}

}  // namespace

const Command kMx = {"/mx", "HOST", "finds where mail for the host goes", run_mx};

}  // namespace cftest
