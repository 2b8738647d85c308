// Tests text/arena.h.

#include "text/arena.h"

#include <catch2/catch.hpp>
#include <string>

using rules::Arena;
using rules::ArenaVector;

TEST_CASE("arena: what is allocated stays apart, aligned for any type") {
  Arena arena;
  auto* first = static_cast<char*>(arena.allocate(1));
  auto* second = static_cast<char*>(arena.allocate(24));
  CHECK(second >= first + 1);
  CHECK(reinterpret_cast<std::uintptr_t>(first) % 16 == 0);
  CHECK(reinterpret_cast<std::uintptr_t>(second) % 16 == 0);
}

TEST_CASE("arena: a copy does not change with its origin") {
  Arena arena;
  std::string text = "relay.example.com";
  const std::string_view copy = arena.copy(text);
  text.assign("xxxxxxxxxxxxxxxxx");
  CHECK(copy == "relay.example.com");
  CHECK(arena.copy("").empty());
}

TEST_CASE("arena: after a reset the same storage is used again, in the same order") {
  Arena arena;
  void* const small = arena.allocate(100);
  void* const large = arena.allocate(1'000'000);
  arena.reset();
  CHECK(arena.allocate(100) == small);
  CHECK(arena.allocate(1'000'000) == large);
}

TEST_CASE("arena: a text over the size of a chunk has one of its own, and what follows fits too") {
  Arena arena;
  const std::string big(200'000, 'x');
  const std::string_view copy = arena.copy(big);
  const std::string_view after = arena.copy("after");
  CHECK(copy == big);
  CHECK(after == "after");
}

TEST_CASE("arena: release() gives back what came after mark(), across chunks") {
  Arena arena;
  const std::string_view kept = arena.copy("kept");
  const Arena::Mark mark = arena.mark();
  void* const scratch = arena.allocate(64);
  arena.allocate(100'000);
  arena.release(mark);
  CHECK(arena.allocate(64) == scratch);
  CHECK(kept == "kept");
}

TEST_CASE("arena vector: an element of the vector itself can be appended while it grows") {
  Arena arena;
  ArenaVector<int> numbers(arena);
  numbers.push_back(7);
  for (int i = 0; i < 1000; ++i) numbers.push_back(numbers[0]);
  CHECK(numbers.size() == 1001);
  CHECK(numbers[1000] == 7);
}

TEST_CASE("arena vector: append, cut back, clear") {
  Arena arena;
  ArenaVector<int> numbers(arena, 2);
  const int values[] = {1, 2, 3, 4, 5};
  numbers.append(values);
  numbers.append({});
  numbers.resize_down(9);
  CHECK(numbers.size() == 5);
  numbers.resize_down(2);
  numbers.push_back(9);
  CHECK(std::vector<int>(numbers.begin(), numbers.end()) == std::vector<int>{1, 2, 9});
  CHECK(numbers.span().size() == 3);
  numbers.clear();
  CHECK(numbers.empty());
}
