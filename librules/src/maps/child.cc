// See child.h.

#include "maps/child.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <thread>

namespace rules {

namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kMaxLine = 2047;
constexpr int kCannotExecute = 78;

// All that the child needs, made before fork(): between fork and exec nothing may be allocated.
struct Start {
  explicit Start(const std::vector<std::string>& command, const ChildLimits& who) : limits(who) {
    for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
  }
  std::vector<char*> argv;
  const ChildLimits& limits;
};

// Only system calls: glibc's setuid() would talk to threads that the child does not have.
bool give_up_root(const ChildLimits& limits) {
  if (::geteuid() != 0) return true;
  return ::syscall(SYS_setgroups, 0, nullptr) == 0 &&
         ::syscall(SYS_setresgid, limits.group, limits.group, limits.group) == 0 &&
         ::syscall(SYS_setresuid, limits.user, limits.user, limits.user) == 0;
}

[[noreturn]] void become_program(const Start& start, int output) {
  static char agent[] = "AGENT=sendmail";
  static char* const environment[] = {agent, nullptr};
  ::setpgid(0, 0);
  ::signal(SIGPIPE, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  const int input = ::open("/dev/null", O_RDONLY);
  const bool ready = input >= 0 && ::dup2(input, 0) == 0 && ::dup2(output, 1) == 1 &&
                     ::chdir("/tmp") == 0 && give_up_root(start.limits);
  ::umask(022);
  ::close_range(3, ~0U, 0);
  if (ready) ::execve(start.argv[0], start.argv.data(), environment);
  ::_exit(kCannotExecute);
}

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
  const Start start(command, limits);
  int pipe[2];
  if (::pipe2(pipe, O_CLOEXEC) != 0) return result;
  const pid_t child = ::fork();
  if (child == 0) become_program(start, pipe[1]);
  ::close(pipe[1]);
  if (child > 0) {
    ::setpgid(child, child);
    finish(child, pipe[0], limits, result);
  }
  ::close(pipe[0]);
  return result;
}

}  // namespace rules
