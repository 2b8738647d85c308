// What a socketmap server sends. That its words are the reference's is tested in tests/servers/.

#include <catch2/catch.hpp>

#include "maps/netstring.h"

namespace rules {

using State = NetstringReader::State;

State state_after(std::string_view bytes) {
  NetstringReader reader;
  reader.take(bytes);
  reader.end();
  return reader.state();
}

TEST_CASE("netstring: written and read again") {
  NetstringReader reader;
  CHECK(netstring("map key") == "7:map key,");
  CHECK(reader.take("7:map key,8:") == 10);
  CHECK(reader.state() == State::whole);
  CHECK(reader.text() == "map key");
}

TEST_CASE("netstring: in pieces") {
  NetstringReader reader;
  for (const char c : std::string_view(" 05:O,K x")) {
    CHECK(reader.wants_more());
    CHECK(reader.take({&c, 1}) == 1);
  }
  CHECK(reader.state() == State::comma);
  CHECK(reader.text() == "O,K x");
  CHECK(reader.take(",x") == 1);
  CHECK(reader.state() == State::whole);
}

TEST_CASE("netstring: lengths, as the reference's scanf reads them") {
  CHECK(state_after("+3:abc,") == State::whole);
  CHECK(state_after("000000003:abc,") == State::whole);
  CHECK(state_after("0000000003:abc,") == State::no_colon);
  CHECK(state_after("+00000003:abc,") == State::whole);
  CHECK(state_after("+000000003:abc,") == State::no_colon);
  CHECK(state_after("-3:abc,") == State::too_long);
  CHECK(state_after("+-3:abc,") == State::no_length);
  CHECK(state_after("abc") == State::no_length);
  CHECK(state_after("3 :abc,") == State::no_colon);
  CHECK(state_after("3") == State::no_colon);
  CHECK(state_after("0:,") == State::whole);
  CHECK(state_after("3:abc;") == State::no_comma);
}

TEST_CASE("netstring: nothing is kept for a length that is too long") {
  NetstringReader reader;
  CHECK(reader.take("1000001:xxxx") == 8);
  CHECK(reader.state() == State::too_long);
  CHECK(reader.length() == 1000001);
  CHECK(reader.text().empty());
  CHECK(state_after("1000000:x") == State::body);
}

TEST_CASE("netstring: blanks alone are no beginning") {
  NetstringReader reader;
  reader.take(" \n");
  reader.end();
  CHECK_FALSE(reader.begun());
  CHECK(reader.state() == State::length);
}

}  // namespace rules
