// Answers of name servers, honest and hostile.

#include "hosts/dns_packet.h"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>

namespace rules {

namespace {

using namespace std::string_literals;

// A packet with the answers; each begins with its owner's name.
std::string packet(unsigned code, unsigned answers, std::string_view data) {
  std::string text = "\x12\x34\x81\x80\0\1\0\0\0\0\0\0"s;
  text[3] = static_cast<char>(text[3] | static_cast<char>(code));
  text[6] = static_cast<char>(answers >> 8);
  text[7] = static_cast<char>(answers & 255);
  return text + "\1a\2bc\0\0\1\0\1"s + std::string(data);
}

// A record of the name that was asked for, which stands at 12.
std::string record(char type, std::string_view data) {
  std::string text = "\xc0\x0c\0\0\0\1\0\0\1\0\0\0"s;
  text[3] = type;
  text[10] = static_cast<char>(data.size() >> 8);
  text[11] = static_cast<char>(data.size() & 255);
  return text + std::string(data);
}

std::string shown(const std::string& bytes) {
  const DnsReply reply = read_dns_packet(bytes);
  std::string text = std::to_string(static_cast<int>(reply.status)) + ":";
  for (const DnsRecord& found : reply.records) {
    text += " " + found.owner + " ";
    text += record_type_name(found.type);
    text += " " + std::to_string(found.preference) + " " + found.data + ",";
  }
  return text;
}

}  // namespace

TEST_CASE("DNS answers: each type's data") {
  CHECK(shown(packet(0, 1, record(1, "\xc0\0\2\1"s))) == "0: a.bc A 0 192.0.2.1,");
  CHECK(shown(packet(0, 1, record(28, std::string(15, '\0') + "\1"))) == "0: a.bc AAAA 0 ::1,");
  CHECK(shown(packet(0, 1, record(15, "\0\12\2mx\xc0\x0e"s))) == "0: a.bc MX 10 mx.bc,");
  CHECK(shown(packet(0, 1, record(15, "\0\0\0"s))) == "0: a.bc MX 0 ,");
  CHECK(shown(packet(0, 1, record(5, "\1x\0"s))) == "0: a.bc CNAME 0 x,");
  CHECK(shown(packet(0, 1, record(33, "\0\1\0\2\0\31\1x\0"s))) == "0: a.bc SRV 1 2 25 x,");
  CHECK(shown(packet(0, 1, record(52, "\3\1\1\0\xff"s))) == "0: a.bc TLSA 3 1 1 00FF,");
  CHECK(shown(packet(0, 1, record(16, "\3one\3two"s))) == "0: a.bc TXT 0 one,");
  CHECK(shown(packet(0, 1, record(16, ""))) == "0: a.bc TXT 0 ,");
}

TEST_CASE("DNS answers: what a server says without records") {
  CHECK(shown(packet(0, 0, "")) == "4:");
  CHECK(shown(packet(2, 0, "")) == "2:");
  CHECK(shown(packet(3, 0, "")) == "1:");
  CHECK(shown(packet(5, 0, "")) == "3:");
  CHECK(shown("") == "2:");
  CHECK(shown(packet(0, 0, "").substr(0, 11)) == "2:");
}

TEST_CASE("DNS answers: names are written so that each byte of a label can be told") {
  CHECK(shown(packet(0, 1, record(12, "\4a.b\"\5\xc8 \0(x\0"s))) ==
        "0: a.bc PTR 0 a\\.b\\\".\\200\\032\\000\\(x,");
}

TEST_CASE("DNS answers: what is broken is left out") {
  CHECK(shown(packet(0, 1, record(1, "\1\2\3"))) == "0:");
  CHECK(shown(packet(0, 2, record(1, "\1\2\3\4"))) == "0: a.bc A 0 1.2.3.4,");
  CHECK(shown(packet(0, 65535, "")) == "0:");
  CHECK(shown(packet(0, 1, record(5, "\7x\0"s))) == "0:");
  CHECK(shown(packet(0, 1, record(5, "\x40x\0"s))) == "0:");
  // Names that lead to themselves, forwards, or past the end of their data.
  CHECK(shown(packet(0, 1, record(5, "\xc0\x21"))) == "0:");
  CHECK(shown(packet(0, 1, record(5, "\xff\xff"))) == "0:");
  CHECK(shown(packet(0, 1, record(5, "\1x") + "\1y\0"s)) == "0:");
  std::string loop = packet(0, 1, record(5, "\xc0\x0c"));
  loop[12] = '\xc0';
  loop[13] = '\x0c';
  CHECK(shown(loop) == "0:");
  std::string longest(4, '\0');
  for (int i = 0; i < 4; ++i) longest += "\x3f" + std::string(63, 'x');
  CHECK(shown(packet(0, 1, record(5, longest.substr(4) + "\0"s))) == "0:");
}

}  // namespace rules
