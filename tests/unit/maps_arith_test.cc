// The map class arith.

#include "maps_support.h"

namespace rules {

static std::string calculated(std::string_view op, std::string_view a, std::string_view b) {
  MapBench bench;
  bench.define("c", "arith", "");
  return bench.ask("c", {op, a, b});
}

TEST_CASE("arith: operators and comparisons") {
  CHECK(calculated("+", "1", "2") == "3 (0)");
  CHECK(calculated("-", "1", "2") == "-1 (0)");
  CHECK(calculated("*", "3", "4") == "12 (0)");
  CHECK(calculated("/", "-7", "2") == "-3 (0)");
  CHECK(calculated("%", "-7", "3") == "-1 (0)");
  CHECK(calculated("&", "6", "3") == "2 (0)");
  CHECK(calculated("|", "3", "4") == "7 (0)");
  CHECK(calculated("l", "1", "2") == "TRUE (0)");
  CHECK(calculated("l", "1", "1") == "FALSE (0)");
  CHECK(calculated("=", "a", "b") == "TRUE (0)");
}

TEST_CASE("arith: numbers as strtol reads them, base 0") {
  CHECK(calculated("=", "0x10", "16") == "TRUE (0)");
  CHECK(calculated("l", "010", "9") == "TRUE (0)");
  CHECK(calculated("+", "abc", "1") == "1 (0)");
  CHECK(calculated("+", "7x", "\"5\"") == "7 (0)");
}

TEST_CASE("arith: the result is cut at 15 characters") {
  CHECK(calculated("+", "9223372036854775807", "1") == "-92233720368547 (0)");
  CHECK(calculated("*", "9999999999999", "9999999999999") == "-25377842901154 (0)");
  CHECK(calculated("+", "99999999999999999999", "0") == "922337203685477 (0)");
}

TEST_CASE("arith: division by zero and the quotient that does not fit are no match") {
  CHECK(calculated("/", "1", "0") == "no match (0)");
  CHECK(calculated("%", "7", "0") == "no match (0)");
  CHECK(calculated("/", "-9223372036854775808", "-1") == "no match (0)");
  CHECK(calculated("/", "-9223372036854775807", "-1") == "922337203685477 (0)");
  CHECK(calculated("%", "-9223372036854775807", "-1") == "0 (0)");
  CHECK(calculated("%", "-9223372036854775808", "-1") == "no match (0)");
}

TEST_CASE("arith: a random number lies in its range, a reversed range is no match") {
  CHECK(calculated("r", "5", "5") == "5 (0)");
  CHECK(calculated("r", "5", "1") == "no match (0)");
  bool low = false, high = false;
  for (int i = 0; i < 200; ++i) {
    const std::string got = calculated("r", "0", "1");
    low |= got == "0 (0)";
    high |= got == "1 (0)";
    CHECK((got == "0 (0)" || got == "1 (0)"));
  }
  CHECK((low && high));
  CHECK(calculated("r", "-9223372036854775808", "9223372036854775807") != "no match (0)");
}

TEST_CASE("arith: unknown operators and missing arguments give status 78") {
  MapBench bench;
  bench.define("c", "arith", "-aX");
  CHECK(bench.ask("c", {"+", "1"}) == "no match (78)");
  CHECK(bench.ask("c", "+") == "no match (78)");
  CHECK(calculated("\"+\"", "1", "2") == "no match (78)");
  CHECK(calculated("L", "1", "2") == "no match (78)");
  CHECK(calculated("", "1", "2") == "no match (78)");
  CHECK(bench.ask("c", {"+junk", "1", "2", "3"}) == "3 (0)");
}

}  // namespace rules
