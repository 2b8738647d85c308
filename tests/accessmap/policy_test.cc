// What is said about entries of access maps: one mistake, one finding.

#include "accessmap/policy.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "accessmap/nearest.h"

namespace {

using accessmap::check_policy;
using accessmap::Finding;
using accessmap::Severity;
using accessmap::Site;
using accessmap::TextStyle;

std::vector<Finding> check(const std::string& text, const Site& site = {}) {
  return check_policy(text, {}, site);
}

struct Mistake {
  const char* entry;
  const char* code;    // empty: no finding
  const char* advice;  // a part of it
};

const std::vector<Mistake> kKeys = {
    {"10.0.0.0/8\tREJECT", "never-asked", "write 10;"},
    {"Connect:10.0.0.0/8\tREJECT", "never-asked", "write Connect:10;"},
    {"Connect:192.0.2.0/24\tREJECT", "never-asked", "write Connect:192.0.2;"},
    {"Connect:192.168.0.0/15\tREJECT", "never-asked", "Connect:192.168, Connect:192.169;"},
    {"Connect:10.1.0.0/255.255.0.0\tREJECT", "never-asked", "write Connect:10.1;"},
    {"Connect:2001:db8::/32\tREJECT", "never-asked", "write Connect:IPv6:2001:db8;"},
    {"Connect:0.0.0.0/0\tREJECT", "never-asked", ".mc file"},
    {"ClientRate:0.0.0.0/0\t5", "never-asked", "write ClientRate:"},
    {"Connect:10.\tREJECT", "never-asked", "write Connect:10"},
    {"Connect:10.*\tREJECT", "never-asked", "write Connect:10,"},
    {"Connect:*.example.com\tREJECT", "never-asked", "write Connect:example.com,"},
    {"Connect:.example.com\tREJECT", "never-asked", "write Connect:example.com,"},
    {"Connect:example.com.\tREJECT", "never-asked", "write Connect:example.com"},
    {"Connect:a..b\tREJECT", "never-asked", "mend"},
    {"Connect:example.com:25\tREJECT", "never-asked", "without a port"},
    {"Connect:a.example,b.example\tREJECT", "never-asked", "one host in each line"},
    {"Connect:10.0.0.1-10.0.0.9\tREJECT", "", ""},  // a name may have these characters
    {"Connect:256.1\tREJECT", "never-asked", "0 to 255"},
    {"Connect:010.1\tREJECT", "never-asked", "without a 0"},
    {"Connect:1.2.3.4.5\tREJECT", "never-asked", "one to four"},
    {"Connect:10.0.0.0\tREJECT", "one-address", "write Connect:10 for"},
    {"Connect:[10.1.2.3]\tREJECT", "brackets", "write Connect:10.1.2.3"},
    {"Connect:2001:db8::1\tREJECT", "never-asked", "write Connect:IPv6:2001:db8:0:0:0:0:0:1"},
    {"2001:db8::1\tREJECT", "never-asked", "write IPv6:2001:db8:0:0:0:0:0:1"},
    {"Connect:IPv6:2001:db8::1\tREJECT", "never-asked", "write Connect:IPv6:2001:db8:0:0:0:0:0:1"},
    {"Connect:IPv6:2001:0DB8\tREJECT", "never-asked", "write Connect:IPv6:2001:db8"},
    {"Connect:IPv6:2001:db8:\tREJECT", "never-asked", "write Connect:IPv6:2001:db8"},
    {"Connect:IPv6:2001:xyz\tREJECT", "never-asked", "groups of 16 bits"},
    {"Connect:user@example.com\tREJECT", "never-asked", "the host alone"},
    {"ClientRate:example.com\t5", "never-asked", "the address"},
    {"From:<a@b.example>\tREJECT", "never-asked", "write From:a@b.example"},
    {"From:@b.example\tREJECT", "never-asked", "write From:b.example"},
    {"From:*@b.example\tREJECT", "never-asked", "write From:b.example"},
    {"From:a*@b.example\tREJECT", "never-asked", "the user, or the domain"},
    {"From:a+*@b.example\tREJECT", "", ""},
    {"From:a@*.example\tREJECT", "never-asked", "each domain"},
    {"From:a@b@c.example\tREJECT", "never-asked", "one address"},
    {"From:a@10.1.2.3\tREJECT", "never-asked", "write From:a@[10.1.2.3]"},
    {"From:a@b.example.\tREJECT", "never-asked", "write From:b.example"},
    {"From:10.1.2\tREJECT", "never-asked", "write Connect:"},
    {"From:IPv6:2001:db8\tREJECT", "never-asked", "write Connect:"},
    {"From:postmaster\tOK", "user", "write From:postmaster@"},
    {"From:postmaster@\tOK", "", ""},
    {"qgrp:user@\tfast", "never-asked", "user@ and the host"},
    {"Connect: example.com REJECT", "never-asked", "blank behind the colon"},
    {"Connect:\tREJECT", "never-asked", "without a blank"},
    {"CERTISSUER:/O=My CA\tRELAY", "never-asked", "+20"},
    {"CERTISSUER:/O=A+B\tRELAY", "never-asked", "in xtext"},
    {"CERTISSUER:O=A\tRELAY", "never-asked", "in xtext"},
    {"Compat:a@b\tDISCARD", "never-asked", "<@>"},
    {"Conect:a.example\tREJECT", "unknown-tag", "write Connect:"},
    {"TLS_Client:a.example\tVERIFY", "unknown-tag", "write TLS_Clt:"},
    {"TLSSrv:a.example\tVERIFY", "unknown-tag", "write TLS_Srv:"},
    {"Fourteen:a.example\tOK", "unknown-tag", "known are Connect From"},
    {"\tREJECT", "line", "begin the line"},
    {"a.example", "line", "value"},
    {"a.example\tREJECT\r", "line", "line ends"},
    {"com\tRELAY", "wide", "domains or nets"},
    {"Connect:212\tRELAY", "wide", "domains or nets"},
    {"Connect:10\tRELAY", "", ""},
};

const std::vector<Mistake> kValues = {
    {"a.example\tOK", "", ""},
    {"a.example\treject", "", ""},
    {"a.example\tDISCARD", "", ""},
    {"a.example\tQUARANTINE:why", "", ""},
    {"a.example\tERROR:5.7.1:550 no", "", ""},
    {"a.example\tERROR:4.7.1:\"450 later\"", "", ""},
    {"a.example\t550 5.7.1 no", "", ""},
    {"a.example\tREJCT", "value", "write REJECT"},
    {"a.example\tDISCRAD", "value", "write DISCARD"},
    {"a.example\tDISCARD:x", "value", "write DISCARD alone"},
    {"a.example\tREJECT # spam", "value", "write REJECT alone"},
    {"a.example\tALLOW", "value", "write OK"},
    {"a.example\tDENY", "value", "write REJECT"},
    {"a.example\tSKIP", "value", "skip"},
    {"a.example\tQUARANTINE:", "value", "reason"},
    {"a.example\tERROR:", "reply", "write REJECT"},
    {"a.example\tERROR:go away", "reply", "code"},
    {"a.example\tERROR:5.7.1:450 x", "reply", "both"},
    {"a.example\tERROR:250 x", "reply", "4xx or 5xx"},
    {"TLS_Srv:a.example\tENCR", "tls-value", "ENCR:128"},
    {"TLS_Srv:a.example\tVERIFY 112", "tls-value", "write VERIFY:112"},
    {"TLS_Srv:a.example\tVERIFY:128 # x", "tls-value", "line of its own"},
    {"TLS_Srv:a.example\tVERFY", "tls-value", "write VERIFY"},
    {"TLS_Srv:a.example\tREJECT", "tls-value", "PERM+VERIFY"},
    {"TLS_Srv:a.example\tVERIFY+FOO:bar", "tls-value", "known are CN"},
    {"TLS_Srv:a.example\tVERIFY+CA", "tls-value", "tls_strict"},
    {"TLS_Srv:a.example\tVERIFY+CN+CI:/O=A", "tls-value", "++"},
    {"TLS_Srv:a.example\tVERIFY+CI:/O=A+CS:/O=B", "tls-value", "++"},
    {"TLS_Srv:a.example\tVERIFY+CI:/O=A B", "tls-value", "xtext"},
    {"TLS_Srv:a.example\tVERIFY:0128", "tls-value", "without a 0"},
    {"TLS_Srv:a.example\tVERIFY:512", "tls-value", "128 or 256"},
    {"TLS_Srv:a.example\tENCR:128+CN", "tls-value", "write VERIFY in place"},
    {"TLS_Srv:a.example\tENCR+CN", "tls-value", "write VERIFY:128"},
    {"TLS_Srv:a.example\tVERIFY+CITag:T", "tls-value", "add T:"},
    {"TLS_Srv:a.example\tPERM+VERIFY:128+CN:b.example", "", ""},
    {"TLS_Srv:\tTEMP+ENCR:112", "", ""},
    {"Try_TLS:a.example\tNO", "", ""},
    {"Try_TLS:a.example\tNEVER", "value", "NO"},
    {"Spam:a@\tFREIND", "value", "write FRIEND"},
    {"CERTISSUER:/O=A\tREALY", "value", "write RELAY"},
    {"CERTISSUER:/O=A\tALTNAMES:x", "value", "the FEATURE"},
    {"CERTISSUER:/O=A\tSUBJECT", "value", "CERTSUBJECT:"},
    {"CERTSUBJECT:/O=A\tRELAY", "unreachable", "SUBJECT"},
    {"Srv_Features:a.example\tS v", "", ""},
    {"Srv_Features:a.example\tZ", "value", "letters"},
    {"Srv_Features:a.example\tS s", "value", "one of them"},
    {"Srv_Features:a.example\ttemp", "", ""},
    {"TLS_Srv_Features:a.example\tCertFile=/a; KeyFile=/b", "", ""},
    {"TLS_Srv_Features:a.example\tCertFile=/a", "value", "both"},
    {"TLS_Srv_Features:a.example\tCipherLst=HIGH", "value", "write CipherList"},
    {"TLS_Srv_Features:a.example\tHIGH", "value", "name=value"},
    {"AuthInfo:a.example\t\"U:me\" \"P:secret\"", "", ""},
    {"AuthInfo:a.example\tU:me P:secret", "value", "write \"U:user\""},
    {"AuthInfo:a.example\t\"U:me\" \"P=secret?\"", "value", "P:"},
    {"AuthInfo:a.example\t\"P:secret\"", "value", "U:user"},
    {"GreetPause:a.example\t5s", "number", "digits"},
    {"GreetPause:a.example\t3000000", "number", "milliseconds"},
    {"ClientRate:10\tten", "number", "digits"},
    {"ClientConn:\t010", "number", "octal"},
    {"Compat:a@b<@>c@d\tREJECT", "value", "DISCARD"},
};

void check_table(const std::vector<Mistake>& table) {
  for (const Mistake& one : table) {
    INFO(one.entry);
    const auto findings = check("# first\n" + std::string(one.entry) + "\n");
    if (*one.code == '\0') {
      CHECK(findings.empty());
      continue;
    }
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].line == 2);
    CHECK(std::string(findings[0].code) == one.code);
    CHECK_FALSE(findings[0].text.empty());
    CHECK_THAT(findings[0].advice, Catch::Contains(one.advice));
  }
}

}  // namespace

