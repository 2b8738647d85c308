// A connection: a socket, TLS over it once that was agreed, a SASL security layer over it likewise.
//
// Every wait has an end. The thread that made a channel uses it; only shut_down() may come from
// another one.
//
// Tested by tests/host/ (every test of a dialogue).
#ifndef EXAMPLES_HOST_CHANNEL_H
#define EXAMPLES_HOST_CHANNEL_H

#include <openssl/ssl.h>
#include <sys/socket.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace host {

using Clock = std::chrono::steady_clock;
using Deadline = Clock::time_point;

inline Deadline in_seconds(long seconds) { return Clock::now() + std::chrono::seconds(seconds); }

// What a SASL mechanism puts around the bytes of a connection.
class Layer {
 public:
  virtual ~Layer() = default;
  // False: the bytes are not what the other side's layer would send.
  virtual bool decode(std::string_view bytes, std::string& out) = 0;
  virtual bool encode(std::string_view bytes, std::string& out) = 0;
};

class Channel {
 public:
  enum class Io { kOk, kEnd, kTimeout };
  enum class Side { kServer, kClient };

  explicit Channel(int socket);  // takes it; makes it non-blocking. Ends TLS when it goes
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  // Connects the socket; 0, or what errno would be.
  [[nodiscard]] int connect(const sockaddr* address, socklen_t length, Deadline deadline);

  // Adds what there is, at least a byte, to `out`.
  [[nodiscard]] Io read(std::string& out, Deadline deadline);
  [[nodiscard]] Io write(std::string_view bytes, Deadline deadline);

  // TLS handshake. Whatever the certificates are, it goes on: the rulesets judge them. name: what a
  // client asks for (SNI), or empty. ask: a server asks for a certificate. False: it failed, and
  // the channel is good for nothing.
  struct Handshake {
    Side side;
    std::string name;
    bool ask = true;
  };
  [[nodiscard]] bool start_tls(SSL_CTX* context, const Handshake& wish, Deadline deadline);
  SSL* tls() const { return tls_; }  // nullptr: in clear

  void set_layer(std::unique_ptr<Layer> layer) { layer_ = std::move(layer); }
  void shut_down();  // ends reads that wait and those to come

 private:
  struct FreeAll {
    void operator()(BIO* top) const { BIO_free_all(top); }
  };

  Io wait(short events, Deadline deadline) const;
  template <typename Attempt>
  Io repeat(Attempt attempt, Deadline deadline);
  Io write_bytes(std::string_view bytes, Deadline deadline);

  const int socket_;
  SSL* tls_ = nullptr;                   // of stack_
  std::unique_ptr<BIO, FreeAll> stack_;  // the socket, and TLS on top of it
  std::unique_ptr<Layer> layer_;
};

}  // namespace host

#endif
