// Tests cf/scan_format.h. Expectations: what sscanf(3) says of the same line and format.

#include "cf/scan_format.h"

#include <catch2/catch.hpp>
#include <cstdio>
#include <string>

using rules::scan_line;

namespace {
// sscanf itself, for formats with one conversion of at most 99 bytes.
std::optional<std::string> by_sscanf(const char* line, const char* format) {
  char buffer[100] = "";
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-security"
  const int count = std::sscanf(line, format, buffer);
#pragma GCC diagnostic pop
  if (count != 1) return std::nullopt;
  return std::string(buffer);
}
}  // namespace

TEST_CASE("scan format: %s is the first word, as sscanf sees it") {
  CHECK(scan_line("  one two", "%s") == "one");
  CHECK_FALSE(scan_line("   ", "%s"));
  CHECK_FALSE(scan_line("", "%s"));
}

TEST_CASE("scan format: lines and formats on which sscanf has the last word") {
  const char* const lines[] = {"",       "a",         "a b",      " a b",    "user:x:1:2",
                               "k = v",  "#c",        "a:b:c",    "abc123",  "100% sure",
                               "\ta\tb", "name,rest", "one  two", "x]y-z^w", "ABCdef",
                               "%",      "--a",       "a]b",      "key:val "};
  const char* const formats[] = {"%s",        "%*s %s", "%[^:]",     "%*[^:]:%[^:]", "%3s",
                                 "%[a-z]",    "%[]a]",  "%[^]]",     "%*s%*s%s",     "k = %s",
                                 "%[a-zA-Z]", "%%%s",   "%*s %% %s", "x%s",          " %s",
                                 "%[-a]",     "%[a-]",  "%1s",       "%*3s%s",       "%[^,]"};
  for (const char* line : lines) {
    for (const char* format : formats) {
      INFO("line `" << line << "` format `" << format << "`");
      CHECK(scan_line(line, format) == by_sscanf(line, format));
    }
  }
}

TEST_CASE("scan format: %c takes blanks too") {
  CHECK(scan_line(" x", "%c") == " ");
  CHECK(scan_line("abc", "%2c") == "ab");
}

TEST_CASE("scan format: conversions that are no strings match nothing") {
  CHECK_FALSE(scan_line("12", "%d"));
  CHECK_FALSE(scan_line("12", "%"));
  CHECK_FALSE(scan_line("12", "%99999999999999999999"));
  CHECK_FALSE(scan_line("12", ""));
}

TEST_CASE("scan format: what matched before a later mismatch counts") {
  CHECK(scan_line("a b", "%s x") == "a");
}
