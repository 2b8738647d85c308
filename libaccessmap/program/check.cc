// accessmap check: what is wrong with the meaning of an access map.
//
// Tested by accessmap_policy.sh; the findings by policy_test.cc.

#include <cstdio>

#include "accessmap/policy.h"
#include "commands.h"
#include "json.h"
#include "options.h"
#include "policy_arguments.h"

namespace {

using accessmap::Finding;
using accessmap::Severity;

constexpr const char* kUsage = "check [OPTION]... SOURCE";

constexpr const char* kMore =
    "SOURCE is the text that the map is built from (-: the standard input). Each finding is a "
    "line\n"
    "  SOURCE:LINE: error|warning: key: what is wrong; what to do\n"
    "with the mark [open] where somebody gets in whom the entry seems to keep out.\n"
    "Exit status: 0 nothing is wrong, 1 something is, 2 wrong usage or an unreadable file.\n";

struct CheckArguments {
  PolicyArguments policy;
  bool json = false;
  bool expand = false;
};

std::vector<Option> check_options(CheckArguments& to) {
  std::vector<Option> options = policy_options(to.policy);
  options.push_back({'j', "json", nullptr, "print the findings as JSON, one object in each line",
                     [&](const std::string&) { to.json = true; }});
  options.push_back({'x', "expand-cidr", nullptr,
                     "print the text with networks such as 10.0.0.0/12 as their keys",
                     [&](const std::string&) { to.expand = true; }});
  return options;
}

void print_text(const std::string& source, const Finding& one) {
  const char* severity = one.severity == Severity::error ? "error" : "warning";
  std::printf("%s:%zu: %s: %s%s %s; %s\n", source.c_str(), one.line, severity, one.key.c_str(),
              one.opens ? ": [open]" : ":", one.text.c_str(), one.advice.c_str());
}

void print_json(const std::string& source, const Finding& one) {
  std::printf("{\"file\":%s,\"line\":%zu,\"severity\":\"%s\",\"opens\":%s,\"code\":%s,",
              json_text(source).c_str(), one.line,
              one.severity == Severity::error ? "error" : "warning", one.opens ? "true" : "false",
              json_text(one.code).c_str());
  std::printf("\"key\":%s,\"text\":%s,\"advice\":%s}\n", json_text(one.key).c_str(),
              json_text(one.text).c_str(), json_text(one.advice).c_str());
}

int check(const CheckArguments& arguments, const std::string& source, const std::string& text) {
  if (arguments.expand) {
    const std::string expanded = accessmap::expand_networks(text, arguments.policy.style);
    std::fwrite(expanded.data(), 1, expanded.size(), stdout);
    return kOk;
  }
  const auto findings =
      accessmap::check_policy(text, arguments.policy.style, arguments.policy.site);
  for (const Finding& one : findings) {
    arguments.json ? print_json(source, one) : print_text(source, one);
  }
  return findings.empty() ? kOk : kSomeFailed;
}

}  // namespace

int check_command(Arguments arguments) {
  CheckArguments to;
  const std::vector<Option> options = check_options(to);
  Parsed parsed = parse_options(arguments, options);
  if (parsed.wrong.empty()) parsed.wrong = to.policy.wrong;
  if (parsed.wrong.empty() && parsed.operands.size() != 1) {
    parsed.wrong = "check needs the text of one map";
  }
  if (const auto end = ended_early(parsed, kUsage, options, kMore)) return *end;
  const std::string& source = parsed.operands[0];
  const auto text = read_text_file(source);
  if (!text) return kTrouble;
  const int status = check(to, source, *text);
  return flush_output() ? status : kTrouble;
}
