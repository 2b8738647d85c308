// See child_program.h.

#include "cf/child_program.h"

#include <fcntl.h>
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

// All that the child needs, made before fork(): between fork and exec nothing may be allocated.
struct Start {
  explicit Start(const std::vector<std::string>& command, const ChildLimits& whose)
      : limits(whose) {
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

bool wait_readable(int fd, Clock::time_point deadline) {
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return false;
    pollfd waiting = {fd, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(left.count()));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return true;
  }
}

// Until the end of the output. False: the deadline passed, or no more is wanted.
bool read_all(int fd, Clock::time_point deadline, const TakeOutput& take) {
  while (true) {
    if (!wait_readable(fd, deadline)) return false;
    std::array<char, 4096> buffer;
    const ssize_t got = ::read(fd, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return true;
    if (!take({buffer.data(), static_cast<size_t>(got)})) return false;
  }
}

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

ChildResult finish(pid_t child, int output, const ChildLimits& limits, const TakeOutput& take) {
  const auto deadline = Clock::now() + std::chrono::seconds(limits.seconds);
  int status = 0;
  if (!read_all(output, deadline, take) || !wait_for_end(child, deadline, status)) {
    kill_all(child);
    return {ChildEnd::given_up, 0};
  }
  if (WIFSIGNALED(status)) return {ChildEnd::killed, WTERMSIG(status)};
  return {ChildEnd::exited, WEXITSTATUS(status)};
}

}  // namespace

ChildResult run_child(const std::vector<std::string>& command, const ChildLimits& limits,
                      const TakeOutput& take) {
  ChildResult result;
  int pipe[2];
  if (::pipe2(pipe, O_CLOEXEC) != 0) return result;
  const Start start(command, limits);
  const pid_t child = ::fork();
  if (child == 0) become_program(start, pipe[1]);
  ::close(pipe[1]);
  if (child > 0) {
    ::setpgid(child, child);
    result = finish(child, pipe[0], limits, take);
  }
  ::close(pipe[0]);
  return result;
}

}  // namespace rules
