// cftest: tests a sendmail.cf without a mail server.
//
//   cftest [-bt] -C FILE ...      the reference's address test mode: same commands, same output
//   cftest call FILE RULESET ...  calls a ruleset as a mail server would, and shows the verdict
//
// Tested by tests/cases/.

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "build_identity.h"
#include "call.h"
#include "command.h"
#include "command_line.h"
#include "debugger.h"
#include "interrupts.h"

namespace cftest {

namespace {

constexpr const char* kHelpHead = R"(usage: cftest [-bt] -C FILE [OPTION...] < COMMANDS
       cftest call FILE RULESET [ARGUMENT...] [OPTION...]    (cftest call --help)

Reads a sendmail.cf and commands, and prints what sendmail -bt prints.

  -C FILE             the configuration (default /etc/mail/sendmail.cf)
  -d SPEC             trace from the start, as the command -d does
  -D FILE             append traces to FILE; before -d
  -M xVALUE           define macro x, or {name}; wins over the configuration
  -O NAME=VALUE       set an option; wins over the configuration
  -oXVALUE            the same by its letter
  -X FILE             append complaints to FILE
  -v                  no prompt; repeat each line
  --host-name NAME    the host's name (default: the kernel's, with its domain from /etc/hosts)
  --user NAME         the user's name
  --interfaces LIST   names and [addresses] of the host, with commas between (default: its own)
  --interface ADDRESS[=NAME,...]
                      an interface with its names, found after the configuration was read; again
                      for each (default: its own)
  --zone FILE         DNS answers from FILE (default: the system's name servers, when asked)
  --root DIR          absolute names of maps, class files and help files are below DIR
  --cache FILE        keep what was read of the configuration in FILE, and use it the next time
  --no-file-safety    accept files that others could have written
  --allow-exec        let the configuration start programs
  --as-reference      what sendmail does where cftest does better on purpose:
                      bytes 0x80-0x9f of data act as operators, long keys are cut
  --help, --version
Other options of sendmail are accepted, and have no effect.

Commands:
)";

void print_command(const Command& command) {
  std::string usage = command.name.empty() ? "  " : "  " + std::string(command.name);
  if (!command.name.empty() && command.name[0] == '/') usage += ' ';
  usage += command.arguments;
  std::printf("%s\n      %s\n", usage.c_str(), std::string(command.help).c_str());
}

int print_help() {
  std::fputs(kHelpHead, stdout);
  for_each_command(print_command);
  std::puts(
      "\nExit status: 0, or that of the first complaint: 64 usage, 70 configuration, 71 files,\n"
      "72 no configuration.");
  return 0;
}

int test_mode(const CommandLine& line, Output& output) {
  TestEngine engine(output);
  for (const std::string& spec : line.debug) engine.set_debug(spec);
  if (!engine.load(line.setup)) return output.exit_status();
  output.line("ADDRESS TEST MODE (ruleset 3 NOT automatically invoked)");
  output.line("Enter <ruleset> <address>");
  engine.enter_test_mode();
  catch_interrupts();
  Debugger(engine, output, line.echo || engine.is_verbose()).run(stdin);
  engine.close_maps();
  output.flush();
  return output.exit_status();
}

int run(const std::vector<std::string>& words) {
  UsageError error;
  auto line = parse_command_line(words, error);
  if (!line) {
    std::fprintf(error.to_stdout ? stdout : stderr, "%s\n", error.text.c_str());
    return kExitUsage;
  }
  if (line->help) return print_help();
  if (line->version) return std::puts(kVersion) < 0 ? 1 : 0;
  std::unique_ptr<std::FILE, CloseFile> debug_file;
  if (line->debug_file) {
    debug_file.reset(std::fopen(line->debug_file->c_str(), "a"));
    if (!debug_file) {
      auto& settings = line->setup.settings;
      settings.insert(
          settings.begin(),
          {CommandLineSetting::Kind::complaint, "",
           "cannot open " + *line->debug_file + ": " + std::strerror(errno), kExitCannotCreate});
    }
  }
  Output output(stdout, debug_file ? debug_file.get() : stdout);
  output.log_to(line->log.get());
  return test_mode(*line, output);
}

}  // namespace

}  // namespace cftest

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (!words.empty() && words[0] == "call") {
    return cftest::run_call({words.begin() + 1, words.end()});
  }
  return cftest::run(words);
}
