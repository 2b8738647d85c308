// What a session begins with and keeps to its end: rulesets and certificates. A reload makes a new
// one for the sessions that come.
//
// Tested by tests/host/ (reload, load).
#ifndef EXAMPLES_HOST_SETUP_H
#define EXAMPLES_HOST_SETUP_H

#include <memory>
#include <mutex>

#include "names.h"
#include "rulesets.h"
#include "tls.h"

namespace host {

struct Setup {
  Settings settings;
  Names names;
  std::shared_ptr<const Program> program;
  TlsContext server_tls;  // nullptr: no certificate, STARTTLS is not offered
  TlsContext client_tls;
};

class Setups {
 public:
  explicit Setups(Settings settings) : settings_(std::move(settings)) {}

  // Reads cf, names and certificates. False: one of them cannot be used (the log says which), and
  // the setup stays what it was.
  bool load();
  std::shared_ptr<const Setup> current() const;

 private:
  const Settings settings_;
  mutable std::mutex lock_;
  std::shared_ptr<const Setup> current_;
};

}  // namespace host

#endif
