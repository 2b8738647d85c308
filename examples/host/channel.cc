// A connection. Tested by tests/host/ (every test of a dialogue).
#include "channel.h"

#include <fcntl.h>
#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace host {

namespace {
constexpr std::size_t kBlock = 16384;
}

Channel::Channel(int socket) : socket_(socket) {
  fcntl(socket_, F_SETFL, fcntl(socket_, F_GETFL) | O_NONBLOCK);
}

Channel::~Channel() {
  if (tls_ && !broken_) SSL_shutdown(tls_.get());
  tls_.reset();
  close(socket_);
}

void Channel::shut_down() { shutdown(socket_, SHUT_RD); }

Channel::Io Channel::wait(short events, Deadline deadline) const {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return Io::kTimeout;
    pollfd entry = {socket_, events, 0};
    const int ready = poll(&entry, 1, static_cast<int>(std::min<long>(left, 1000000)));
    if (ready > 0) return Io::kOk;
    if (ready < 0 && errno != EINTR) return Io::kError;
  }
}

// After an SSL_ function said `result`: waits for what it wants.
Channel::Io Channel::wait_for_tls(int result, Deadline deadline) const {
  switch (SSL_get_error(tls_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return wait(POLLIN, deadline);
    case SSL_ERROR_WANT_WRITE:
      return wait(POLLOUT, deadline);
    case SSL_ERROR_ZERO_RETURN:
      return Io::kClosed;
    default:
      return Io::kError;
  }
}

Channel::Io Channel::read_bytes(char* room, std::size_t size, std::size_t& count,
                                Deadline deadline) {
  for (;;) {
    if (tls_) {
      ERR_clear_error();
      const int result = SSL_read_ex(tls_.get(), room, size, &count);
      if (result == 1) return Io::kOk;
      const Io waited = wait_for_tls(result, deadline);
      broken_ = broken_ || waited == Io::kError;
      if (waited != Io::kOk) return waited;
      continue;
    }
    const ssize_t got = recv(socket_, room, size, 0);
    if (got == 0) return Io::kClosed;
    if (got > 0) {
      count = static_cast<std::size_t>(got);
      return Io::kOk;
    }
    if (errno != EAGAIN && errno != EINTR) return Io::kError;
    if (const Io waited = wait(POLLIN, deadline); waited != Io::kOk) return waited;
  }
}

Channel::Io Channel::read(std::string& out, Deadline deadline) {
  char room[kBlock];
  const std::size_t before = out.size();
  while (out.size() == before) {
    std::size_t count = 0;
    if (const Io got = read_bytes(room, sizeof room, count, deadline); got != Io::kOk) return got;
    const std::string_view bytes(room, count);
    if (!layer_) {
      out.append(bytes);
    } else if (!layer_->decode(bytes, out)) {
      return Io::kError;
    }
  }
  return Io::kOk;
}

Channel::Io Channel::write_bytes(std::string_view bytes, Deadline deadline) {
  while (!bytes.empty()) {
    std::size_t count = 0;
    if (tls_) {
      ERR_clear_error();
      const int result = SSL_write_ex(tls_.get(), bytes.data(), bytes.size(), &count);
      if (result != 1) {
        const Io waited = wait_for_tls(result, deadline);
        broken_ = broken_ || waited == Io::kError;
        if (waited != Io::kOk) return waited;
        continue;
      }
    } else {
      const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent < 0) {
        if (errno != EAGAIN && errno != EINTR) return Io::kError;
        if (const Io waited = wait(POLLOUT, deadline); waited != Io::kOk) return waited;
        continue;
      }
      count = static_cast<std::size_t>(sent);
    }
    bytes.remove_prefix(count);
  }
  return Io::kOk;
}

Channel::Io Channel::write(std::string_view bytes, Deadline deadline) {
  if (!layer_) return write_bytes(bytes, deadline);
  std::string wrapped;
  return layer_->encode(bytes, wrapped) ? write_bytes(wrapped, deadline) : Io::kError;
}

bool Channel::start_tls(SSL_CTX* context, const Handshake& wish, Deadline deadline) {
  tls_.reset(SSL_new(context));
  if (!tls_ || SSL_set_fd(tls_.get(), socket_) != 1) return false;
  if (!wish.name.empty()) SSL_set_tlsext_host_name(tls_.get(), wish.name.c_str());
  if (!wish.ask) SSL_set_verify(tls_.get(), SSL_VERIFY_NONE, nullptr);
  for (;;) {
    ERR_clear_error();
    const int result =
        wish.side == Side::kServer ? SSL_accept(tls_.get()) : SSL_connect(tls_.get());
    if (result == 1) return true;
    broken_ = wait_for_tls(result, deadline) != Io::kOk;
    if (broken_) return false;
  }
}

}  // namespace host
