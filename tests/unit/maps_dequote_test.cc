// The map class dequote. Expected answers are those of the reference.

#include "maps_support.h"

namespace rules {

static std::string dequoted(const std::string& flags, std::string_view key) {
  MapBench bench;
  bench.define("d", "dequote", flags);
  return bench.ask("d", key);
}

TEST_CASE("dequote: quotes go, what they held stays") {
  CHECK(dequoted("", "\"x.y\"") == "x.y (0)");
  CHECK(dequoted("", "\"a\".\"b\"") == "a.b (0)");
  CHECK(dequoted("", "a\"b\"c") == "abc (0)");
  CHECK(dequoted("", "\"\"") == " (0)");
  CHECK(dequoted("", "\"x\\\"y\"") == "x\\\"y (0)");
  CHECK(dequoted("", "\"<\"x\">\"") == "<x> (0)");
  CHECK(dequoted("", "a\"\rb\"") == "a\rb (0)");
  CHECK(dequoted("-aAPP", "\"x\"") == "xAPP (0)");
}

TEST_CASE("dequote: no quotes, no match") {
  CHECK(dequoted("", "xy") == "no match (0)");
  CHECK(dequoted("", "\\\"x\\\"") == "no match (0)");
  CHECK(dequoted("", "(a\"b\")") == "no match (0)");
}

TEST_CASE("dequote: blanks need a substitute, tabs have none") {
  CHECK(dequoted("", "\"x y\"") == "no match (0)");
  CHECK(dequoted("-S.", "\"x y\"") == "x.y (0)");
  CHECK(dequoted("-s_", "\"x\"(a b)c") == "x(a_b)c (0)");
  CHECK(dequoted("", "\"a\"\\ b") == "a\\ b (0)");
  CHECK(dequoted("-S_", "\"x\ty\"") == "no match (0)");
}

TEST_CASE("dequote: what is left must balance") {
  CHECK(dequoted("", "\"x(y\"") == "no match (0)");
  CHECK(dequoted("", "\"<x\"") == "no match (0)");
  CHECK(dequoted("", "\"x>\"") == "no match (0)");
  CHECK(dequoted("", "\">a<\"") == "no match (0)");
  CHECK(dequoted("", "\"x)\"") == "no match (0)");
  CHECK(dequoted("", "\"a") == "no match (0)");
  CHECK(dequoted("", "\"a\"\\") == "no match (0)");
  CHECK(dequoted("", "<(>)\"x\"") == "no match (0)");
}

TEST_CASE("dequote: quotes inside a comment stay") {
  CHECK(dequoted("", "\"(\"x\")\"") == "(\"x\") (0)");
  CHECK(dequoted("-S_", "\"x\"(a\"b c\")") == "x(a\"b_c\") (0)");
  CHECK(dequoted("", "\"a(b\"c)") == "no match (0)");
}

TEST_CASE("dequote: marks go through") {
  CHECK(dequoted("", std::string("\"\0\x97\"", 4)) == std::string("\0\x97 (0)", 6));
}

}  // namespace rules
