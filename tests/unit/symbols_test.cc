// Tests text/symbols.h.

#include "text/symbols.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace rules;

namespace {
SymbolId find(const Symbols& symbols, std::string_view text) {
  return symbols.find(text, folded_hash(text));
}
}  // namespace

TEST_CASE("symbols: nothing is known at first") {
  const Symbols symbols;
  CHECK(find(symbols, "a") == 0);
  CHECK(symbols.size() == 0);
}

TEST_CASE("symbols: one number for all spellings of a literal, quotes make another one") {
  Symbols symbols;
  const SymbolId local = symbols.intern("Local");
  CHECK(local != 0);
  CHECK(symbols.intern("LOCAL") == local);
  CHECK(find(symbols, "local") == local);
  CHECK(find(symbols, "\"local\"") == 0);
  CHECK(symbols.size() == 1);
}

TEST_CASE("symbols: a thousand keep their numbers while the table grows") {
  Symbols symbols;
  std::vector<SymbolId> ids;
  for (int i = 0; i < 1000; ++i) ids.push_back(symbols.intern("w" + std::to_string(i)));
  for (int i = 0; i < 1000; ++i) {
    REQUIRE(find(symbols, "W" + std::to_string(i)) == ids[static_cast<size_t>(i)]);
  }
  CHECK(find(symbols, "w1000") == 0);
  CHECK(symbols.size() == 1000);
}
