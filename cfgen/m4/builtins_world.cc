// Built-in macros of the output, of files and programs, and of the evaluation itself.
//
// Tested by tests/m4/builtins_test.cc, tests/m4/trust_test.cc.
#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "machine.h"
#include "programs.h"

namespace m4 {

namespace {

// Long delimiters make every character of a text cost more. Who is not trusted gets short ones.
void check_delimiters(Machine& machine, const Arguments& arguments) {
  constexpr std::size_t kLongest = 32;
  if (machine.options.trusted) return;
  if (arguments[1].size() <= kLongest && arguments[2].size() <= kLongest) return;
  machine.fail(fmt::format("{} with more than {} characters", arguments[0], kLongest),
               Cause::kLimit);
}

}  // namespace

void builtin_changequote(Machine& machine, const Arguments& arguments, Text&) {
  machine.has_wrong_count(arguments, 1, 3);
  check_delimiters(machine, arguments);
  std::string open = "`";
  std::string close = "'";
  if (arguments.count() >= 2) open = arguments[1];
  const bool keeps_close = arguments.count() >= 3 && (open.empty() || !arguments[2].empty());
  if (keeps_close) close = arguments[2];
  machine.lexer.set_quotes(std::move(open), std::move(close));
}

void builtin_changecom(Machine& machine, const Arguments& arguments, Text&) {
  machine.has_wrong_count(arguments, 1, 3);
  check_delimiters(machine, arguments);
  std::string open;
  std::string close;
  if (arguments.count() >= 2) {
    open = arguments[1];
    const bool keeps_close = arguments.count() >= 3 && (open.empty() || !arguments[2].empty());
    close = keeps_close ? std::string(arguments[2]) : "\n";
  }
  machine.lexer.set_comment(std::move(open), std::move(close));
}

void builtin_dnl(Machine& machine, const Arguments& arguments, Text&) {
  machine.has_wrong_count(arguments, 1, 1);
  const Place before = machine.input.place();
  const bool ended = machine.lexer.skip_line();
  if (!ended) {
    const Place end = machine.input.place();
    machine.input.set_place(before);
    machine.warn("Warning: end of file treated as newline");
    machine.input.set_place(end);
  }
  // Our caller sets the place of the call again; the next character brings its own.
  if (!(machine.input.place() == before)) machine.input.place_is_stale();
}

void builtin_m4wrap(Machine& machine, const Arguments& arguments, Text&) {
  if (machine.has_wrong_count(arguments, 2, 0)) return;
  Text text;
  append_arguments(machine, arguments, " ", false, text);
  machine.spend(text.size());
  machine.wrap(std::move(text));
}

void builtin_divert(Machine& machine, const Arguments& arguments, Text&) {
  machine.has_wrong_count(arguments, 1, 2);
  int number = 0;
  if (arguments.count() >= 2 && !machine.number(arguments, 1, number)) return;
  machine.diversions.divert(number);
}

void builtin_divnum(Machine& machine, const Arguments& arguments, Text& expansion) {
  machine.has_wrong_count(arguments, 1, 1);
  append_number(machine.diversions.current(), arguments, expansion);
}

namespace {

void undivert_file(Machine& machine, const Arguments& arguments, std::size_t i) {
  int error = 0;
  const auto opened = machine.open(arguments[i], error);
  if (opened) {
    Origin origin = arguments.origin();
    origin.place = {machine.file_id(opened->name), 1};
    return machine.diversions.append(*opened->text, origin);
  }
  if (error == 0) return;
  machine.warn(fmt::format("cannot undivert `{}': {}", arguments[i], std::strerror(error)));
}

}  // namespace

void builtin_undivert(Machine& machine, const Arguments& arguments, Text&) {
  if (arguments.count() == 1) return machine.diversions.undivert_all();
  for (std::size_t i = 1; i < arguments.count(); ++i) {
    const std::string text(arguments[i]);
    char* end = nullptr;
    const long number = std::strtol(text.c_str(), &end, 10);
    const bool spaced =
        !text.empty() && std::string_view(" \t\n\v\f\r").find(text[0]) != std::string::npos;
    if (*end == '\0' && !spaced) {
      machine.diversions.undivert(static_cast<int>(number));
    } else {
      undivert_file(machine, arguments, i);
    }
  }
}

void builtin_include(Machine& machine, const Arguments& arguments, Text&) {
  machine.include(arguments, false);
}

void builtin_sinclude(Machine& machine, const Arguments& arguments, Text&) {
  machine.include(arguments, true);
}

void builtin_errprint(Machine& machine, const Arguments& arguments, Text&) {
  if (machine.has_wrong_count(arguments, 2, 0)) return;
  Text text;
  append_arguments(machine, arguments, " ", false, text);
  machine.spend(text.size());
  if (machine.options.sink != nullptr) machine.options.sink->errprint(text.view(), machine.where());
}

namespace {

constexpr std::string_view kNoPrograms = "a file that is not trusted starts no programs";
constexpr std::string_view kNoFiles = "a file that is not trusted makes no files";

// Runs the command of the first argument, if that is allowed.
bool run(Machine& machine, const Arguments& arguments, std::string& output) {
  if (machine.has_wrong_count(arguments, 2, 2)) {
    machine.system_status = 0;
    return false;
  }
  if (machine.refused(arguments[0], kNoPrograms)) return false;
  ProgramResult result = run_command(std::string(arguments[1]));
  machine.system_status = result.started ? result.status : 127;
  machine.spend(result.output.size());
  output = std::move(result.output);
  return true;
}

}  // namespace

void builtin_syscmd(Machine& machine, const Arguments& arguments, Text&) {
  std::string output;
  if (!run(machine, arguments, output)) return;
  machine.diversions.append_to_output(output, arguments.origin());
}

void builtin_esyscmd(Machine& machine, const Arguments& arguments, Text& expansion) {
  std::string output;
  if (!run(machine, arguments, output)) return;
  // GNU m4's texts end at a byte 0.
  expansion.append(output.c_str(), arguments.origin());
}

void builtin_sysval(Machine& machine, const Arguments& arguments, Text& expansion) {
  append_number(machine.system_status, arguments, expansion);
}

void builtin_mkstemp(Machine& machine, const Arguments& arguments, Text& expansion) {
  if (machine.has_wrong_count(arguments, 2, 2)) return;
  if (machine.refused(arguments[0], kNoFiles)) return;
  const std::string name = make_file(std::string(arguments[1]));
  if (name.empty()) {
    return machine.report(Severity::kError,
                          fmt::format("{}: cannot create tempfile `{}': {}", arguments[0],
                                      arguments[1], std::strerror(errno)));
  }
  expansion.append(machine.lexer.open_quote(), arguments.origin());
  expansion.append(name, arguments.origin());
  expansion.append(machine.lexer.close_quote(), arguments.origin());
}

void builtin_debugfile(Machine& machine, const Arguments& arguments, Text&) {
  machine.has_wrong_count(arguments, 1, 2);
  if (arguments.count() == 1) return machine.tracing.to_sink();
  if (arguments[1].empty()) return machine.tracing.to_nowhere();
  if (machine.refused(arguments[0], kNoFiles)) return;
  if (machine.tracing.to_file(std::string(arguments[1]))) return;
  machine.warn(fmt::format("cannot set debug file `{}': {}", arguments[1], std::strerror(errno)));
}

void builtin_m4exit(Machine& machine, const Arguments& arguments, Text&) {
  machine.has_wrong_count(arguments, 1, 2);
  int status = 0;
  if (arguments.count() >= 2 && !machine.number(arguments, 1, status)) status = 1;
  if (status < 0 || status > 255) {
    machine.warn(fmt::format("exit status out of range: `{}'", status));
    status = 1;
  }
  machine.exit_status = status == 0 && machine.failed ? 1 : status;
  machine.exit_place = machine.input.place();
  throw Stop();
}

void builtin_file(Machine& machine, const Arguments& arguments, Text& expansion) {
  machine.has_wrong_count(arguments, 1, 1);
  expansion.append(machine.lexer.open_quote(), arguments.origin());
  expansion.append(machine.file_name(machine.input.place().file), arguments.origin());
  expansion.append(machine.lexer.close_quote(), arguments.origin());
}

void builtin_line(Machine& machine, const Arguments& arguments, Text& expansion) {
  machine.has_wrong_count(arguments, 1, 1);
  append_number(static_cast<int>(machine.input.place().line), arguments, expansion);
}

void builtin_program(Machine& machine, const Arguments& arguments, Text& expansion) {
  machine.has_wrong_count(arguments, 1, 1);
  expansion.append(machine.lexer.open_quote(), arguments.origin());
  expansion.append("m4", arguments.origin());
  expansion.append(machine.lexer.close_quote(), arguments.origin());
}

}  // namespace m4
