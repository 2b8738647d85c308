// The axes of the patent's table: see table.h.
#include "table.h"

namespace patent {

const std::vector<std::string> kVerify = {
    "OK",   "FAIL",     "NO", "NONE", "SOFTWARE", "NOT",
    "TEMP", "PROTOCOL", "",   "ok",   "software", "OK BUT LATE",
};

const std::vector<std::string> kValues = {
    // The three forms, with and without a prefix.
    "VERIFY",
    "VERIFY:112",
    "ENCR:128",
    "PERM+VERIFY",
    "PERM+VERIFY:112",
    "PERM+ENCR:128",
    "TEMP+VERIFY",
    "TEMP+VERIFY:112",
    "TEMP+ENCR:128",
    // The same to the rule language: case, blanks, comments, numbers of other bases, no number.
    "verify",
    "perm+encr:128",
    "PERM + VERIFY : 112",
    "VERIFY (a note)",
    "ENCR:0x80",
    "VERIFY:0200",
    "ENCR:0",
    "ENCR:strong",
    // Something else: accepted.
    "OK",
    "RELAY",
    "REJECT",
    "",
    "junk",
    "\"VERIFY\"",
    "VERIFYING",
    "?",
    // B15: forms without bits, with too many, with something after them.
    "ENCR",
    "VERIFY:",
    "ENCR:",
    "VERIFY:1:2",
    "VERIFY 112",
    "VERIFY+CN",
    "ENCR:128 bits",
    "PERM+ENCR",
    "TEMP+VERIFY:",
    "VERIFY:112 ENCR:256",
    // B7: a prefix before something else.
    "PERM+",
    "PERM+junk",
    "PERM+OK",
    "TEMP+junk",
    "PERM+TEMP+VERIFY",
    "PERM VERIFY",
    "VERIFY+PERM",
    // B8: values with a colon.
    "550:5.9.9",
    "451:4.9.9",
    "503:5.7.0",
    "403:4.7.0",
    "550:go away",
    "error:550 no",
};

const std::vector<std::string> kCipherBits = {"",    "0",    "56",     "112",     "128",
                                              "256", "0x80", "strong", "128 bits"};

const std::vector<std::string> kAuthSsf = {"", "56", "128", "none"};

const std::vector<Situation> kSituations = {
    {"host.dept.example.com",
     "192.0.2.7",
     {"@:host.dept.example.com", "@:.dept.example.com", "@:dept.example.com", "@:.example.com",
      "@:example.com", "@:.com", "@:com", "@:192.0.2.7", "@:192.0.2", "@:192.0", "@:192", "@:",
      // None of these is for this connection.
      "@", "~:host.dept.example.com", "~:", "host.dept.example.com", "Connect:192.0.2.7",
      "@:.host.dept.example.com", "@:[192.0.2.7]", "@:192.0.2.", "@:dept", "@:192.0.2.70",
      "!:.dept.example.com"}},
    {"HOST.Example.COM",
     "192.0.2.7",
     {"@:host.example.com", "@:.example.com", "@:com", "@:192.0.2.7", "@:"}},
    {"mx-1.example.com",
     "198.51.100.200",
     {"@:mx-1.example.com", "@:mx", "@:1.example.com", "@:.example.com", "@:198.51.100", "@:"}},
    {"localhost", "127.0.0.1", {"@:localhost", "@:.localhost", "@:127.0.0.1", "@:127", "@:"}},
    {"[192.0.2.7]",
     "192.0.2.7",
     {"@:[192.0.2.7]", "@:[192.0.2]", "@:[192.0]", "@:[192]", "@:192.0.2.7", "@:192.0.2", "@:192",
      "@:", "@:[]", "@:0.2.7", "@:192.0.2.7]"}},
    {"[IPv6:2001:db8:0:0:0:0:0:7]",
     "IPv6:2001:db8:0:0:0:0:0:7",
     {"@:[2001:db8:0:0:0:0:0:7]", "@:[2001:db8:0:0:0:0:0]", "@:[2001:db8:0:0]", "@:[2001:db8]",
      "@:[2001]", "@:IPv6:2001:db8:0:0:0:0:0:7", "@:IPv6:2001:db8:0:0:0", "@:IPv6:2001:db8",
      "@:IPv6", "@:",
      // As the listing alone would look it up.
      "@:[IPv6:2001:db8:0:0:0:0:0:7]", "@:[IPv6:2001:db8]", "@:[IPv6]"}},
    {"[IPv6 \"2001:db8:0:0:0:0:0:7\"]",
     "2001:db8:0:0:0:0:0:7",
     {"@:[2001:db8:0:0:0:0:0:7]", "@:[2001:db8:0:0]", "@:[2001]", "@:2001:db8:0:0:0:0:0:7",
      "@:2001:db8:0:0:0:0:0", "@:2001:db8", "@:2001", "@:"}},
    {"six.example.net",
     "IPv6:2001:db8:0:0:0:0:0:7",
     {"@:six.example.net", "@:.example.net", "@:net", "@:IPv6:2001:db8:0:0:0:0:0:7",
      "@:IPv6:2001:db8:0:0", "@:IPv6:2001", "@:2001:db8", "@:"}},
    {"", "192.0.2.7", {"@:192.0.2.7", "@:192.0", "@:", "@"}},
    {"", "IPv6:2001:db8:0:0:0:0:0:7", {"@:IPv6:2001:db8:0:0:0:0:0:7", "@:IPv6:2001:db8", "@:"}},
    {"host.example.com", "", {"@:host.example.com", "@:.example.com", "@:com", "@:", "@"}},
    {"[192.0.2.7]", "", {"@:[192.0.2]", "@:"}},
    {"", "", {"@:", "@", "@:localhost"}},
};

const std::vector<Search> kSearches = {
    {true,
     "host.dept.example.com",
     {"@:host.dept.example.com", "host.dept.example.com", "@:.dept.example.com",
      ".dept.example.com", "@:dept.example.com", "dept.example.com", "@:.example.com",
      ".example.com", "@:com", "com", "@:", "@"}},
    {true,
     "[192.0.2.7]",
     {"@:[192.0.2.7]", "[192.0.2.7]", "@:[192.0.2]", "[192.0.2]", "[192]", "@:[192]", "192.0.2.7"}},
    {true,
     "[IPv6:2001:db8:0:0:0:0:0:7]",
     {"@:[2001:db8:0:0:0:0:0:7]", "[2001:db8:0:0:0:0:0:7]", "@:[2001:db8]", "[2001]", "@:[2001]"}},
    {true, "localhost", {"@:localhost", "localhost", ".localhost"}},
    {true, "", {"@:", "@"}},
    {false,
     "192.0.2.7",
     {"@:192.0.2.7", "192.0.2.7", "@:192.0.2", "192.0.2", "@:192", "192", "@:"}},
    {false,
     "IPv6:2001:db8:0:0:0:0:0:7",
     {"@:IPv6:2001:db8:0:0:0:0:0:7", "IPv6:2001:db8:0:0:0:0:0:7", "@:IPv6:2001:db8", "IPv6:2001",
      "@:IPv6", "IPv6"}},
    {false, "", {"@:", "@"}},
};

}  // namespace patent
