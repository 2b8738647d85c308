// What -d takes: categories, ranges, levels, and what is passed over.

#include "trace/debug_levels.h"

#include <catch2/catch.hpp>

namespace rules {

TEST_CASE("debug levels: a category without a level gets level 1") {
  DebugLevels levels;
  levels.set("21");
  CHECK(levels.level(21) == 1);
  CHECK(levels.level(20) == 0);
  CHECK(levels.wants(21, 1));
  CHECK_FALSE(levels.wants(21, 2));
}

TEST_CASE("debug levels: lists, ranges and levels") {
  DebugLevels levels;
  levels.set("21.12,60-62.4 0.3\t35");
  CHECK(levels.level(21) == 12);
  CHECK(levels.level(60) == 4);
  CHECK(levels.level(62) == 4);
  CHECK(levels.level(63) == 0);
  CHECK(levels.level(0) == 3);
  CHECK(levels.level(35) == 1);
}

TEST_CASE("debug levels: a later level replaces an earlier one, 0 takes it away") {
  DebugLevels levels;
  levels.set("21.12");
  levels.set("0-99.0");
  CHECK(levels.level(21) == 0);
}

TEST_CASE("debug levels: nothing means everything at level 1") {
  DebugLevels levels;
  levels.set("");
  CHECK(levels.level(0) == 1);
  CHECK(levels.level(99) == 1);
}

TEST_CASE("debug levels: larger numbers mean the largest") {
  DebugLevels levels;
  levels.set("999.1000");
  CHECK(levels.level(99) == 255);
  levels.set("99999999999999999999.5");
  CHECK(levels.level(99) == 5);
}

TEST_CASE("debug levels: what is no number is passed over") {
  DebugLevels levels;
  levels.set("xx,ANSI,-.,21.2");
  CHECK(levels.level(21) == 2);
  CHECK(levels.level(0) == 0);
}

TEST_CASE("debug levels: no category but 0-99 is wanted") {
  DebugLevels levels;
  levels.set("0-99.9");
  CHECK_FALSE(levels.wants(100, 1));
  CHECK_FALSE(levels.wants(-1, 1));
}

}  // namespace rules
