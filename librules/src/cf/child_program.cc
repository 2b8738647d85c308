// See child_program.h.

#include "cf/child_program.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace rules {

namespace {

// All that the child needs, made before fork(): between fork and exec nothing may be allocated.
struct Start {
  explicit Start(const std::vector<std::string>& command, const ChildOwner& who) : owner(who) {
    for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
  }
  std::vector<char*> argv;
  const ChildOwner& owner;
};

// Only system calls: glibc's setuid() would talk to threads that the child does not have.
bool give_up_root(const ChildOwner& owner) {
  if (::geteuid() != 0) return true;
  return ::syscall(SYS_setgroups, 0, nullptr) == 0 &&
         ::syscall(SYS_setresgid, owner.group, owner.group, owner.group) == 0 &&
         ::syscall(SYS_setresuid, owner.user, owner.user, owner.user) == 0;
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
                     ::chdir("/tmp") == 0 && give_up_root(start.owner);
  ::umask(022);
  ::close_range(3, ~0U, 0);
  if (ready) ::execve(start.argv[0], start.argv.data(), environment);
  ::_exit(kCannotExecute);
}

}  // namespace

pid_t start_program(const std::vector<std::string>& command, const ChildOwner& owner, int output) {
  const Start start(command, owner);
  const pid_t child = ::fork();
  if (child == 0) become_program(start, output);
  if (child > 0) ::setpgid(child, child);
  return child;
}

}  // namespace rules
