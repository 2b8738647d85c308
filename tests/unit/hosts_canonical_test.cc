// Canonical names and mail exchangers, from a zone file and a hosts file.

#include <string>
#include <vector>

#include "hosts/canonical_name.h"
#include "hosts/dns_search.h"
#include "hosts/mail_exchangers.h"
#include "hosts/zone_file.h"
#include "maps_support.h"

namespace rules {

namespace {

using Strings = std::vector<std::string>;

constexpr const char* kZone =
    "search example.com\n"
    "mail.example.org A 192.0.2.10\n"
    "mail.example.org MX 10 mx.example.org\n"
    "mail.example.org MX 5 mx2.example.org\n"
    "alias.example.org CNAME mail.example.org\n"
    "loop.example.org CNAME loop.example.org\n"
    "onlymx.example.org MX 1 mx.example.org\n"
    "local.example.com AAAA 2001:db8::1\n"
    "nullmx.example.org MX 0 .\n"
    "fail.example.org FAIL\n"
    "192.0.2.10 PTR mail.example.org\n";

struct Hosts {
  Hosts() : zone("zone", kZone, problems) {
    sources.switch_file = folder.write("switch", "hosts files dns\n");
    sources.hosts_file = sources.system_hosts_file =
        folder.write("hosts", "192.0.2.1 here here.example.net\n");
    sources.domain = "example.com";
    sources.server = &zone;
  }

  // The name, or the reason: "(1)".
  std::string canonical(std::string_view name) {
    const CanonicalName found = canonical_name(name, true, sources, bench);
    return found.found ? found.name : reason(found.error);
  }
  std::string of_address(std::string_view address) {
    const CanonicalName found = name_of_address(address, sources);
    return found.found ? found.name : reason(found.error);
  }
  static std::string reason(DnsStatus status) {
    return "(" + std::to_string(static_cast<int>(status)) + ")";
  }
  Strings mail(std::string_view host, bool search = true) {
    const MailExchangers found = mail_exchangers(host, search, sources, bench);
    Strings all = found.hosts;
    if (found.temp_fail) all.emplace_back("temp_fail");
    if (found.null_mx) all.emplace_back("null_mx");
    return all;
  }

  TestFolder folder;
  Strings problems;
  ZoneFile zone;
  HostSources sources;
  MapBench bench;
};

}  // namespace

TEST_CASE("canonical names: files first, then DNS") {
  Hosts hosts;
  CHECK(hosts.canonical("here") == "here.example.net");
  CHECK(hosts.canonical("Mail.example.org") == "Mail.example.org");
  CHECK(hosts.canonical("alias.example.org.") == "mail.example.org");
  CHECK(hosts.canonical("onlymx.example.org") == "onlymx.example.org");
  CHECK(hosts.canonical("local") == "local.example.com");
  CHECK(hosts.canonical("local.") == "(1)");
  CHECK(hosts.canonical("nope") == "(1)");
  CHECK(hosts.canonical("fail.example.org") == "(2)");
  CHECK(hosts.canonical("a..b") == "(1)");
  CHECK(hosts.bench.complaints.empty());
  CHECK(hosts.canonical("loop.example.org") == "(1)");
  CHECK(hosts.bench.complaints == Strings{"DNS failure: CNAME loop for loop.example.org"});
}

TEST_CASE("canonical names: without a server DNS has no answer now") {
  Hosts hosts;
  hosts.sources.server = nullptr;
  CHECK(hosts.canonical("here") == "here.example.net");
  CHECK(hosts.canonical("mail.example.org") == "(2)");
  CHECK(hosts.mail("mail.example.org") == Strings{"temp_fail"});
  hosts.folder.write("switch", "hosts files\n");
  CHECK(hosts.canonical("mail.example.org") == "(1)");
  CHECK(hosts.mail("mail.example.org").empty());
}

TEST_CASE("names of addresses: the system's hosts file, then DNS") {
  Hosts hosts;
  CHECK(hosts.of_address("192.0.2.1") == "here");
  CHECK(hosts.of_address("192.0.2.10") == "mail.example.org");
  CHECK(hosts.of_address("192.0.2.11") == "(1)");
  CHECK(hosts.of_address("IPv6:2001:db8::1") == "(1)");
  CHECK(hosts.of_address("no address") == "(0)");
}

TEST_CASE("mail exchangers: in order of preference, else the host itself") {
  Hosts hosts;
  CHECK(hosts.mail("mail.example.org") == Strings{"mx2.example.org.", "mx.example.org."});
  CHECK(hosts.mail("alias.example.org") == Strings{"mx2.example.org.", "mx.example.org."});
  CHECK(hosts.mail("local") == Strings{"local.example.com."});
  CHECK(hosts.mail("local", false).empty());
  CHECK(hosts.mail("here") == Strings{"here.example.net."});
  CHECK(hosts.mail("nullmx.example.org") == Strings{"null_mx"});
  CHECK(hosts.mail("fail.example.org") == Strings{"temp_fail"});
  CHECK(hosts.mail("[192.0.2.1]") == Strings{"[192.0.2.1]"});
  CHECK(hosts.mail("[here]") == Strings{"here.example.net."});
  CHECK(hosts.mail("[here").empty());
  CHECK(hosts.mail("nope.example.org").empty());
}

TEST_CASE("known names are kept, but not without end") {
  KnownNames known;
  CHECK(known.find("a") == nullptr);
  known.add("a", {true, false, "a.example.org", 0, DnsStatus::answered});
  REQUIRE(known.find("a") != nullptr);
  CHECK(known.find("a")->name == "a.example.org");
  CHECK(known.find("A") == nullptr);
  for (int i = 0; i < 2000; ++i) known.add(std::to_string(i), {});
  CHECK(known.find("a") == nullptr);
  CHECK(known.find("1999") != nullptr);
}

}  // namespace rules
