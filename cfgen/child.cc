// Runs a program without a shell, with bounds on what it may use.
//
// One poll loop feeds standard input and drains both outputs, so that
// neither side can wait for the other for ever.
//
// Tested by tests/cfgen/.
#include "child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <string_view>

namespace cfgen {
namespace {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  void set(int number) { number_ = number; }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }
  [[nodiscard]] int get() const { return number_; }

 private:
  int number_ = -1;
};

struct Pipe {
  Descriptor read_end;
  Descriptor write_end;
  bool open() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    read_end.set(ends[0]);
    write_end.set(ends[1]);
    return true;
  }
};

[[noreturn]] void become(const char* path, char* const* words, char* const* environment,
                         const std::array<int, 3>& streams, int seconds) {
  for (int i = 0; i < 3; ++i) {
    if (::dup2(streams[static_cast<std::size_t>(i)], i) < 0) ::_exit(127);
  }
  const rlimit cpu{static_cast<rlim_t>(seconds), static_cast<rlim_t>(seconds) + 1};
  ::setrlimit(RLIMIT_CPU, &cpu);
  ::signal(SIGPIPE, SIG_DFL);
  ::execve(path, words, environment);
  ::_exit(127);
}

// Reads what there is; false at the end of the stream.
bool drain(Descriptor& from, std::string& into) {
  std::array<char, 65536> buffer;
  const ssize_t count = ::read(from.get(), buffer.data(), buffer.size());
  if (count > 0) into.append(buffer.data(), static_cast<std::size_t>(count));
  if (count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN)) from.close();
  return from.get() >= 0;
}

void feed(Descriptor& to, std::string_view& rest) {
  const ssize_t count = ::write(to.get(), rest.data(), rest.size());
  if (count > 0) rest.remove_prefix(static_cast<std::size_t>(count));
  if (rest.empty() || (count < 0 && errno != EINTR && errno != EAGAIN)) to.close();
}

// True when both outputs came to their end within the bounds.
ChildEnd converse(Descriptor& in, Descriptor& out, Descriptor& err, std::string_view input,
                  const Bounds& bounds, ChildResult& result) {
  using Clock = std::chrono::steady_clock;
  const auto deadline = Clock::now() + std::chrono::seconds(bounds.seconds);
  if (input.empty()) in.close();
  while (out.get() >= 0 || err.get() >= 0) {
    std::array<pollfd, 3> wait{
        {{in.get(), POLLOUT, 0}, {out.get(), POLLIN, 0}, {err.get(), POLLIN, 0}}};
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return ChildEnd::kTooLong;
    if (::poll(wait.data(), wait.size(), static_cast<int>(left)) < 0 && errno != EINTR) {
      return ChildEnd::kTooLong;
    }
    if (wait[0].revents != 0) feed(in, input);
    if (wait[1].revents != 0) drain(out, result.out);
    if (wait[2].revents != 0) drain(err, result.err);
    if (result.out.size() > bounds.output_bytes || result.err.size() > bounds.output_bytes) {
      return ChildEnd::kTooMuch;
    }
  }
  return ChildEnd::kExited;
}

std::vector<char*> pointers(const std::vector<std::string>& words) {
  std::vector<char*> result;
  result.reserve(words.size() + 1);
  for (const auto& word : words) result.push_back(const_cast<char*>(word.c_str()));
  result.push_back(nullptr);
  return result;
}

void collect(pid_t child, ChildEnd end, ChildResult& result) {
  if (end != ChildEnd::kExited) ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  result.end = end;
  if (end != ChildEnd::kExited) return;
  if (WIFSIGNALED(status)) {
    result.end = WTERMSIG(status) == SIGXCPU ? ChildEnd::kTooLong : ChildEnd::kKilled;
    result.status = WTERMSIG(status);
  } else {
    result.status = WEXITSTATUS(status);
  }
}

}  // namespace

std::string find_program(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::string_view rest = path != nullptr ? path : "";
  while (!rest.empty()) {
    const auto colon = rest.find(':');
    const std::string folder(rest.substr(0, colon));
    rest.remove_prefix(colon == std::string_view::npos ? rest.size() : colon + 1);
    const std::string candidate = (folder.empty() ? "." : folder) + "/" + name;
    if (::access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return {};
}

ChildResult run_child(const std::string& path, const std::vector<std::string>& words,
                      const std::string& input, const Bounds& bounds) {
  ChildResult result;
  Pipe in;
  Pipe out;
  Pipe err;
  if (!in.open() || !out.open() || !err.open()) {
    result.status = errno;
    return result;
  }
  const std::vector<std::string> environment = {"LC_ALL=C", "PATH=/nonexistent"};
  const auto word_pointers = pointers(words);
  const auto environment_pointers = pointers(environment);
  const pid_t child = ::fork();
  if (child < 0) {
    result.status = errno;
    return result;
  }
  if (child == 0) {
    become(path.c_str(), word_pointers.data(), environment_pointers.data(),
           {in.read_end.get(), out.write_end.get(), err.write_end.get()}, bounds.seconds);
  }
  in.read_end.close();
  out.write_end.close();
  err.write_end.close();
  ::fcntl(in.write_end.get(), F_SETFL, O_NONBLOCK);
  ::signal(SIGPIPE, SIG_IGN);
  const ChildEnd end = converse(in.write_end, out.read_end, err.read_end, input, bounds, result);
  collect(child, end, result);
  return result;
}

}  // namespace cfgen
