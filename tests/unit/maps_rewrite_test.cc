// %0-%9 in values.

#include "maps/answers.h"
#include "maps_support.h"

namespace rules {

static std::string rewritten(std::string_view value, std::vector<std::string_view> args,
                             std::string_view append = {}) {
  std::string out;
  map_rewrite(value, args, append, out);
  return out;
}

TEST_CASE("map_rewrite: arguments are put in, missing ones are nothing") {
  CHECK(rewritten("x%1y%0z%2", {"two", "A"}) == "xAytwoz");
  CHECK(rewritten("100%%-%", {"k"}) == "100%-%");
  CHECK(rewritten("%x%", {"k"}) == "%x%");
  CHECK(rewritten("%%0", {"k"}) == "%0");
  CHECK(rewritten("a%9", {"k"}) == "a");
}

TEST_CASE("map_rewrite: what -a appends is not rewritten") {
  CHECK(rewritten("v", {"k"}, "%0") == "v%0");
}

TEST_CASE("data: a NUL ends it, and it becomes an operator only where the host wants that") {
  MapBench bench;
  std::string out;
  append_data(std::string_view("a\x9b\0b", 4), bench, out);
  CHECK(out == "a\x9b");
  bench.operator_bytes = true;
  out.clear();
  append_data("a\x9b\xa0", bench, out);
  CHECK(out == std::string("a\0\x9b\xa0", 4));
}

}  // namespace rules