TEST_CASE("check: keys") { check_table(kKeys); }

TEST_CASE("check: values") { check_table(kValues); }

TEST_CASE("check: what the site has switched on") {
  Site site;
  for (const char* name : {"skip", "lookupdotdomain", "tls_relay_altnames", "compressed_ipv6"}) {
    CHECK(accessmap::enable(site, name));
  }
  CHECK_FALSE(accessmap::enable(site, "nouucp"));
  CHECK(check("a.example SKIP\nConnect:.b.example OK\nCERTISSUER:/O=A ALTNAMES:x\n"
              "IPv6:2001:db8::1 OK\n",
              site)
            .empty());
}

TEST_CASE("check: nothing is open with tls_strict") {
  Site site;
  site.tls_strict = true;
  for (const char* value : {"ENCR", "VERIFY 112", "VERIFY+FOO", "REJECT", "ENCR:0", "VERIFY:abc"}) {
    INFO(value);
    const auto findings = check("TLS_Clt:a.example " + std::string(value) + "\n", site);
    REQUIRE(findings.size() == 1);
    CHECK_FALSE(findings[0].opens);
    CHECK(check("TLS_Clt:a.example " + std::string(value) + "\n")[0].opens);
  }
  CHECK(check("TLS_Clt:a.example VERIFY+CA:b.example++CHAIN:/O=Root\n", site).empty());
}

