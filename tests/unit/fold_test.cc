// Tests text/fold.h.

#include "text/fold.h"

#include <catch2/catch.hpp>
#include <string>

using namespace rules;

TEST_CASE("fold: the 26 letters of ASCII and nothing else, whatever the locale") {
  for (int byte = 0; byte < 256; ++byte) {
    const bool upper = byte >= 'A' && byte <= 'Z';
    CHECK(fold(static_cast<char>(byte)) == (upper ? byte + 32 : byte));
  }
}

TEST_CASE("fold: copying folds each byte, at any place of a text of any length") {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  for (size_t first = 0; first < 9; ++first) {
    for (size_t size : {size_t{0}, size_t{1}, size_t{7}, size_t{8}, size_t{9}, size_t{247}}) {
      const std::string from = all.substr(first, size);
      std::string to(size, '\0');
      copy_folded(from.data(), size, to.data());
      for (size_t i = 0; i < size; ++i) {
        REQUIRE(static_cast<unsigned char>(to[i]) == fold(from[i]));
      }
    }
  }
}

TEST_CASE("fold: texts that differ in case only are equal and have one hash") {
  CHECK(equal_folded("Relay.Example.COM", "relay.eXAMPLE.com"));
  CHECK(folded_hash("Relay.Example.COM") == folded_hash("relay.eXAMPLE.com"));
  CHECK_FALSE(equal_folded("a", "ab"));
  CHECK_FALSE(equal_folded("\xc3\xa9", "\xc3\x89"));  // two letters, as bytes
  CHECK_FALSE(equal_folded("[", "{"));                // what stands beside the letters stays
}

TEST_CASE("fold: a hash is extended from wherever the text is cut") {
  const std::string phrase = "Mail.Example.Com two three " + std::string(300, 'x');
  for (size_t cut = 0; cut <= phrase.size(); ++cut) {
    uint64_t hash = folded_hash(phrase.substr(0, cut));
    for (const char c : phrase.substr(cut)) hash = extend_hash(hash, c);
    REQUIRE(hash == folded_hash(phrase));
  }
}

TEST_CASE("fold: texts of NULs have different hashes by their length") {
  CHECK(folded_hash(std::string(1, '\0')) != folded_hash(""));
  CHECK(folded_hash(std::string(2, '\0')) != folded_hash(std::string(1, '\0')));
}
