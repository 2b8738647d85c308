// The map class program: `Kx program FILE ARGS` starts FILE with ARGS and the key, without a shell;
// the first line that it writes is the value.
//
// Tested by tests/unit/maps_program_test.cc, tests/cases/bt/map_key_quotes.

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "cf/child_program.h"
#include "maps/answers.h"
#include "maps/flag_text.h"
#include "maps/map_class.h"
#include "maps/opened_map.h"

namespace rules {

namespace {

// What a program writes, up to its first newline; the rest is dropped.
struct FirstLine {
  bool exists = false;
  std::string text;  // without newline, at most kMaxLine bytes

  bool take(std::string_view bytes) {
    if (complete_) return true;
    exists = true;
    const size_t end = bytes.find('\n');
    text.append(bytes.substr(0, end));
    complete_ = end != std::string_view::npos || text.size() >= kMaxLine;
    if (text.size() > kMaxLine) text.resize(kMaxLine);
    return true;
  }

 private:
  static constexpr size_t kMaxLine = 2047;
  bool complete_ = false;
};

// The words behind the flags; the first is the file.
std::vector<std::string> words_of(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\n\v\f\r";
  std::vector<std::string> words;
  for (size_t at = text.find_first_not_of(kBlanks); at != std::string_view::npos;) {
    const size_t end = std::min(text.find_first_of(kBlanks, at), text.size());
    words.emplace_back(text.substr(at, end - at));
    at = text.find_first_not_of(kBlanks, end);
  }
  return words;
}

struct ProgramSettings final : MapSettings {
  std::vector<std::string> command;
};

bool parse_program(const MapClass& map_class, std::string_view definition, MapDefinition& map,
                   MapProblems& problems) {
  if (!parse_common_flags(map_class, definition, map, problems)) return false;
  auto settings = std::make_shared<ProgramSettings>();
  settings->command = words_of(after_flags(definition));
  if (settings->command.empty()) settings->command = {map.file};
  map.settings = std::move(settings);
  return true;
}

class ProgramMap final : public OpenedMap {
 public:
  using OpenedMap::OpenedMap;

 protected:
  OpenResult open_now(LookupServices& services) const override {
    if (environment().allow_exec) return {};
    services.complain(fmt::format("program map \"{}\": starting programs is not allowed here",
                                  definition().name));
    return cannot_open();
  }

  LookupAnswer answer(const LookupRequest& request, LookupServices& services) const override {
    services.system_error(0);
    const std::vector<std::string> command = command_for(request);
    trace_steps(command, request, services);
    FirstLine line;
    const ChildResult result =
        run_child(command, limits(), [&](std::string_view bytes) { return line.take(bytes); });
    services.scratch.clear();
    append_data(line.text, services, services.scratch);
    if (line.exists) rewritten_value(definition(), request, services.scratch, services);
    return answer_of(result, line.exists, services);
  }

 private:
  // %0-%9 in the words are the arguments of the look-up; the key comes last.
  std::vector<std::string> command_for(const LookupRequest& request) const {
    std::vector<std::string> command;
    const auto* settings = dynamic_cast<const ProgramSettings*>(definition().settings.get());
    if (settings != nullptr) {
      for (const std::string& word : settings->command) {
        append_unmarked_word(word, request.args, command);
      }
    }
    append_unmarked_word(request.key, {}, command, false);
    return command;
  }

  static void append_unmarked_word(std::string_view word, std::span<const std::string_view> args,
                                   std::vector<std::string>& command, bool rewritten = true) {
    std::string marked;
    if (rewritten) {
      map_rewrite(word, args, {}, marked);
    } else {
      marked = word;
    }
    append_unmarked(marked, command.emplace_back());
  }

  ChildLimits limits() const {
    const MapEnvironment& host = environment();
    return {host.program_user, host.program_group, host.program_seconds};
  }

  LookupAnswer answer_of(const ChildResult& result, bool has_line, LookupServices& services) const {
    switch (result.end) {
      case ChildEnd::exited:
        break;
      case ChildEnd::killed:
        services.complain(fmt::format("prog_map_lookup({}): child died on signal {}",
                                      definition().name, result.number));
        return nothing_found(kExitUnavailable);
      case ChildEnd::given_up:
        services.complain(fmt::format("prog_map_lookup({}): no answer within {} seconds",
                                      definition().name, environment().program_seconds));
        return temporary_failure();
      case ChildEnd::not_started:
        services.complain(
            fmt::format("prog_map_lookup({}): cannot start a program", definition().name));
        return temporary_failure();
    }
    if (result.number == kExitTempFail) return temporary_failure();
    if (result.number != 0 || !has_line) return nothing_found(result.number);
    return {LookupStatus::found, kExitOk, services.value};
  }

  void trace_steps(const std::vector<std::string>& command, const LookupRequest& request,
                   LookupServices& services) const {
    if (services.tracing(38, 20)) {
      services.trace(fmt::format("prog_map_lookup({}, {}) {}", definition().name, request.key,
                                 definition().file));
    }
    if (!services.tracing(38, 21)) return;
    std::string line = "prog_open:";
    for (const std::string& word : command) line.append(" ").append(word);
    services.trace(line);
  }
};

}  // namespace

extern const MapClass kProgramClass;
const MapClass kProgramClass = {"program", kNeedsFile | kStartsPrograms, parse_program,
                                make_map<ProgramMap>};

}  // namespace rules
