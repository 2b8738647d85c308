// smtphost: a small SMTP server and client that decides by rulesets.
//
//   smtphost serve CONFIGURATION     takes mail into the queue folder
//   smtphost deliver CONFIGURATION   one run through the queue
//
// Exit status: 0 all went well, 1 it could not begin (told on standard error), 2 usage.
//
// Tested by tests/host/.
#include <signal.h>

#include <cstdio>
#include <string>

#include "delivery.h"
#include "log.h"
#include "server.h"

namespace {

int usage() {
  std::fputs("usage: smtphost serve|deliver CONFIGURATION (--help lists its settings)\n", stderr);
  return 2;
}

int run(const std::string& what, const std::string& path) {
  std::string complaint;
  const auto settings = host::read_settings(path, complaint);
  if (!settings) {
    host::log_line("smtphost", complaint);
    return 1;
  }
  const host::Queue queue(settings->folder);
  if (!queue.make_folders()) {
    host::log_line("smtphost", settings->folder + ": cannot be made");
    return 1;
  }
  host::Setups setups(*settings);
  if (!setups.load()) return 1;
  if (what == "serve") {
    host::block_signals();
    return host::run_server(setups, queue);
  }
  host::run_queue(setups.current(), queue, std::time(nullptr));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "--help") {
    std::printf(
        "usage: smtphost serve|deliver CONFIGURATION\n\nSettings, a line each, and their "
        "defaults:\n%s",
        host::settings_help().c_str());
    return 0;
  }
  if (argc != 3 || (what != "serve" && what != "deliver")) return usage();
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);  // a limit on files is a queue that cannot be written, and no end
  return run(what, argv[2]);
}
