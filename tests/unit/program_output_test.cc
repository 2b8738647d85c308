// What F|command reads: cf/program_output.h, cf/child_program.h.

#include "cf/program_output.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>

#include "maps_support.h"

namespace rules {

namespace {

// The output of a shell script; "-" if there is none.
std::string output_of(const std::string& script, const ChildLimits& limits = {},
                      size_t max_bytes = 1 << 20) {
  TestFolder folder;
  const std::string file = folder.write("prog", "#!/bin/sh\n" + script + "\n", 0755);
  return program_output(file + "  a\tb ", limits, max_bytes).value_or("-");
}

}  // namespace

TEST_CASE("program output: all of it, whatever the exit status; arguments are parted by blanks") {
  CHECK(output_of("echo $#:$1:$2; echo two") == "2:a:b\ntwo\n");
  CHECK(output_of("echo x; exit 3") == "x\n");
  CHECK(output_of("echo x; kill -9 $$") == "x\n");
  CHECK(output_of("exit 0").empty());
}

TEST_CASE("program output: none of what cannot be run") {
  CHECK_FALSE(program_output("/nonexistent/program", {}));
  CHECK_FALSE(program_output(" \t", {}));
}

TEST_CASE("program output: in /tmp, with an environment of its own and no input") {
  ::setenv("LIBRULES_SECRET", "s", 1);
  CHECK(output_of("pwd; echo \"$LIBRULES_SECRET:$AGENT\"; cat; umask") ==
        "/tmp\n:sendmail\n0022\n");
}

TEST_CASE("program output: root is given up, its groups too") {
  ChildLimits nobody;
  nobody.user = 65534;
  nobody.group = 65533;
  const std::string us = std::to_string(::getuid()) + "\n";
  const bool root = ::geteuid() == 0;
  CHECK(output_of("id -u", nobody) == (root ? "65534\n" : us));
  if (root) CHECK(output_of("id -G", nobody) == "65533\n");
}

TEST_CASE("program output: too much, or too long, is none, also when the output ends before") {
  ChildLimits short_time;
  short_time.seconds = 1;
  const auto begin = std::chrono::steady_clock::now();
  CHECK(output_of("yes", {}, 100000) == "-");
  CHECK(output_of("echo x; sleep 600", short_time) == "-");
  CHECK(output_of("echo x; exec >&-; sleep 600", short_time) == "-");
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(300));
}

}  // namespace rules
