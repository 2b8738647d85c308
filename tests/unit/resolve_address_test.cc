// Expectations: what sendmail -bt's /parse and /try printed for these configurations.
#include "eval/resolve_address.h"

#include <catch2/catch.hpp>

#include "test_engine.h"
#include "trace/address_text.h"

namespace rules::test {

namespace {

constexpr std::string_view kMailers =
    "O OperatorChars=.:%@!^/[]+\n"
    "Mother, P=/bin/true, F=l5:/|@, S=10/11, R=20/21, A=true $u\n"
    "Msmtp, P=[IPC], F=u, A=TCP $h\n"
    "Mkeep, P=/bin/true, F=hu, A=true\n";

struct Case {
  explicit Case(const std::string& rules, std::string_view typed = "x")
      : bench(std::string(kMailers) + rules) {
    bench.session->begin();
    bench.session->add_text(typed, PrescanMode());
  }
  static Case returning(const std::string& rhs) { return Case("S0\nR$*\t" + rhs + "\n"); }

  // "MAILER|HOST|USER", as `mailer M, host H, user U`; * for the error mailer.
  std::string resolve(AddressKind kind = {}) {
    address = resolve_address(*bench.session, kind);
    return (address.mailer == nullptr ? "*" : address.mailer->name) + "|" + address.host + "|" +
           address.user;
  }
  // The complaints, each with its exit status.
  std::vector<std::string> complaints() const {
    std::vector<std::string> lines;
    for (const AddressComplaint& complaint : address_complaints(address, "x")) {
      lines.push_back(std::to_string(complaint.exit_status) + " " + complaint.text);
    }
    return lines;
  }

