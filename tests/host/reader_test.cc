// What examples/host reads from strangers: lines, commands, messages.

#include "reader.h"

#include <catch2/catch.hpp>

#include "auth.h"
#include "command.h"

using namespace host;
using Status = LineReader::Status;

namespace {

std::vector<std::string> lines_of(const std::string& bytes, std::size_t limit = 100) {
  LineReader reader;
  std::vector<std::string> lines;
  for (const char c : bytes) {  // one at a time: no end may be missed between two reads
    reader.feed(std::string_view(&c, 1));
    std::string line;
    const Status status = reader.next(limit, line);
    if (status == Status::kLine) lines.push_back(line);
    if (status == Status::kTooLong) lines.emplace_back("(too long)");
  }
  return lines;
}

// What is left of a message, or the problem.
std::string message_of(const std::vector<std::string>& lines, std::size_t max_size = 1000) {
  MessageReader reader(max_size);
  std::string text;
  for (const std::string& line : lines) {
    const auto status = line == "(too long)" ? Status::kTooLong : Status::kLine;
    if (!reader.take(status, line, text)) continue;
    return reader.problem() != nullptr ? reader.problem() : text;
  }
  return "(no end)";
}

std::string problem_of(const std::string& line) { return read_command(line).problem.substr(0, 9); }

}  // namespace

TEST_CASE("a line ends with CR LF and nothing else") {
  CHECK(lines_of("a\r\nb\r\n") == std::vector<std::string>{"a", "b"});
  CHECK(lines_of("a\nb\r\n") == std::vector<std::string>{"a\nb"});
  CHECK(lines_of("a\rb\r\n") == std::vector<std::string>{"a\rb"});
  CHECK(lines_of("a\r\r\nb\r\n") == std::vector<std::string>{"a\r", "b"});
  CHECK(lines_of("a\n\r\n") == std::vector<std::string>{"a\n"});
  CHECK(lines_of("\r\n") == std::vector<std::string>{""});
  CHECK(lines_of("a\r").empty());
}

TEST_CASE("a bare CR or LF is seen; a CR at the end may become an end yet") {
  CHECK(has_bare_ending("a\nb"));
  CHECK(has_bare_ending("a\rb"));
  CHECK(has_bare_ending("a\r\r\n"));
  CHECK_FALSE(has_bare_ending("a\r\nb"));
  CHECK_FALSE(has_bare_ending("a\r"));
  CHECK_FALSE(has_bare_ending(""));
}

TEST_CASE("a line over the limit is reported once, and nothing of it is kept") {
  CHECK(lines_of("12345\r\n", 5) == std::vector<std::string>{"12345"});
  CHECK(lines_of("123456\r\nx\r\n", 5) == std::vector<std::string>{"(too long)", "x"});
  CHECK(lines_of(std::string(5000, 'y') + "\r\nx\r\n", 5) ==
        std::vector<std::string>{"(too long)", "x"});
  LineReader reader;
  std::string line;
  for (int i = 0; i < 1000; i++) {
    reader.feed(std::string(1000, 'z'));
    CHECK(reader.next(5, line) == Status::kMore);
  }
  CHECK(reader.pending().size() <= 6);
}

TEST_CASE("what is dropped is gone, half a line too") {
  LineReader reader;
  std::string line;
  reader.feed("NOOP\r\nMAIL FROM");
  reader.drop();
  reader.feed(":<a@b>\r\n");
  REQUIRE(reader.next(100, line) == Status::kLine);
  CHECK(line == ":<a@b>");
}

TEST_CASE("a message ends at the line of one dot; dots before dots go") {
  CHECK(message_of({"a", "..b", "..", "."}) == "a\r\n.b\r\n.\r\n");
  CHECK(message_of({"."}).empty());
  CHECK(message_of({". ", ".x"}) == "(no end)");
}

TEST_CASE("a message with what could smuggle another is refused as a whole, at its own end") {
  CHECK(message_of({"a\n.", "MAIL FROM:<x@y>", "."}) == "554 5.6.0 A line ends with bare CR or LF");
  CHECK(message_of({"a\r.\r", "b", "."}) == "554 5.6.0 A line ends with bare CR or LF");
  CHECK(message_of({std::string("a\0b", 3), "."}) == "554 5.6.0 The message has a NUL");
  CHECK(message_of({"(too long)", "."}) == "554 5.6.0 A line has over 998 bytes");
}

TEST_CASE("size and hops are bounded") {
  CHECK(message_of({"12345678", "."}, 10) == "12345678\r\n");
  CHECK(message_of({"123456789", "."}, 10) == "552 5.3.4 Message is too large");
  std::vector<std::string> hops(30, "Received: from a");
  std::vector<std::string> body = hops;
  hops.emplace_back(".");
  CHECK(message_of(hops).substr(0, 8) == "Received");
  hops.insert(hops.begin(), "received: x");
  CHECK(message_of(hops) == "554 5.4.6 Too many hops");
  body.insert(body.begin() + 1, "");
  body.insert(body.begin(), 5, "Received: y");
  body.emplace_back(".");
  CHECK(message_of(body).substr(0, 8) == "Received");
}