TEST_CASE("check: duplicates and contradictions, in either case") {
  const auto same = check("Foo.example OK\nfoo.EXAMPLE OK\n");
  REQUIRE(same.size() == 1);
  CHECK(same[0].line == 2);
  CHECK(same[0].code == "duplicate");
  const auto other = check("a.example OK\n\nb.example OK\na.example REJECT\n");
  REQUIRE(other.size() == 1);
  CHECK(other[0].line == 4);
  CHECK(other[0].code == "contradiction");
  CHECK_THAT(other[0].text, Catch::Contains("line 1") && Catch::Contains("\"OK\""));
  TextStyle kept;
  kept.fold_keys = false;
  const auto kept_case = check_policy("Foo.example OK\nfoo.example OK\n", kept, {});
  REQUIRE(kept_case.size() == 1);
  CHECK(kept_case[0].code == "case");
}

TEST_CASE("check: an entry that others hide") {
  const auto address = check("10.1 REJECT\nConnect:10.1 OK\n");
  REQUIRE(address.size() == 1);
  CHECK(address[0].code == "unreachable");
  CHECK(check("a.example REJECT\nConnect:a.example OK\n").empty());
  CHECK(check("a.example REJECT\nConnect:a.example OK\nFrom:a.example OK\nTo:a.example OK\n")
            .size() == 1);
  CHECK(check("a@b.example OK\nFrom:a@b.example OK\nTo:a@b.example OK\n").size() == 1);
}

