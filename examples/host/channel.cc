// A connection. Tested by tests/host/ (every test of a dialogue).
#include "channel.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>

namespace host {

namespace {
constexpr std::size_t kBlock = 16384;
}

Channel::Channel(int socket) : socket_(socket), stack_(BIO_new_socket(socket, BIO_CLOSE)) {
  BIO_socket_nbio(socket_, 1);
}

void Channel::shut_down() { shutdown(socket_, SHUT_RD); }

Channel::Io Channel::wait(short events, Deadline deadline) const {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return Io::kTimeout;
    pollfd entry = {socket_, events, 0};
    const int ready = poll(&entry, 1, static_cast<int>(std::min<long>(left, 1000000)));
    if (ready > 0) return Io::kOk;
    if (ready < 0 && errno != EINTR) return Io::kEnd;
  }
}

// Until the attempt succeeds; waits in between for what the socket is to do.
template <typename Attempt>
Channel::Io Channel::repeat(Attempt attempt, Deadline deadline) {
  for (;;) {
    ERR_clear_error();
    if (attempt()) return Io::kOk;
    if (!BIO_should_retry(stack_.get())) return Io::kEnd;
    const short events = BIO_should_write(stack_.get()) ? POLLOUT : POLLIN;
    if (const Io waited = wait(events, deadline); waited != Io::kOk) return waited;
  }
}

int Channel::connect(const sockaddr* address, socklen_t length, Deadline deadline) {
  if (::connect(socket_, address, length) == 0) return 0;
  if (errno != EINPROGRESS) return errno;
  int error = ETIMEDOUT;
  socklen_t size = sizeof error;
  if (wait(POLLOUT, deadline) == Io::kOk) getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size);
  return error;
}

Channel::Io Channel::read(std::string& out, Deadline deadline) {
  char room[kBlock];
  const std::size_t before = out.size();
  while (out.size() == before) {
    std::size_t count = 0;
    const auto attempt = [&] { return BIO_read_ex(stack_.get(), room, sizeof room, &count) == 1; };
    if (const Io got = repeat(attempt, deadline); got != Io::kOk) return got;
    const std::string_view bytes(room, count);
    if (!layer_) {
      out.append(bytes);
    } else if (!layer_->decode(bytes, out)) {
      return Io::kEnd;
    }
  }
  return Io::kOk;
}

Channel::Io Channel::write_bytes(std::string_view bytes, Deadline deadline) {
  while (!bytes.empty()) {
    std::size_t count = 0;
    const auto attempt = [&] {
      return BIO_write_ex(stack_.get(), bytes.data(), bytes.size(), &count) == 1;
    };
    if (const Io sent = repeat(attempt, deadline); sent != Io::kOk) return sent;
    bytes.remove_prefix(count);
  }
  return Io::kOk;
}

Channel::Io Channel::write(std::string_view bytes, Deadline deadline) {
  if (!layer_) return write_bytes(bytes, deadline);
  std::string wrapped;
  return layer_->encode(bytes, wrapped) ? write_bytes(wrapped, deadline) : Io::kEnd;
}

bool Channel::start_tls(SSL_CTX* context, const Handshake& wish, Deadline deadline) {
  BIO* top = BIO_new_ssl(context, wish.side == Side::kClient ? 1 : 0);
  if (top == nullptr) return false;
  stack_.reset(BIO_push(top, stack_.release()));
  BIO_get_ssl(top, &tls_);
  if (!wish.name.empty()) SSL_set_tlsext_host_name(tls_, wish.name.c_str());
  if (!wish.ask) SSL_set_verify(tls_, SSL_VERIFY_NONE, nullptr);
  return repeat([&] { return BIO_do_handshake(top) == 1; }, deadline) == Io::kOk;
}

}  // namespace host
