// Zone files: what they say, and what is said about those that are wrong.

#include "hosts/zone_file.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace rules {

namespace {

using Strings = std::vector<std::string>;

struct Zone {
  explicit Zone(std::string_view text) : file("zone", text, problems) {}

  // "STATUS: owner TYPE preference data, ..."
  std::string ask(std::string_view name, RecordType type) const {
    const DnsReply reply = file.ask({name, type}, {});
    std::string text = std::to_string(static_cast<int>(reply.status)) + ":";
    for (const DnsRecord& record : reply.records) {
      text += " " + record.owner + " ";
      text += record_type_name(record.type);
      text += " " + std::to_string(record.preference) + " " + record.data + ",";
    }
    return text;
  }

  Strings problems;
  ZoneFile file;
};

}  // namespace

TEST_CASE("zone file: records of all types") {
  const Zone zone(
      "# comment\n\n"
      "Mail.example.org. A 192.0.2.1  # another\n"
      "mail.example.org aaaa 2001:DB8:0::1\n"
      "mail.example.org MX 10 mx.example.org.\n"
      "mail.example.org TXT \"a \\\"b\\\" # \\128\" c\n"
      "mail.example.org SRV 1 2 25 mx\n"
      "mail.example.org TLSA 3 1 1 00ff\n"
      "192.0.2.1 PTR mail.example.org\n");
  CHECK(zone.problems.empty());
  CHECK(zone.ask("mail.EXAMPLE.org", RecordType::A) == "0: mail.EXAMPLE.org A 0 192.0.2.1,");
  CHECK(zone.ask("mail.example.org", RecordType::AAAA) ==
        "0: mail.example.org AAAA 0 2001:db8::1,");
  CHECK(zone.ask("mail.example.org", RecordType::MX) ==
        "0: mail.example.org MX 10 mx.example.org,");
  CHECK(zone.ask("mail.example.org", RecordType::TXT) ==
        "0: mail.example.org TXT 0 a \"b\" # \x80,");
  CHECK(zone.ask("mail.example.org", RecordType::SRV) == "0: mail.example.org SRV 1 2 25 mx,");
  CHECK(zone.ask("mail.example.org", RecordType::TLSA) == "0: mail.example.org TLSA 3 1 1 00ff,");
  CHECK(zone.ask("1.2.0.192.in-addr.arpa", RecordType::PTR) ==
        "0: 1.2.0.192.in-addr.arpa PTR 0 mail.example.org,");
  CHECK(zone.ask("mail.example.org", RecordType::NS) == "4:");
}

TEST_CASE("zone file: names that do not exist, have nothing, or cannot be told now") {
  const Zone zone(
      "a.b.example.org A 192.0.2.1\n"
      "slow.example.org FAIL\n"
      "slowmx.example.org A 192.0.2.2\n"
      "slowmx.example.org FAIL MX TXT\n"
      "nothing.example.org EMPTY\n"
      "*.w.example.org A 192.0.2.3\n"
      "x.w.example.org EMPTY\n");
  CHECK(zone.problems.empty());
  CHECK(zone.ask("nope.example.org", RecordType::A) == "1:");
  CHECK(zone.ask("b.example.org", RecordType::A) == "4:");
  CHECK(zone.ask("slow.example.org", RecordType::A) == "2:");
  CHECK(zone.ask("slowmx.example.org", RecordType::A) == "0: slowmx.example.org A 0 192.0.2.2,");
  CHECK(zone.ask("slowmx.example.org", RecordType::MX) == "2:");
  CHECK(zone.ask("nothing.example.org", RecordType::A) == "4:");
  CHECK(zone.ask("y.z.w.example.org", RecordType::A) == "0: y.z.w.example.org A 0 192.0.2.3,");
  CHECK(zone.ask("x.w.example.org", RecordType::A) == "4:");
  CHECK(zone.ask("y.x.w.example.org", RecordType::A) == "1:");
  CHECK(zone.ask("a..b", RecordType::A) == "3:");
  CHECK(zone.ask(std::string(64, 'x') + ".org", RecordType::A) == "3:");
}

TEST_CASE("zone file: a CNAME comes with what it leads to; a loop ends") {
  const Zone zone(
      "one.example.org CNAME two.example.org\n"
      "two.example.org CNAME end.example.org\n"
      "end.example.org A 192.0.2.1\n"
      "away.example.org CNAME nowhere.example.com\n"
      "l1.example.org CNAME l2.example.org\n"
      "l2.example.org CNAME l1.example.org\n");
  CHECK(zone.ask("one.example.org", RecordType::A) ==
        "0: one.example.org CNAME 0 two.example.org, two.example.org CNAME 0 end.example.org, "
        "end.example.org A 0 192.0.2.1,");
  CHECK(zone.ask("one.example.org", RecordType::CNAME) ==
        "0: one.example.org CNAME 0 two.example.org,");
  CHECK(zone.ask("away.example.org", RecordType::A) == "1:");
  CHECK(zone.file.ask({"l1.example.org", RecordType::A}, {}).records.size() == 17);
}

TEST_CASE("zone file: problems name the line") {
  const Zone zone(
      "a\n"
      "a B c\n"
      "a A 1.2.3\n"
      "a AAAA 192.0.2.1\n"
      "a MX x\n"
      "a MX 70000 x\n"
      "a MX 10\n"
      "a MX 10 x y\n"
      "a TXT \"x\n"
      "a TXT\n"
      "a FAIL X\n"
      "a RRSIG x\n");
  CHECK(zone.problems ==
        Strings{"zone:1: no record type after the name", "zone:2: unknown record type \"B\"",
                "zone:3: A needs an address such as 192.0.2.1, not \"1.2.3\"",
                "zone:4: AAAA needs an address such as 2001:db8::1, not \"192.0.2.1\"",
                "zone:5: MX needs 1 number(s) of 0 to 65535, not \"x\"",
                "zone:6: MX needs 1 number(s) of 0 to 65535, not \"70000\"",
                "zone:7: MX needs a name", "zone:8: MX: \"y\" stands after the name",
                "zone:9: a text in quotes has no end", "zone:10: TXT needs a text",
                "zone:11: unknown record type \"X\"",
                "zone:12: RRSIG records cannot be written in a zone file"});
}

TEST_CASE("zone file: the domains that are searched") {
  Zone own("search One.example two.example.\n");
  own.file.set_host_domain("host.example");
  CHECK(own.file.search_domains() == Strings{"one.example", "two.example"});
  Zone none("");
  CHECK(none.file.search_domains().empty());
  none.file.set_host_domain("host.example");
  CHECK(none.file.search_domains() == Strings{"host.example"});
}

}  // namespace rules
