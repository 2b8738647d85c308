// See program_output.h.

#include "cf/program_output.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>

namespace rules {

namespace {

using Clock = std::chrono::steady_clock;

std::vector<std::string> split(std::string_view command) {
  std::vector<std::string> words;
  for (size_t at = 0; at < command.size();) {
    const size_t begin = command.find_first_not_of(" \t", at);
    if (begin == std::string_view::npos) break;
    at = std::min(command.find_first_of(" \t", begin), command.size());
    words.emplace_back(command.substr(begin, at - begin));
  }
  return words;
}

// Reads to the end; false: too much, or too long.
bool read_all(int input, const ProgramLimits& limits, std::string& output) {
  const auto end = Clock::now() + std::chrono::seconds(limits.seconds);
  char buffer[4096];
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    if (left.count() <= 0) return false;
    pollfd wanted{input, POLLIN, 0};
    const int ready = poll(&wanted, 1, static_cast<int>(left.count()));
    if (ready == 0) return false;
    if (ready < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    const ssize_t got = read(input, buffer, sizeof buffer);
    if (got == 0) return true;
    if (got < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    output.append(buffer, static_cast<size_t>(got));
    if (output.size() > limits.max_bytes) return false;
  }
}

}  // namespace

std::optional<std::string> program_output(const std::vector<std::string>& words,
                                          const ProgramLimits& limits, int* exit_status) {
  int ends[2];
  if (words.empty() || pipe2(ends, O_CLOEXEC) != 0) return std::nullopt;
  const pid_t pid = start_program(words, limits.owner, ends[1]);
  close(ends[1]);
  if (pid < 0) {
    close(ends[0]);
    return std::nullopt;
  }
  std::string output;
  const bool complete = read_all(ends[0], limits, output);
  close(ends[0]);
  if (!complete) kill(-pid, SIGKILL);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (!complete || (WIFEXITED(status) && WEXITSTATUS(status) == kCannotExecute)) {
    return std::nullopt;
  }
  if (exit_status != nullptr) *exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return output;
}

std::optional<std::string> program_output(std::string_view command, const ProgramLimits& limits,
                                          int* exit_status) {
  return program_output(split(command), limits, exit_status);
}

}  // namespace rules
