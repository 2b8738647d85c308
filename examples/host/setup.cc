// What a session begins with. Tested by tests/host/ (reload, load).
#include "setup.h"

#include "log.h"

namespace host {

bool Setups::load() {
  std::string complaint;
  auto names = Names::read(settings_, complaint);
  auto program = names ? Program::load(settings_, *names) : nullptr;
  auto client = make_tls_context(settings_, false, complaint);
  TlsContext server;
  if (!settings_.certificate.empty()) server = make_tls_context(settings_, true, complaint);
  const bool server_good = settings_.certificate.empty() || server != nullptr;
  if (!names || !program || !client || !server_good) {
    if (!complaint.empty()) log_line("setup", complaint);
    return false;
  }
  const auto made = std::make_shared<const Setup>(Setup{
      settings_, *std::move(names), std::move(program), std::move(server), std::move(client)});
  const std::lock_guard<std::mutex> held(lock_);
  current_ = made;
  return true;
}

std::shared_ptr<const Setup> Setups::current() const {
  const std::lock_guard<std::mutex> held(lock_);
  return current_;
}

}  // namespace host
