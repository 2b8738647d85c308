// Listens, gives each connection a thread. Tested by tests/host/ (reload, load, limits).
#include "server.h"

#include <poll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <list>
#include <system_error>
#include <thread>

#include "delivery.h"
#include "log.h"
#include "session.h"

namespace host {

namespace {

constexpr int kTogether = 100;  // connections that are accepted before signals are looked at

sigset_t handled_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int one : {SIGHUP, SIGTERM, SIGINT}) sigaddset(&signals, one);
  return signals;
}

Address own_address(int socket) {
  Address address;
  address.length = sizeof address.storage;
  getsockname(socket, reinterpret_cast<sockaddr*>(&address.storage), &address.length);
  return address;
}

bool complain(const std::string& words) {
  log_line("server", words);
  return false;
}

// A connection and its thread, which is joined, not left to itself: a process that ends while one
// cleans up behind itself would lose what OpenSSL keeps for it.
struct Connection {
  std::atomic<bool> is_done = false;
  std::jthread thread;
};

class Server {
 public:
  Server(Setups& setups, const Queue& queue) : setups_(setups), queue_(queue) {}
  ~Server() {
    if (listener_ >= 0) close(listener_);
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  bool listen_at(const Settings& settings) {
    const auto address = read_address(settings.listen);
    if (!address) return complain(settings.listen + ": is no address and port");
    if (!address->is_loopback() && !settings.everywhere) {
      return complain(settings.listen + ": is no loopback address (setting: everywhere)");
    }
    listener_ = socket(address->storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const int on = 1;
    setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (listener_ < 0 || bind(listener_, address->raw(), address->length) != 0 ||
        listen(listener_, SOMAXCONN) != 0) {
      return complain(settings.listen + ": " + std::strerror(errno));
    }
    const Address own = own_address(listener_);
    log_line("server", "listening on " + own.text() + " port " + own.port());
    return true;
  }

  void run() {
    const sigset_t signals = handled_signals();
    const int signal_file = signalfd(-1, &signals, SFD_CLOEXEC);
    pollfd entries[] = {{listener_, POLLIN, 0}, {signal_file, POLLIN, 0}};
    while (!stop_) {
      if (poll(entries, 2, -1) < 0 && errno != EINTR) break;
      if ((entries[1].revents & POLLIN) != 0) take_signal(signal_file);
      // All that wait, for a reload may be long; but a signal has its turn.
      for (int i = 0; i < kTogether && (entries[0].revents & POLLIN) != 0 && !stop_; i++) {
        if (!accept_one()) break;
      }
    }
    close(signal_file);
    log_line("server", "stopping");
    for (Connection& one : connections_) one.thread.request_stop();
    connections_.clear();
  }

 private:
  void take_signal(int file) {
    signalfd_siginfo info = {};
    if (read(file, &info, sizeof info) != static_cast<ssize_t>(sizeof info)) return;
    stop_ = info.ssi_signo != SIGHUP;
    if (!stop_) log_line("server", setups_.load() ? "reloaded" : "not reloaded: goes on as it was");
  }

  // False: nobody waits.
  bool accept_one() {
    Address client;
    client.length = sizeof client.storage;
    const int made = accept4(listener_, reinterpret_cast<sockaddr*>(&client.storage),
                             &client.length, SOCK_CLOEXEC);
    // Out of descriptors: the connection waits in the backlog, and we must not spin on it.
    if (made < 0 && (errno == EMFILE || errno == ENFILE)) usleep(50000);
    if (made < 0) return false;
    if (start({client, own_address(made)}, made)) return true;
    const std::string full = "421 4.3.2 Too many connections\r\n";
    if (send(made, full.data(), full.size(), MSG_NOSIGNAL | MSG_DONTWAIT) < 0) errno = 0;
    close(made);
    return true;
  }

  // A thread for the connection; false: there are too many already, or none can be made.
  bool start(const Ends& ends, int made) {
    const auto setup = setups_.current();
    const std::string who = "session " + std::to_string(++count_);
    connections_.remove_if([](const Connection& one) { return one.is_done.load(); });
    if (static_cast<long>(connections_.size()) >= setup->settings.max_sessions) return false;
    Connection& connection = connections_.emplace_back();
    try {
      connection.thread = std::jthread([=, this, &connection](const std::stop_token& stop) {
        converse(setup, ends, who, made, stop);
        connection.is_done = true;
      });
    } catch (const std::system_error&) {
      connections_.pop_back();
      return false;
    }
    return true;
  }

  void converse(const std::shared_ptr<const Setup>& setup, const Ends& ends, const std::string& who,
                int made, const std::stop_token& stop) const {
    {
      Channel channel(made, setup->settings.timeout);
      const std::stop_callback ending(stop, [&] { channel.shut_down(); });
      log_line(who, "connect from " + ends.client.text());
      Session(setup, queue_, channel, ends, who).run();
    }
    log_line(who, "end");
  }

  Setups& setups_;
  const Queue& queue_;
  std::list<Connection> connections_;
  int listener_ = -1;
  bool stop_ = false;
  unsigned long count_ = 0;
};

// Runs the queue again and again, until it is told to stop.
void run_queue_every(std::chrono::seconds every, Setups& setups, const Queue& queue,
                     const std::stop_token& stop) {
  std::mutex lock;
  std::condition_variable_any wake;
  std::unique_lock<std::mutex> held(lock);
  while (!wake.wait_for(held, stop, every, [&] { return stop.stop_requested(); })) {
    run_queue(setups.current(), queue, std::time(nullptr), stop);
  }
}

}  // namespace

void block_signals() {
  const sigset_t signals = handled_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

int run_server(Setups& setups, const Queue& queue) {
  Server server(setups, queue);
  const Settings settings = setups.current()->settings;
  queue.sweep(std::time(nullptr) - settings.session_time);
  if (!server.listen_at(settings)) return 1;
  std::jthread runner;
  const long every = std::min(settings.deliver_every, 1L << 30);  // as in_seconds()
  if (every > 0) {
    runner = std::jthread([&](const std::stop_token& stop) {
      run_queue_every(std::chrono::seconds(every), setups, queue, stop);
    });
  }
  server.run();
  return 0;
}

}  // namespace host