TEST_CASE("commands: verbs in any case, arguments, parameters") {
  const Command mail =
      read_command("mail from:<@r.test:\"a b\"@b.example> size=10 BODY=8BITMIME X");
  CHECK(mail.problem.empty());
  CHECK(mail.verb == Verb::mail);
  CHECK(mail.path.text == "<@r.test:\"a b\"@b.example>");
  CHECK(mail.path.address == "\"a b\"@b.example");
  REQUIRE(mail.parameters.size() == 3);
  CHECK(mail.parameters[0].name == "SIZE");
  CHECK(mail.parameters[0].value == "10");
  CHECK(mail.parameters[2].value.empty());
  CHECK(read_command("NOOP  x ").argument == "x");
  CHECK(read_command("MAIL FROM:<>").path.address.empty());
  CHECK(read_command("MAIL FROM: <a@b>").problem.empty());
  CHECK(read_command("RCPT TO:<Postmaster>").path.address == "Postmaster");
}

TEST_CASE("commands that are none") {
  CHECK(problem_of("") == "500 5.5.1");
  CHECK(problem_of("FOO") == "500 5.5.1");
  CHECK(problem_of("EXPN x") == "502 5.5.1");
  CHECK(problem_of("MAIL") == "501 5.5.2");
  CHECK(problem_of("MAIL TO:<a@b>") == "501 5.5.2");
  CHECK(problem_of("NOOP \x80") == "501 5.5.2");
  CHECK(problem_of("RCPT TO:<>") == "553 5.0.0");
  CHECK(problem_of("MAIL FROM:<a@b> SIZE=") == "501 5.5.4");
  CHECK(problem_of("MAIL FROM:<a@b> =1") == "501 5.5.4");
  CHECK(read_command("A\x01\xff").problem == "500 5.5.1 Command unrecognized: \"A??\"");
}

TEST_CASE("addresses: what the rulesets and other hosts need not be shown is refused") {
  for (const char* good : {"a@b", "a", "a.b+c@d-e.f", "\"x\\\"y\"@b", "a@[127.0.0.1]",
                           "a@[IPv6:2001:db8::1]", "!#$%&'*+-/=?^_`{|}~@b", "a@b_c"}) {
    INFO(good);
    CHECK(is_mailbox(good));
  }
  for (const char* bad :
       {"",      "@b",   "a@",      "a b@c", ".a@b",       "a.@b",  "a..b@c", "a@b..c",
        "a@.b",  "a@b.", "a@[",     "a@[]",  "a@b@c",      "(a)@b", "\"a@b",  "\"a\"b@c",
        "a\\@b", "<a@b", "a@[1 2]", "a;b@c", "\xc3\xa9@b", "a@b,c"}) {
    INFO(bad);
    CHECK_FALSE(is_mailbox(bad));
  }
  CHECK(is_mailbox(std::string(64, 'a') + "@b"));
  CHECK_FALSE(is_mailbox(std::string(65, 'a') + "@b"));
  CHECK_FALSE(is_mailbox("a@" + std::string(256, 'b')));
  for (const char* bad : {"<a@b", "a@b", "<a@b>x", "<<a@b>>", "<@r:a@b", "<@r,:a@b>", "<@r:>"}) {
    INFO(bad);
    CHECK_FALSE(read_command("MAIL FROM:" + std::string(bad)).problem.empty());
  }
}

TEST_CASE("authinfo: words in quotes; anything else is no way to authenticate") {
  const auto all = read_authinfo(R"("U:bob" "I:alice" "P:a b" "R:r.example" "M:PLAIN LOGIN")");
  REQUIRE(all);
  CHECK((all->user == "bob" && all->identity == "alice" && all->password == "a b"));
  CHECK((all->realm == "r.example" && all->mechanisms == "PLAIN LOGIN"));
  const auto base64 = read_authinfo(R"( "U=YWxpY2U=" "P=c2VjcmV0")");
  REQUIRE(base64);
  CHECK((base64->user == "alice" && base64->identity == "alice" && base64->password == "secret"));
  CHECK(read_authinfo(R"("I:alice""P:x")")->user == "alice");
  for (const char* bad : {"", "no", "U:alice P:x", R"("U:alice")", R"("P:x")", R"("U:a" "P:x)",
                          R"("U:a" "P:x" "X:y")", R"("U:a" "P:x" y)", R"("U:a" "P=*")", R"("")",
                          R"("U:a" "P=AGE=")", R"("Ux" "P:x")"}) {
    INFO(bad);
    CHECK_FALSE(read_authinfo(bad));
  }
}