TEST_CASE("check: tags that CITag asks for") {
  const std::string demand = "TLS_Srv:a.example VERIFY+CITag:Good\n";
  CHECK(check(demand + "Good:/O=A OK\n").empty());
  const auto refused = check(demand + "good:/O=A REJECT\n");
  REQUIRE(refused.size() == 1);
  CHECK(refused[0].opens);
  CHECK(check(demand + "Good:/O=A OK\nBad:/O=A OK\n").size() == 1);
}

TEST_CASE("check: no password is shown") {
  for (const auto& one : check("AuthInfo:a \"X:hunter2\"\nAuthInfo:b \"P=hunter2!\"\n")) {
    CHECK(one.text.find("hunter2") == std::string::npos);
    CHECK(one.advice.find("hunter2") == std::string::npos);
  }
}

TEST_CASE("networks as keys") {
  using accessmap::keys_of_network;
  CHECK(keys_of_network("10.0.0.0/8") == std::vector<std::string>{"10"});
  CHECK(keys_of_network("10.9.8.7/8") == std::vector<std::string>{"10"});
  CHECK(keys_of_network("172.16.0.0/12").size() == 16);
  CHECK(keys_of_network("172.16.0.0/12").back() == "172.31");
  CHECK(keys_of_network("192.0.2.128/25").size() == 128);
  CHECK(keys_of_network("192.0.2.128/25").back() == "192.0.2.255");
  CHECK(keys_of_network("192.0.2.1/32") == std::vector<std::string>{"192.0.2.1"});
  CHECK(keys_of_network("2001:db8::/31") ==
        std::vector<std::string>{"IPv6:2001:db8", "IPv6:2001:db9"});
  CHECK(keys_of_network("IPv6:2001:db8::/48") == std::vector<std::string>{"IPv6:2001:db8:0"});
  CHECK(keys_of_network("2001:db8::/17").size() == 32768);
  for (const char* none : {"0.0.0.0/0", "::/0", "10.0.0.0/33", "10.0.0.0/255.0.255.0", "10.0.0.0",
                           "a.example/8", "10.0.0.0/", "/8", "1.2.3.4.5/8", ""}) {
    INFO(none);
    CHECK(keys_of_network(none).empty());
  }
}

TEST_CASE("networks are expanded in a text, all else stays") {
  const std::string text =
      "# 10.0.0.0/8 is left\nConnect:10.0.0.0/15  REJECT\nfoo\tOK\n192.0.2.0/24 OK\n";
  CHECK(accessmap::expand_networks(text, {}) ==
        "# 10.0.0.0/8 is left\nConnect:10.0  REJECT\nConnect:10.1  REJECT\nfoo\tOK\n192.0.2 OK\n");
  const std::string expanded = accessmap::expand_networks("2001:db8::/31 REJECT\n", {});
  CHECK(expanded == "IPv6:2001:db8 REJECT\nIPv6:2001:db9 REJECT\n");
  CHECK(check(expanded).empty());
}

TEST_CASE("the nearest name") {
  constexpr std::string_view kNames[] = {"mailertable", "virtusertable", "OK", "To"};
  using accessmap::nearest_name;
  CHECK(nearest_name("mailtertable", kNames) == "mailertable");
  CHECK(nearest_name("VIRTUSERTABEL", kNames) == "virtusertable");
  CHECK(nearest_name("KO", kNames) == "OK");
  CHECK(nearest_name("xyz", kNames).empty());
  CHECK(nearest_name(std::string(100000, 'a'), kNames).empty());
  CHECK(accessmap::spelling_distance("abc", "ABC") == 0);
  CHECK(accessmap::spelling_distance("abc", "acb") == 1);
  CHECK(accessmap::spelling_distance("", "ab") == 2);
}
