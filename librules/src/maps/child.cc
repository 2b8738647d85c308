// See child.h.

#include "maps/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <thread>

#include "cf/child_program.h"

namespace rules {

namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kMaxLine = 2047;
// Reads until the end of the output or the deadline; keeps the first line, drops the rest.
class Output {
 public:
  Output(int fd, Clock::time_point deadline, ChildResult& result)
      : fd_(fd), deadline_(deadline), result_(result) {}

  // False: the deadline passed.
  bool read_all() {
    while (true) {
      if (!wait_readable()) return false;
      std::array<char, 4096> buffer;
      const ssize_t got = ::read(fd_, buffer.data(), buffer.size());
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return true;
      take({buffer.data(), static_cast<size_t>(got)});
    }
  }

 private:
  bool wait_readable() {
    while (true) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now());
      if (left.count() <= 0) return false;
      pollfd waiting = {fd_, POLLIN, 0};
      const int ready = ::poll(&waiting, 1, static_cast<int>(left.count()));
      if (ready > 0) return true;
      if (ready < 0 && errno != EINTR) return true;
    }
  }

  void take(std::string_view bytes) {
    if (complete_) return;
    result_.has_line = true;
    const size_t end = bytes.find('\n');
    complete_ = end != std::string_view::npos;
    result_.line.append(bytes.substr(0, end));
    if (result_.line.size() < kMaxLine) return;
    complete_ = true;
    result_.line.resize(kMaxLine);
  }

  int fd_;
  Clock::time_point deadline_;
  ChildResult& result_;
  bool complete_ = false;
};

// False: it has not ended by the deadline.
bool wait_for_end(pid_t child, Clock::time_point deadline, int& status) {
  auto pause = std::chrono::milliseconds(1);
  while (true) {
    const pid_t got = ::waitpid(child, &status, WNOHANG);
    if (got == child) return true;
    if (got < 0 && errno != EINTR) {
      // A host that ignores SIGCHLD has its children reaped for it: nobody knows how this one
      // ended.
      status = 0;
      return true;
    }
    if (Clock::now() >= deadline) return false;
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, std::chrono::milliseconds(50));
  }
}

void kill_all(pid_t child) {
  ::kill(-child, SIGKILL);
  ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
}

void finish(pid_t child, int output, const ChildLimits& limits, ChildResult& result) {
  const auto deadline = Clock::now() + std::chrono::seconds(limits.seconds);
  int status = 0;
  if (!Output(output, deadline, result).read_all() || !wait_for_end(child, deadline, status)) {
    kill_all(child);
    result.end = ChildEnd::timed_out;
    return;
  }
  result.end = WIFSIGNALED(status) ? ChildEnd::killed : ChildEnd::exited;
  result.number = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

ChildResult run_child(const std::vector<std::string>& command, const ChildLimits& limits) {
  ChildResult result;
  int pipe[2];
  if (::pipe2(pipe, O_CLOEXEC) != 0) return result;
  const pid_t child = start_program(command, {limits.user, limits.group}, pipe[1]);
  ::close(pipe[1]);
  if (child > 0) finish(child, pipe[0], limits, result);
  ::close(pipe[0]);
  return result;
}

}  // namespace rules
