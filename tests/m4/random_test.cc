// Random programs by our evaluator and by GNU m4: the same output, messages and exit status.
//
//   random_test GNU_M4 WORK FIRST COUNT
//
// A program that GNU m4 does not finish in a second, or that goes past a limit of ours, is not
// compared; these must be few. The first programs that differ are printed.
#include <fcntl.h>
#include <fmt/core.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "m4/evaluator.h"
#include "m4/messages_of_gnu.h"
#include "random_program.h"

namespace {

struct Result {
  std::string output;
  std::string messages;
  int status = 0;
  bool counts = true;
  friend bool operator==(const Result& a, const Result& b) {
    return a.output == b.output && a.messages == b.messages && a.status == b.status;
  }
};

std::string content(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

void become(const char* program, const std::string& work) {
  const auto use = [](const std::string& file, int flags, int number) {
    ::dup2(::open(file.c_str(), flags, 0644), number);
  };
  use(work + "/in", O_RDONLY, 0);
  use(work + "/out", O_WRONLY | O_CREAT | O_TRUNC, 1);
  use(work + "/err", O_WRONLY | O_CREAT | O_TRUNC, 2);
  const rlimit time{1, 1};
  const rlimit size{4'000'000, 4'000'000};
  ::setrlimit(RLIMIT_CPU, &time);
  ::setrlimit(RLIMIT_FSIZE, &size);
  ::setenv("LC_ALL", "C", 1);
  ::execlp(program, "m4", "-L200", "-", nullptr);
  ::_exit(127);
}

Result by_gnu(const char* program, const std::string& work, const std::string& text) {
  std::ofstream(work + "/in", std::ios::binary) << text;
  const pid_t child = ::fork();
  if (child == 0) become(program, work);
  int status = 0;
  ::waitpid(child, &status, 0);
  Result result;
  result.counts = WIFEXITED(status) && WEXITSTATUS(status) != 127;
  result.status = WEXITSTATUS(status);
  result.output = content(work + "/out");
  result.messages = content(work + "/err");
  // GNU m4 1.4.19 is not proof against everything.
  if (result.messages.find("internal error detected") != std::string::npos) result.counts = false;
  return result;
}

Result by_us(const std::string& text) {
  m4::SearchPath files({});
  GnuMessages sink;
  m4::Options options;
  options.files = &files;
  options.sink = &sink;
  options.trusted = true;
  options.limits.nesting = 200;
  options.limits.output = 3'000'000;
  options.limits.work = std::size_t{32} << 20;
  m4::Evaluator m4(options);
  m4.read("stdin", std::make_shared<std::string>(text));
  m4.finish();
  return {std::string(m4.output()), sink.text, m4.exit_status(), !sink.limited};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  const std::string work = argv[2];
  const unsigned first = static_cast<unsigned>(std::strtoul(argv[3], nullptr, 10));
  const unsigned count = static_cast<unsigned>(std::strtoul(argv[4], nullptr, 10));
  unsigned skipped = 0;
  unsigned different = 0;
  for (unsigned seed = first; seed < first + count; ++seed) {
    const std::string text = random_program(seed);
    // GNU m4 takes a second for what has no end, which a limit of ours says sooner.
    const Result ours = by_us(text);
    const Result theirs = ours.counts ? by_gnu(argv[1], work, text) : Result{};
    if (!theirs.counts || !ours.counts) {
      ++skipped;
    } else if (!(theirs == ours) && ++different <= 3) {
      fmt::print("program {}:\n{}\n--- GNU m4, {}:\n{}\n{}\n--- ours, {}:\n{}\n{}\n", seed, text,
                 theirs.status, theirs.output, theirs.messages, ours.status, ours.output,
                 ours.messages);
    }
  }
  fmt::print("{} programs, {} not compared, {} different\n", count, skipped, different);
  return different > 0 || skipped > count / 20 ? 1 : 0;
}
