// Programs that syscmd and esyscmd start, and files that mkstemp makes: for trusted files only.
//
// Tested by tests/m4/trust_test.cc.
#include "programs.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>

namespace m4 {

ProgramResult run_command(const std::string& command) {
  ProgramResult result;
  std::FILE* const pipe = ::popen(command.c_str(), "re");
  if (pipe == nullptr) return result;
  std::array<char, 4096> buffer;
  for (std::size_t count = 0; (count = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
    result.output.append(buffer.data(), count);
  }
  const int status = ::pclose(pipe);
  result.started = status != -1;
  result.status = WIFSIGNALED(status) ? WTERMSIG(status) << 8 : WEXITSTATUS(status);
  return result;
}

std::string make_file(std::string pattern) {
  constexpr std::size_t kLetters = 6;
  std::size_t letters = 0;
  while (letters < kLetters && letters < pattern.size() &&
         pattern[pattern.size() - 1 - letters] == 'X') {
    ++letters;
  }
  pattern.append(kLetters - letters, 'X');
  const int file = ::mkstemp(pattern.data());
  if (file < 0) return {};
  ::close(file);
  return pattern;
}

}  // namespace m4
