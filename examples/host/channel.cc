// A connection. Tested by tests/host/ (every test of a dialogue).
#include "channel.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace host {

namespace {
constexpr std::size_t kBlock = 16384;
constexpr std::size_t kReplies = 65536;  // that wait for the next flush
}  // namespace

Channel::Channel(int socket, long timeout)
    : socket_(socket), timeout_(timeout), stack_(BIO_new_socket(socket, BIO_CLOSE)) {
  BIO_socket_nbio(socket_, 1);
}

void Channel::shut_down() { shutdown(socket_, SHUT_RD); }

Deadline Channel::deadline() const { return std::min(end_, in_seconds(timeout_)); }

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
Channel::Io Channel::repeat(const std::function<bool()>& attempt, Deadline deadline) {
  for (;;) {
    ERR_clear_error();
    if (attempt()) return Io::kOk;
    if (!BIO_should_retry(stack_.get())) return Io::kEnd;
    const short events = BIO_should_write(stack_.get()) ? POLLOUT : POLLIN;
    if (const Io waited = wait(events, deadline); waited != Io::kOk) return waited;
  }
}

int Channel::connect(const sockaddr* address, socklen_t length) {
  if (::connect(socket_, address, length) == 0) return 0;
  if (errno != EINPROGRESS) return errno;
  int error = ETIMEDOUT;
  socklen_t size = sizeof error;
  if (wait(POLLOUT, deadline()) == Io::kOk) {
    getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size);
  }
  return error;
}

void Channel::say(std::string_view text) {
  said_ += text;
  if (said_.size() > kReplies) flush();
}

Channel::Io Channel::flush() {
  std::string bytes = std::exchange(said_, "");
  std::string wrapped;
  if (layer_.encode && !bytes.empty()) {
    if (!layer_.encode(bytes, wrapped)) sent_ = Io::kEnd;
    bytes.swap(wrapped);
  }
  const Deadline end = deadline();
  for (std::string_view left = bytes; !left.empty() && sent_ == Io::kOk;) {
    std::size_t count = 0;
    const auto write = [&] {
      return BIO_write_ex(stack_.get(), left.data(), left.size(), &count) == 1;
    };
    sent_ = repeat(write, end);
    left.remove_prefix(count);
  }
  return sent_;
}

Channel::Io Channel::receive() {
  if (const Io sent = flush(); sent != Io::kOk) return sent;
  if (Clock::now() >= end_) return Io::kTimeout;  // also for who never lets us wait
  char room[kBlock];
  std::size_t count = 0;
  const auto read = [&] { return BIO_read_ex(stack_.get(), room, sizeof room, &count) == 1; };
  if (const Io got = repeat(read, deadline()); got != Io::kOk) return got;
  std::string clear;
  if (layer_.decode && !layer_.decode({room, count}, clear)) return Io::kEnd;
  lines_.feed(layer_.decode ? std::string_view(clear) : std::string_view(room, count));
  return Io::kOk;
}

bool Channel::start_tls(SSL_CTX* context, const Handshake& wish) {
  lines_.drop();
  if (flush() != Io::kOk) return false;
  BIO* top = BIO_new_ssl(context, wish.side == Side::kClient ? 1 : 0);
  if (top == nullptr) return false;
  stack_.reset(BIO_push(top, stack_.release()));
  BIO_get_ssl(top, &tls_);
  if (!wish.name.empty()) SSL_set_tlsext_host_name(tls_, wish.name.c_str());
  if (!wish.ask) SSL_set_verify(tls_, SSL_VERIFY_NONE, nullptr);
  return repeat([&] { return BIO_do_handshake(top) == 1; }, deadline()) == Io::kOk;
}

void Channel::set_layer(Layer layer) {
  lines_.drop();
  flush();
  layer_ = std::move(layer);
}

}  // namespace host
