// The class socket as threads and hostile servers meet it. Its answers and words are compared with
// the reference's in tests/servers/.

#include <sys/socket.h>
#include <sys/un.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>

#include "maps/netstring.h"
#include "maps_support.h"

namespace rules {

namespace {

using Strings = std::vector<std::string>;
using Clock = std::chrono::steady_clock;

// A server at a file's name: `serve` is called with each connection, in a thread of its own.
class TestServer {
 public:
  explicit TestServer(std::function<void(int)> serve) : serve_(std::move(serve)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path().copy(address.sun_path, sizeof address.sun_path - 1);
    listener_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
    REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(::listen(listener_, 64) == 0);
    accepting_ = std::thread([this] { accept_all(); });
  }
  ~TestServer() {
    ::shutdown(listener_, SHUT_RDWR);
    accepting_.join();
    for (std::thread& thread : serving_) thread.join();
    ::close(listener_);
  }
  std::string path() const { return folder_.file("map.sock"); }
  int connections() const { return connections_; }

 private:
  void accept_all() {
    for (int fd = ::accept(listener_, nullptr, nullptr); fd >= 0;
         fd = ::accept(listener_, nullptr, nullptr)) {
      ++connections_;
      serving_.emplace_back([this, fd] {
        serve_(fd);
        ::close(fd);
      });
    }
  }

  TestFolder folder_;
  std::function<void(int)> serve_;
  int listener_ = -1;
  std::atomic<int> connections_ = 0;
  std::thread accepting_;
  std::vector<std::thread> serving_;
};

// Answers each question with `OK` and the question.
void echo(int fd) {
  char buffer[4096];
  NetstringReader reader;
  for (ssize_t got = ::recv(fd, buffer, sizeof buffer, 0); got > 0;
       got = ::recv(fd, buffer, sizeof buffer, 0)) {
    reader.take({buffer, static_cast<size_t>(got)});
    if (reader.wants_more()) continue;
    const std::string answer = netstring("OK " + std::string(reader.text()));
    ::send(fd, answer.data(), answer.size(), MSG_NOSIGNAL);
    reader = {};
  }
}

}  // namespace

TEST_CASE("socket: threads have connections of their own, which are used again") {
  const TestServer server(echo);
  MapBench bench;
  const Map& map = bench.define("s", "socket", "unix:" + server.path());
  REQUIRE(map.open(bench));
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      MapBench own;
      for (int i = 0; i < 200; ++i) {
        const std::string key = std::to_string(t) + "." + std::to_string(i);
        const std::string_view args[] = {key};
        const LookupAnswer answer = map.lookup({key, args}, own);
        if (answer.value != "s " + key) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
  CHECK(server.connections() <= 4);
}

TEST_CASE("socket: -d is the time of the whole answer, however it drips") {
  std::atomic<bool> over = false;
  const TestServer server([&over](int fd) {
    while (!over && ::send(fd, " ", 1, MSG_NOSIGNAL) == 1) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  });
  MapBench bench;
  bench.define("s", "socket", "-d1 unix:" + server.path());
  const auto begin = Clock::now();
  CHECK(bench.ask("s", "x") == "no match (75)");
  CHECK(bench.status == LookupStatus::temp_fail);
  CHECK(Clock::now() - begin < std::chrono::seconds(100));  // the machine may be busy
  CHECK(bench.complaints ==
        Strings{"socket_map_lookup(s): read timeout: Resource temporarily unavailable"});
  over = true;
}

TEST_CASE("socket: what nobody asked for is no answer") {
  const TestServer server([](int fd) {
    char buffer[4096];
    ::recv(fd, buffer, sizeof buffer, 0);
    constexpr std::string_view kTwo = "4:OK 1,4:OK 2,";
    ::send(fd, kTwo.data(), kTwo.size(), MSG_NOSIGNAL);
    ::recv(fd, buffer, sizeof buffer, 0);
    constexpr std::string_view kThird = "4:OK 3,";
    ::send(fd, kThird.data(), kThird.size(), MSG_NOSIGNAL);
  });
  MapBench bench;
  bench.define("s", "socket", "-d5 unix:" + server.path());
  CHECK(bench.ask("s", "a") == "1 (0)");
  CHECK(bench.ask("s", "b") == "3 (0)");
}

TEST_CASE("socket: OK alone is an empty value") {
  const TestServer server([](int fd) {
    char buffer[4096];
    ::recv(fd, buffer, sizeof buffer, 0);
    ::send(fd, "2:OK,", 5, MSG_NOSIGNAL);
  });
  MapBench bench;
  bench.define("s", "socket", "-d5 unix:" + server.path());
  CHECK(bench.ask("s", "a") == " (0)");
}

TEST_CASE("socket: a server that could not be reached is tried again after a pause") {
  TestFolder folder;
  MapBench bench;
  for (const int pause : {30, 0}) {
    bench.environment->server_pause = pause;
    const std::string name = "s" + std::to_string(pause);
    bench.define(name, "socket", "unix:" + folder.file("map.sock"));
    CHECK(bench.ask(name, "x") == "no match (75)");
    CHECK(bench.ask(name, "x") == "no match (75)");
    CHECK((bench.complaints.size() == 1) == (pause == 30));
    bench.complaints.clear();
  }
}

}  // namespace rules
