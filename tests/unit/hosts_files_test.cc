// The hosts file and the service switch file, as the reference reads them.

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "hosts/hosts_file.h"
#include "hosts/local_host.h"
#include "hosts/service_switch.h"
#include "maps_support.h"

namespace rules {

namespace {

using Strings = std::vector<std::string>;

std::string written(const TestFolder& folder, const std::string& name, std::string_view text) {
  return folder.write(name, std::string(text));
}

}  // namespace

TEST_CASE("hosts file: the first name with a dot is the canonical one") {
  const TestFolder folder;
  const std::string file = written(folder, "hosts",
                                   "192.0.2.1 short other.example.net # c.example.org\n"
                                   "192.0.2.2\tnoname  second\n"
                                   "192.0.2.3 UPPER.Example.COM up\n"
                                   "192.0.2.4 x.y p\n"
                                   "  192.0.2.9 lead.example.org lead\n"
                                   "192.0.2.5 short late.example.org\n"
                                   "192.0.2.6 crlf.example.org crl\r\n"
                                   "192.0.2.7 last.example.org lst");
  const auto canonical = [&](std::string_view name) {
    return canonical_in_hosts_file(file, name, "example.com").value_or("-");
  };
  CHECK(canonical("short") == "other.example.net");
  CHECK(canonical("SHORT.") == "other.example.net");
  CHECK(canonical("short.Example.com") == "other.example.net");
  CHECK(canonical("short.example.org") == "-");
  CHECK(canonical("second") == "noname.example.com");
  CHECK(canonical("up") == "UPPER.Example.COM");
  CHECK(canonical("upper.example.com") == "UPPER.Example.COM");
  CHECK(canonical("x.y") == "x.y");
  CHECK(canonical("x.y.example.com") == "-");
  CHECK(canonical("lead") == "192.0.2.9");
  CHECK(canonical("c.example.org") == "-");
  CHECK(canonical("crl") == "-");
  CHECK(canonical("lst") == "last.example.org");
  CHECK(canonical("") == "-");
  CHECK(!canonical_in_hosts_file(folder.file("none"), "short", "example.com"));
}

TEST_CASE("service switch: the first line of a service counts") {
  const TestFolder folder;
  const auto services = [&](std::string_view text, std::string_view service) {
    return services_for(written(folder, "switch", text), service).value_or(Strings{"-"});
  };
  CHECK(services("hosts\tfiles # dns\nhosts dns\n", "hosts") == Strings{"files"});
  CHECK(services("HOSTS dns nis", "hosts") == Strings{"dns", "nis"});
  for (const char* none : {"", "hosts", "hosts: files", " hosts files", "#hosts files"}) {
    CHECK(services(none, "hosts") == Strings{"files", "dns"});
  }
  CHECK(services("", "aliases") == Strings{"files"});
  CHECK(services("", "passwd") == Strings{"files"});
  CHECK(services("", "other") == Strings{"-"});
  CHECK(services("other x", "other") == Strings{"x"});
  CHECK(services_for(folder.file("none"), "hosts") == Strings{"files", "dns"});
}

TEST_CASE("local host: names from the lines of a hosts file") {
  const std::vector<HostsLine> hosts = {{"127.0.0.1", {"localhost"}},
                                        {"192.0.2.1", {"here", "here.example.org", "h2"}},
                                        {"192.0.2.2", {"here.example.org", "h3"}}};
  CHECK(qualified_name("here", hosts) == "here.example.org");
  CHECK(qualified_name("localhost", hosts) == "localhost");
  CHECK(qualified_name("a.b", hosts) == "a.b");
  CHECK(names_of_host("here.example.org", hosts) == Strings{"here", "here.example.org", "h2", "h3",
                                                            "here.example.org", "[192.0.2.1]",
                                                            "[192.0.2.2]"});
  for (const Interface& found : interfaces(hosts)) {
    if (found.address == "[127.0.0.1]") {
      CHECK(found.loopback);
      CHECK(found.names == Strings{"localhost"});
    }
  }
}

}  // namespace rules
