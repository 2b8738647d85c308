// A connection: a socket, TLS over it once that was agreed, a SASL security layer over it likewise;
// lines come in, what is said goes out before the next wait, all at once (PIPELINING).
//
// What was received in clear is dropped before a handshake and before a security layer
// (CVE-2011-0411). Every wait has an end. The thread that made a channel uses it; only shut_down()
// may come from another one.
//
// Tested by tests/host/ (every test of a dialogue, injection_server, injection_client).
#ifndef EXAMPLES_HOST_CHANNEL_H
#define EXAMPLES_HOST_CHANNEL_H

#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "reader.h"

namespace host {

using Clock = std::chrono::steady_clock;
using Deadline = Clock::time_point;

// (No clock goes on for ever: what a configuration says may be more than it can count.)
inline Deadline in_seconds(long seconds) {
  return Clock::now() + std::chrono::seconds(std::min(seconds, 1L << 30));
}

// What a SASL mechanism puts around the bytes of a connection.
struct Layer {
  // Adds to `out`. False: the bytes are not what the other side's layer would send.
  using Pass = std::function<bool(std::string_view bytes, std::string& out)>;
  Pass decode;
  Pass encode;
};

class Channel {
 public:
  enum class Io { kOk, kEnd, kTimeout };
  enum class Side { kServer, kClient };

  // Takes the socket and makes it non-blocking. timeout: seconds for a wait. Ends TLS when it goes.
  Channel(int socket, long timeout);
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  // No wait goes on longer than that.
  void end_at(Deadline end) { end_ = end; }

  // Connects the socket; 0, or what errno would be.
  [[nodiscard]] int connect(const sockaddr* address, socklen_t length);

  void say(std::string_view text);
  Io flush();

  // Sends what was said, and waits for more to come: lines() has it then.
  [[nodiscard]] Io receive();
  LineReader& lines() { return lines_; }

  // TLS handshake. Whatever the certificates are, it goes on: the rulesets judge them. name: what a
  // client asks for (SNI), or empty. ask: a server asks for a certificate. False: it failed, and
  // the channel is good for nothing.
  struct Handshake {
    Side side;
    std::string name;
    bool ask = true;
  };
  [[nodiscard]] bool start_tls(SSL_CTX* context, const Handshake& wish);
  SSL* tls() const { return tls_; }  // nullptr: in clear

  void set_layer(Layer layer);
  void shut_down();  // ends reads that wait and those to come

 private:
  struct FreeAll {
    void operator()(BIO* top) const { BIO_free_all(top); }
  };

  Io wait(short events, Deadline deadline) const;
  Io repeat(const std::function<bool()>& attempt, Deadline deadline);
  Deadline deadline() const;

  const int socket_;
  const long timeout_;
  Deadline end_ = Deadline::max();
  SSL* tls_ = nullptr;                   // of stack_
  std::unique_ptr<BIO, FreeAll> stack_;  // the socket, and TLS on top of it
  Layer layer_;
  LineReader lines_;
  std::string said_;
  Io sent_ = Io::kOk;  // after a write that failed none is tried
};

}  // namespace host

#endif
