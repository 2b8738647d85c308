// The map class program.

#include <chrono>

#include "maps_support.h"

namespace rules {

using Strings = std::vector<std::string>;

namespace {

struct Programs {
  TestFolder folder;
  MapBench bench;

  std::string run(const std::string& flags, const std::string& script,
                  const std::vector<std::string_view>& args) {
    const std::string file = folder.write("prog", "#!/bin/sh\n" + script + "\n", 0755);
    bench.define("p", "program", flags + file);
    return bench.ask("p", args);
  }
};

}  // namespace

TEST_CASE("program: the first line of output is the value, the key the last argument") {
  Programs programs;
  CHECK(programs.run("", "echo \"$#:$*\"; echo second", {"key x"}) == "1:key x (0)");
  CHECK(programs.run("-aX ", "printf 'no newline'", {"k"}) == "no newlineX (0)");
  CHECK(programs.run("", "exit 0", {"k"}) == "no match (0)");
  CHECK(programs.run("-m ", "echo out", {"k"}) == "kX (0)");  // -a is still there
  programs.bench.define("e", "program", "/bin/echo a \"b  %1\" -x");
  CHECK(programs.bench.ask("e", {"k;id", "$(A)"}) == "a \"b $(A)\" -x k;id (0)");
}

TEST_CASE("program: the exit status is the status, 75 a temporary failure") {
  Programs programs;
  CHECK(programs.run("", "echo out; exit 3", {"k"}) == "no match (3)");
  CHECK(programs.run("", "exit 75", {"k"}) == "no match (75)");
  CHECK(programs.bench.status == LookupStatus::temp_fail);
  CHECK(programs.run("", "kill -9 $$", {"k"}) == "no match (69)");
  CHECK(programs.bench.complaints == Strings{"prog_map_lookup(p): child died on signal 9"});
  programs.bench.define("n", "program", "/nonexistent/program");
  CHECK(programs.bench.ask("n", "k") == "no match (78)");
}

TEST_CASE("program: nothing of ours gets through") {
  Programs programs;
  ::setenv("LIBRULES_SECRET", "s", 1);
  CHECK(programs.run("", "echo \"$LIBRULES_SECRET:`pwd`:`umask`\"", {"k"}) == ":/tmp:0022 (0)");
}

TEST_CASE("program: much output does no harm, and none for long is a temporary failure") {
  Programs programs;
  CHECK(programs.run("", "head -c 300000 /dev/zero | tr '\\0' y", {"k"}) ==
        std::string(2047, 'y') + " (0)");
  programs.bench.environment->program_seconds = 1;
  const auto begin = std::chrono::steady_clock::now();
  CHECK(programs.run("", "sleep 600", {"k"}) == "no match (75)");
  CHECK(programs.run("", "exec >&-; sleep 600", {"k"}) == "no match (75)");
  CHECK(programs.run("", "yes", {"k"}) == "no match (75)");
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(300));
}

TEST_CASE("program: only where the host allows it") {
  MapBench bench;
  bench.environment->allow_exec = false;
  bench.define("p", "program", "/bin/echo");
  CHECK(bench.ask("p", "k") == "no match (75)");
  CHECK(bench.complaints == Strings{"program map \"p\": starting programs is not allowed here"});
}

}  // namespace rules
