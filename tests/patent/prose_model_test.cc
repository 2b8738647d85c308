// The model of the patent's prose against examples worked out by hand from the prose.
//
// The numbers are those of the listing's lines that the sentence describes.
#include "prose_model.h"

#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>

using namespace patent;

namespace {

const Peer kPeer = {"host.example.com", "192.0.2.7", "OK", "128", ""};

Decision refused(int code, const char* enhanced, const char* text) {
  return {false, code, enhanced, text, false};
}

Decision with(const std::string& value, const std::string& verify, const std::string& bits) {
  const Access access = {{"tls_clt:host.example.com", value}};
  return decide({}, access, "TLS_Clt", {kPeer.name, kPeer.address, verify, bits, ""}, {});
}

std::vector<std::string> keys(bool by_name, const std::string& key, char mark, bool dots) {
  return keys_of({by_name, key, "T", mark}, dots, {});
}

}  // namespace

TEST_CASE("2.a: VERIFY accepts who has been authenticated and nobody else") {
  CHECK(with("VERIFY", "OK", "").accepted);
  CHECK(with("VERIFY", "", "256") == refused(403, "4.7.0", "authentication required"));
  CHECK(with("VERIFY", "FAIL", "256") == refused(403, "4.7.0", "authentication failed"));
  CHECK(with("VERIFY", "NO", "256") == refused(403, "4.7.0", "not authenticated"));
  CHECK(with("VERIFY", "NONE", "256") ==
        refused(403, "4.7.0", "other side does not support STARTTLS"));
  CHECK(with("VERIFY", "TEMP", "256") == refused(403, "4.7.0", "authentication failure TEMP"));
}

TEST_CASE("2.a: VERIFY:bits asks for both and ENCR:bits for the key length alone") {
  CHECK(with("VERIFY:112", "OK", "112").accepted);
  CHECK(with("VERIFY:112", "OK", "56") ==
        refused(403, "4.7.0", "encryption too weak 56 less than 112"));
  CHECK(with("VERIFY:112", "NO", "256") == refused(403, "4.7.0", "not authenticated"));
  CHECK(with("ENCR:112", "NO", "256").accepted);
  CHECK(with("ENCR:112", "", "") == refused(403, "4.7.0", "encryption too weak 0 less than 112"));
}

TEST_CASE("2.a: the reply is chosen at generation or by PERM+ and TEMP+") {
  CHECK(with("PERM+VERIFY", "NO", "") == refused(503, "5.7.0", "not authenticated"));
  const Access access = {{"tls_clt:", "TEMP+VERIFY"}, {"tls_srv:", "VERIFY"}};
  const Peer peer = {"a.example", "192.0.2.1", "NO", "", ""};
  const Site permanent = {true, true, false};
  CHECK(decide(permanent, access, "TLS_Clt", peer, {}).code == 403);
  CHECK(decide(permanent, access, "TLS_Srv", peer, {}).code == 503);
}

TEST_CASE("91-94: a failed handshake is refused with the reply that was selected") {
  CHECK(with("PERM+ENCR:1", "SOFTWARE", "") == refused(503, "5.7.0", "TLS handshake failed."));
  CHECK(with("OK", "SOFTWARE", "") == refused(403, "4.7.0", "TLS handshake failed."));
  CHECK(with("550:5.9.9", "SOFTWARE", "") == refused(403, "4.7.0", "TLS handshake failed."));
  const Site no_map = {false, true, false};
  CHECK(decide(no_map, {}, "TLS_Clt", {"", "", "SOFTWARE", "", ""}, {}) ==
        refused(503, "5.7.0", "TLS handshake."));
}

TEST_CASE("99: something else accepts and overrides the default entry") {
  const Access access = {{"tls_clt:host.example.com", "OK"}, {"tls_clt:", "VERIFY"}};
  CHECK(decide({}, access, "TLS_Clt", {"host.example.com", "", "NO", "", ""}, {}).accepted);
  CHECK(!decide({}, access, "TLS_Clt", {"x.example.com", "", "NO", "", ""}, {}).accepted);
  CHECK(with("VERIFY", "OK", "").says_ok);
  CHECK(!with("VERIFY:112", "OK", "112").says_ok);
  CHECK(with("junk", "NO", "").says_ok);
  for (const char* value : {"ENCR", "VERIFY:", "VERIFY 112", "VERIFY:1:2", "PERM+", "junk"}) {
    CHECK(with(value, "NO", "").accepted);
  }
}

TEST_CASE("117-122: the greater of cipher_bits and auth_ssf counts") {
  const Access access = {{"tls_clt:", "ENCR:112"}};
  const auto text = [&](const char* cipher, const char* ssf) {
    return decide({}, access, "TLS_Clt", {"", "", "NO", cipher, ssf}, {}).text;
  };
  CHECK(text("56", "128").empty());
  CHECK(text("128", "56").empty());
  CHECK(text("56", "40") == "encryption too weak 56 less than 112");
  CHECK(text("", "56") == "encryption too weak 56 less than 112");
  CHECK(text("", "") == "encryption too weak 0 less than 112");
}

TEST_CASE("15-31: a name and its parents or an address in brackets and its nets") {
  using Keys = std::vector<std::string>;
  CHECK(keys(true, "a.b.c", '!', false) == Keys{"T:a.b.c", "T:b.c", "T:c"});
  CHECK(keys(true, "a.b.c", '!', true) == Keys{"T:a.b.c", "T:.b.c", "T:b.c", "T:.c", "T:c"});
  CHECK(keys(true, "a.b", '+', true) == Keys{"T:a.b", "T:.b", "a.b", ".b", "T:b", "b"});
  CHECK(keys(true, "[1.2.3]", '!', true) == Keys{"T:[1.2.3]", "T:[1.2]", "T:[1]"});
  CHECK(keys(true, "[IPv6:1:2:3]", '!', false) == Keys{"T:[1:2:3]", "T:[1:2]", "T:[1]"});
  CHECK(keys(true, "[IPv6 \"1:2\"]", '!', false) == Keys{"T:[1:2]", "T:[1]"});
}

TEST_CASE("43-49: an address and its nets") {
  using Keys = std::vector<std::string>;
  CHECK(keys(false, "1.2.3", '!', false) == Keys{"T:1.2.3", "T:1.2", "T:1"});
  CHECK(keys(false, "1:2:3", '+', true) == Keys{"T:1:2:3", "1:2:3", "T:1:2", "1:2", "T:1", "1"});
}

TEST_CASE("2.a: name then address then the default entry and the first found wins") {
  Access access = {{"tls_clt:", "d"}, {"tls_clt:192.0", "net"}, {"tls_clt:com", "name"}};
  CHECK(find_entry({}, access, "TLS_Clt", kPeer, {}) == "name");
  access.erase("tls_clt:com");
  CHECK(find_entry({}, access, "TLS_Clt", kPeer, {}) == "net");
  access.erase("tls_clt:192.0");
  CHECK(find_entry({}, access, "TLS_Clt", kPeer, {}) == "d");
  CHECK(find_entry({}, access, "TLS_Clt", {}, {}) == "d");
  CHECK(!find_entry({}, access, "TLS_Srv", kPeer, {}));
}