  Bench bench;
  ResolvedAddress address;
};

std::vector<std::string> complaints_of(const std::string& rhs) {
  Case tried = Case::returning(rhs);
  tried.resolve();
  return tried.complaints();
}

}  // namespace

TEST_CASE("resolve_address: host and user are lower-cased unless the flags h and u are there") {
  CHECK(Case::returning("$#smtp $@ Host.X $: User NAME").resolve() == "smtp|host.x|User NAME");
  CHECK(Case::returning("$#keep $@ Host.X $: User").resolve() == "keep|Host.X|User");
  CHECK(Case::returning("$#OTHER $: User").resolve() == "other||user");
}

TEST_CASE("resolve_address: what is missing") {
  CHECK(complaints_of("plain") == Lines{"70 buildaddr: no mailer in parsed address"});
  CHECK(complaints_of("$#") == Lines{"70 buildaddr: no user"});
  CHECK(complaints_of("$#other $@ h") == Lines{"70 buildaddr: no user"});
  CHECK(complaints_of("$#smtp $: u") == Lines{"70 buildaddr: no host"});
  CHECK(complaints_of("$#smtp $@ $: u") == Lines{"70 buildaddr: no host"});
  CHECK(complaints_of("$#smtp x $@ h $: u") == Lines{"70 buildaddr: no host"});
  CHECK(complaints_of("$#none $@ h $: u") == Lines{"70 buildaddr: unknown mailer none"});
  CHECK(complaints_of("$#discard $: u") == Lines{"70 buildaddr: unknown mailer discard"});
  CHECK(Case::returning("$#none $@ h $: u").resolve() == "*||");
}

TEST_CASE("resolve_address: $#error") {
  CHECK(complaints_of("$#error $: no such user") == Lines{"69 x... no such user"});
  CHECK(complaints_of("$#error $@ nouser $: \"550 5.1.1 no\"") == Lines{"67 x... no"});
  CHECK(complaints_of("$#error $@ 5.7.1 $: \"551 no\"") == Lines{"65 no"});
  CHECK(complaints_of("$#error $@ tempfail $: 451 4.0.0 temp") == Lines{"0 temp"});
  CHECK(complaints_of("$#error $: \"550 5.1234.1 no\"") == Lines{"69 x... 5.1234.1 no"});
  CHECK(complaints_of("$#error $: \"550\"") == Lines{"69 x... 550"});
  CHECK(complaints_of("$#ERROR $: \"000 no\"") == Lines{"69 no"});
  CHECK(complaints_of("$#error $: \"a\\\"b\\\\c\" \\d") == Lines{"69 x... a\"b\\cd"});
  CHECK(Case::returning("$#error $@ 5.1.1 $: \"550 no\"").resolve() == "*|5.1.1|\"550 no\"");
}

TEST_CASE("resolve_address: the exit status that $@ asks for") {
  struct Row {
    std::string_view host;
    int status;
  };
  const Row rows[] = {{"", 69},      {"NoUser", 67}, {"usage", 64},  {"99", 99},    {"500", 244},
                      {"-3", 69},    {"nope", 69},   {"75", 75},     {"2.0.0", 0},  {"4.7.1", 75},
                      {"5.1", 65},   {"5.1.1x", 67}, {"5.1.10", 69}, {"5.2.3", 65}, {"5.3.9", 71},
                      {"5.4.1", 75}, {"5.4.6", 78},  {"5.5.4", 76},  {"5.6.0", 69}, {"5.7.8", 65},
                      {"9.1.1", 78}};
  for (const Row& row : rows) {
    CAPTURE(row.host);
    CHECK(exit_status_of_host(row.host) == row.status);
  }
}

TEST_CASE("resolve_address: programs, files, lists, and a leading @") {
  CHECK(Case::returning("$#other $: \"|p X\"").resolve() == "prog||\"|p X\"");
  CHECK(Case::returning("$#other $: /File").resolve() == "*file*||/File");
  CHECK(Case::returning("$#other $: \":Include:/x\" y").resolve() == "*include*||/xy");
  CHECK(Case::returning("$#other $: : include : / x").resolve() == "*include*||/x");
  CHECK(Case::returning("$#other $: @ @ a").resolve() == "other||@a");
  CHECK(Case::returning("$#other $: \"@a\"").resolve() == "other||\"@a\"");
  CHECK(Case::returning("$#keep $@ h $: /File").resolve() == "keep|h|/File");
}

TEST_CASE("resolve_address: the user goes through 2, the mailer's R= and 4, with $h") {
  const std::string rules =
      "S0\nR$*\t$#other $@ Ho $: $1\nS2\nR$*\t$@ $1 2 $&h\nS20\nR$*\t$@ $1 20\nS4\nR$*\t$@ $1 4\n";
  Case tried(rules);
  CHECK(tried.resolve() == "other|ho|x 2 ho 20 4");
  CHECK(tried.bench.session->macro("h") == std::string_view("ho"));
  Case header(rules);
  CHECK(header.resolve({true, true}) == "other|ho|x 2 ho 20 4");
}

TEST_CASE("resolve_address: a user that is no address") {
  CHECK(complaints_of("$#other $: u $@ h") ==
        Lines{"64 Syntax error in mailbox address \"u?h\" (8-bit character)"});
  CHECK(complaints_of("$#other $: \":include:/x\\\"y\"") ==
        Lines{"0 Syntax error in mailbox address \"/x\"y\" (unbalanced quote)"});
}

TEST_CASE("rewrite_for_mailer: 3, 1 or 2, S= or R=, 4") {
  const std::string rules =
      "S3\nR$*\t$@ $1 3\nS1\nR$*\t$@ $1 1\nS2\nR$*\t$@ $1 2\nS4\nR$*\t$@ $1 4\nS10\nR$*\t$@ $1 10\n"
      "S11\nR$*\t$@ $1 11\nS20\nR$*\t$@ $1 20\nS21\nR$*\t$@ $1 21\n";
  const auto rewrite = [&rules](std::string_view name, AddressKind kind) {
    Case tried(rules);
    const Config& config = tried.bench.engine->program().config();
    return rewrite_for_mailer(*tried.bench.session, *find_mailer(config, name), kind).text;
  };
  CHECK(rewrite("other", {}) == "x 3 2 20 4");
  CHECK(rewrite("other", {false, true}) == "x 3 2 21 4");
  CHECK(rewrite("Other", {true, false}) == "x 3 1 10 4");
  CHECK(rewrite("other", {true, true}) == "x 3 1 11 4");
  CHECK(rewrite("smtp", {}) == "x 3 2 4");
}

}  // namespace rules::test
