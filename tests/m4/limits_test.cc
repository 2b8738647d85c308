// Whatever a program does, it ends soon, with a message that has a file and a line.
#include <catch2/catch.hpp>
#include <chrono>

#include "evaluate.h"

namespace {

void ends(const std::string& program, std::string_view words) {
  INFO(program.substr(0, 80));
  const auto begin = std::chrono::steady_clock::now();
  const auto result = evaluate(program);
  const auto end = std::chrono::steady_clock::now();
  CHECK(result.status == 1);
  CHECK(result.messages.find(words) != std::string::npos);
  CHECK(result.messages.find("m4:in.m4:") != std::string::npos);
  // Generous: the machine may be busy, or the program instrumented.
  CHECK(end - begin < std::chrono::seconds(60));
}

}  // namespace

TEST_CASE("limits: endless recursion within arguments") {
  ends("define(`x', `x(x)x')x", "recursion limit of 2000 exceeded");
  ends(std::string(100'000, '(') + "define(`a', `b(b')define(`b', `a(a')a", "recursion limit");
}

TEST_CASE("limits: an endless loop") {
  ends("\ndefine(`x', `x')x", "too much work");
  ends("define(`x', `define(`x', defn(`x'))x')x", "too much work");
  ends("define(`x', `pushdef(`y', `1')x')x", "too much work");
  ends("define(`x', `m4wrap(`x')')x", "too much work");
  ends("define(`x', `divert(incr(divnum))x')x", "too much work");
}

TEST_CASE("limits: endless output") {
  const std::string text(1000, '-');
  ends("define(`x', `" + text + "x')x", "bytes of output");
  ends("define(`x', `divert(1)" + text + "undivert(1)x')x", "bytes of output");
  ends("define(`x', `undivert(1)divert(1)a divert(2)undivert(1)divert(0)x')x", "too much work");
}

TEST_CASE("limits: text that doubles") {
  std::string program = "define(`x', `0123456789')";
  for (int i = 0; i < 40; ++i) program += "define(`x', defn(`x')defn(`x'))";
  ends(program + "len(defn(`x'))", "too much work");
  ends("define(`x', `x x')x", "too much text waits");
  program = "define(`x0', `0123456789')";
  for (int i = 0; i < 40; ++i) {
    program += "define(`x" + std::to_string(i + 1) + "', `x" + std::to_string(i) + "`'x" +
               std::to_string(i) + "')";
  }
  ends(program + "x40", "too much work");
}

TEST_CASE("limits: large numbers make no large texts") {
  ends("eval(1, 10, 2000000000)", "too much work");
  ends("eval(2000000000, 1)", "too much work");
  ends("format(`%2000000000d', 1)", "too much work");
  ends("format(`%.*f', 2000000000, 1)", "too much work");
  CHECK(evaluate("define(`x', `$99999999999999999999$1')x(a)").output == "a");
  CHECK(evaluate("eval(3**2000000001)").output == evaluate("eval(3**(2000000001))").output);
}

TEST_CASE("limits: expressions that are nested too deep") {
  ends("eval(" + std::string(50'000, '(') + "1", "end of file in argument list");
  ends("eval(`" + std::string(50'000, '(') + "1')", "nested too deep");
  std::string signs;
  for (int i = 0; i < 50'000; ++i) signs += "- ";
  ends("eval(`" + signs + "1')", "nested too deep");
  std::string powers = "eval(`1";
  for (int i = 0; i < 50'000; ++i) powers += "**1";
  ends(powers + "')", "nested too deep");
}

TEST_CASE("limits: searches that could take too long") {
  const std::string many(60, 'a');
  CHECK(evaluate("regexp(`" + many + "', `\\(a*\\)*\\1b')").output == "-1");
  ends("regexp(`" + many + many + "', `\\(a*\\)*\\1b')", "could take too long");
  ends("regexp(`aa', `\\(a*\\)\\(a*\\)\\1\\2b')", "could take too long");
  ends("define(`x', `regexp(`" + std::string(8000, 'a') + "', `.*.*.*.*b')x')x", "too much work");
  m4::Options trusted;
  trusted.trusted = true;
  CHECK(evaluate("regexp(`" + many + many + "', `\\(a*\\)\\1b')", trusted).output == "-1");
}

TEST_CASE("limits: quotes and comments of many characters") {
  const std::string many(33, '<');
  ends("changequote(`" + many + "', `>')", "more than 32 characters");
  ends("changecom(`#', `" + many + "')", "more than 32 characters");
  const std::string all(300'000, '<');
  CHECK(evaluate("changequote(`" + many.substr(2) + "a', `>')" + all).output == all);
}
