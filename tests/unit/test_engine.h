// A configuration in a string, read and at work.
#ifndef LIBRULES_TESTS_TEST_ENGINE_H
#define LIBRULES_TESTS_TEST_ENGINE_H

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cf/reader.h"
#include "eval/session.h"
#include "test_maps.h"
#include "text/printable.h"

namespace rules::test {

inline ReadOptions read_options() {
  ReadOptions options;
  options.host_name = "test.example.com";
  options.map_classes = &kTestMapClasses;
  return options;
}

// With a mailer that each configuration must have, after the last line.
inline std::unique_ptr<Config> read(std::string_view cf, Diagnostics& notes) {
  std::string text(cf);
  return read_config("cf", text += "Mlocal, P=/bin/mail, A=mail\n", read_options(), notes);
}

// "LINE: TEXT" of each; the text alone for those without a place.
inline std::vector<std::string> told(const Diagnostics& notes) {
  std::vector<std::string> lines;
  for (const Diagnostic& note : notes) {
    lines.push_back(note.line == 0 ? note.text : std::to_string(note.line) + ": " + note.text);
  }
  return lines;
}

inline std::string shown(Tokens tokens, const Names& names) {
  std::string text;
  append_printable_tokens(tokens, names, text);
  return text.empty() ? text : text.substr(1);
}

// What an evaluation told that -bt would print: rulesets, complaints.
class Told final : public EvalEvents {
 public:
  std::vector<std::string> lines;
  const Names* names = nullptr;

  void ruleset_input(const Ruleset& ruleset, Tokens tokens) override {
    lines.push_back(ruleset.name + " < " + shown(tokens, *names));
  }
  void ruleset_returns(const Ruleset& ruleset, Tokens tokens) override {
    lines.push_back(ruleset.name + " > " + shown(tokens, *names));
  }
  void call_skipped(std::string_view name, int) override {
    lines.push_back("skip " + std::string(name));
  }
  void problem(const ProblemEvent& event) override {
    std::string line = "problem " + std::to_string(static_cast<int>(event.problem));
    if (event.number != 0) line += " " + std::to_string(event.number);
    if (!event.text.empty()) line.append(" ").append(event.text);
    lines.push_back(line);
  }
  void prescan_problem(PrescanProblem problem, std::string_view) override {
    lines.emplace_back(prescan_problem_text(problem));
  }
  void lookup_begins(const LookupEvent& event) override {
    lines.push_back(event.map->definition().name + "(" + std::string(event.key) + ")");
  }
  void lookup_ends(const LookupEvent& event) override {
    lines.push_back("= " + std::string(event.answer.value));
  }
};

// A program at level 10 and one session of it.
class Bench {
 public:
  explicit Bench(std::string_view cf) {
    std::string text = "V10/Berkeley\n";
    auto config = read(text.append(cf), notes);
    engine = std::make_shared<const Engine>(std::move(config));
    session = std::make_unique<Session>(engine);
  }

  // As a line of -bt: the workspace that the ruleset leaves, its tokens with a blank between.
  std::string run(std::string_view ruleset, std::string_view input) {
    begin(input);
    state = session->run(engine->program().find_called(ruleset));
    return workspace();
  }
  void begin(std::string_view input) {
    PrescanMode mode;
    mode.table = CharTable::cf;
    session->begin();
    session->add_text(input, mode);
  }
  std::string workspace() const { return shown(session->workspace(), engine->program().names()); }
  std::string resume(LookupStatus status, std::string_view value) {
    state = session->resume(status, value);
    return workspace();
  }
  // What is told from now on.
  Told& listen() {
    told_.names = &engine->program().names();
    told_.lines.clear();
    session->set_events(&told_);
    return told_;
  }

  Diagnostics notes;
  std::shared_ptr<const Engine> engine;
  std::unique_ptr<Session> session;
  RunState state = RunState::done;

 private:
  Told told_;
};

using Lines = std::vector<std::string>;

// An operator as marked text: op("$*") ...
inline std::string mark(Op op) {
  std::string text;
  append_mark(text, op);
  return text;
}

}  // namespace rules::test

#endif
