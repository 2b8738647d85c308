// watched CF QUERIES: is what a ruleset does the same whether somebody watches or not?
//
// A session whose evaluations are told takes each rule in turn and each text through prescan();
// without a listener there are shorter ways (eval/session.cc). Lines of the form `RULESET[,RULESET]
// TEXT` of a file for -bt are evaluated in both; what else is in it is passed over. Prints each
// difference and how many texts were compared; exit status 1 if there is one.
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "cf/reader.h"
#include "eval/session.h"
#include "maps/map_class.h"
#include "text/printable.h"

using namespace rules;

namespace {

struct Outcome {
  RunState state = RunState::done;
  int status = 0;
  std::string workspace;
  std::string lookups;
  uint32_t line = 0;  // of the rule that decided
  bool operator==(const Outcome&) const = default;
};

std::shared_ptr<const Engine> load(const std::string& path) {
  ReadOptions options;
  options.host_name = "ref.test";
  options.user_name = "test";
  options.file_safety = false;
  options.operator_bytes = true;
  options.map_classes = &library_map_classes();
  Diagnostics notes;
  auto config = read_config_file(path, options, notes);
  return config ? std::make_shared<const Engine>(std::move(config)) : nullptr;
}

Outcome evaluate(Session& session, const std::vector<int>& rulesets, std::string_view text) {
  Outcome outcome;
  session.begin();
  if (!session.add_text(text, PrescanMode())) return outcome;
  for (size_t i = 0; i < rulesets.size() && outcome.state == RunState::done; ++i) {
    if (i > 0) session.begin_again();
    outcome.state = session.run(rulesets[i]);
  }
  outcome.status = session.status();
  append_printable_tokens(session.workspace(), session.program().names(), outcome.workspace);
  for (const LookupRecord& made : session.lookups()) {
    outcome.lookups.append(made.map).append(" ").append(made.key).append("=").append(made.value);
    outcome.lookups += "; ";
  }
  if (session.deciding_rule() != nullptr) outcome.line = session.deciding_rule()->line;
  return outcome;
}

// The numbers of `a,b,c`; none if one is unknown.
std::vector<int> rulesets_of(const Program& program, std::string_view names) {
  std::vector<int> numbers;
  for (;;) {
    const size_t comma = names.find(',');
    const int number = program.find_called(names.substr(0, comma));
    if (number == kNoRuleset) return {};
    numbers.push_back(number);
    if (comma == std::string_view::npos) return numbers;
    names.remove_prefix(comma + 1);
  }
}

void show(const char* how, const Outcome& outcome) {
  std::printf("  %s: state %d status %d line %u:%s\n    %s\n", how, static_cast<int>(outcome.state),
              outcome.status, outcome.line, outcome.workspace.c_str(), outcome.lookups.c_str());
}

// Compares what all lines of the file do; returns how many differ.
size_t compare(const std::shared_ptr<const Engine>& engine, std::ifstream& queries) {
  EvalEvents nobody;
  Session watched(engine), alone(engine);
  for (Session* session : {&watched, &alone}) {
    session->set_operator_bytes(true);
    session->set_limits({20000, 200'000, 1000, 2'000'000});
  }
  watched.set_events(&nobody);
  size_t compared = 0, different = 0;
  for (std::string line; std::getline(queries, line);) {
    const size_t blank = line.find(' ');
    if (blank == std::string::npos) continue;
    const auto rulesets = rulesets_of(engine->program(), std::string_view(line).substr(0, blank));
    if (rulesets.empty()) continue;
    const std::string_view text = cut_at_nul(std::string_view(line).substr(blank + 1));
    const Outcome expected = evaluate(watched, rulesets, text);
    const Outcome got = evaluate(alone, rulesets, text);
    ++compared;
    // Limits count what each way does.
    if (expected.state == RunState::limit || got.state == RunState::limit) continue;
    if (got == expected) continue;
    ++different;
    std::printf("%s\n", line.c_str());
    show("watched", expected);
    show("alone", got);
  }
  std::printf("%zu texts compared, %zu differ\n", compared, different);
  return different;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: watched CF QUERIES\n", stderr);
    return 2;
  }
  const auto engine = load(argv[1]);
  std::ifstream queries(argv[2], std::ios::binary);
  if (!engine || !queries) {
    std::printf("nothing can be loaded\n");
    return 0;
  }
  return compare(engine, queries) > 0 ? 1 : 0;
}
