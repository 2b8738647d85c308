// A line of a client as an SMTP command: verb, path, parameters (RFC 5321, 4.1).
//
// What is accepted here is tokenized by the rulesets next, and put into other hosts' commands, into
// headers and into files of the queue; so only what RFC 5321 allows is: printable ASCII, quotes and
// angle brackets that match.
//
// Tested by tests/host/reader_test.cc and fuzz_smtp.cc.
#ifndef EXAMPLES_HOST_COMMAND_H
#define EXAMPLES_HOST_COMMAND_H

#include <string>
#include <string_view>
#include <vector>

namespace host {

enum class Verb {
#define COMMAND(name, word, help) name,
#include "commands.def"
#undef COMMAND
  unsupported,
  unknown,
};

struct Path {
  std::string text;     // as the client wrote it, with brackets: what check_mail is asked about
  std::string address;  // without brackets and source route; empty: <>
};

struct Parameter {
  std::string name;  // in upper case
  std::string value;
};

struct Command {
  Verb verb = Verb::unknown;
  std::string word;      // the verb as written, printable
  std::string argument;  // all after it, without blanks around
  Path path;             // of MAIL and RCPT
  std::vector<Parameter> parameters;
  std::string problem;  // a reply, if the line is no good command: "501 5.5.2 Syntax error ..."
};

Command read_command(std::string_view line);

// "user@host", quoted words and address literals too, or only a local part.
bool is_mailbox(std::string_view text);

// A host name or address literal, as after EHLO.
bool is_domain(std::string_view text);

// No more than `limit` bytes of it, with ? for what is no printable ASCII.
std::string printable(std::string_view text, std::size_t limit = std::string_view::npos);

bool equal_ignoring_case(std::string_view a, std::string_view b);
std::string upper(std::string_view text);
std::string lower(std::string_view text);
// Decimal, 0 or more, and nothing else.
bool read_number(std::string_view text, long& number);

// What HELP says of a command; nullptr: no such command.
const char* command_help(std::string_view word);
std::string command_words();

}  // namespace host

#endif
