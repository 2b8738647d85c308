// cfgen: a site's .mc file in, sendmail.cf out.
//
// Tested by tests/cfgen/.
#include <fmt/core.h>

#include <cstdio>
#include <filesystem>
#include <system_error>

#include "arguments.h"
#include "generate.h"
#include "library.h"
#include "makefile.h"
#include "origins.h"
#include "output.h"

namespace {

using namespace cfgen;

enum Status { kOk = 0, kMistakesInInput = 1, kUsage = 2, kSystem = 3 };

int say(const std::string& text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (std::fflush(stdout) == 0 && written) return kOk;
  fmt::print(stderr, "cfgen: error: cannot write to standard output\n");
  return kSystem;
}

Status complain(const std::string& text, Status status) {
  fmt::print(stderr, "{}\n", text);
  return status;
}

int list(const Arguments& arguments, const std::filesystem::path& library) {
  std::string text;
  if (arguments.topic == "options") {
    for (const auto& option : list_options(library)) text += option + "\n";
    return say(text);
  }
  for (const auto& kind : kinds()) {
    if (arguments.topic != kind + "s") continue;
    for (const auto& [name, path] : list_files(library, arguments.include_paths)) {
      if (name.starts_with(kind + "/")) text += name.substr(kind.size() + 1) + "\n";
    }
    return say(text);
  }
  return complain(
      fmt::format("cfgen: error: --list {}: it knows features, mailers, ostypes, domains, hacks, "
                  "siteconfigs and options",
                  arguments.topic),
      kUsage);
}

int explain(const Arguments& arguments, const std::filesystem::path& library) {
  std::string text;
  const auto files = list_files(library, arguments.include_paths);
  for (const auto& kind : kinds()) {
    const auto file = files.find(kind + "/" + arguments.topic);
    if (file != files.end()) text += (text.empty() ? "" : "\n") + read_head(file->second);
  }
  if (!text.empty()) return say(text);
  return complain(fmt::format("cfgen: error: --explain {}: there is no such FEATURE, MAILER, "
                              "OSTYPE, DOMAIN or HACK; see cfgen --list features",
                              arguments.topic),
                  kUsage);
}

Status write(const std::string& path, const std::string& text) {
  std::string mistake;
  if (write_whole(path, text, mistake)) return kOk;
  return complain(mistake, kSystem);
}

bool are_one_file(const std::string& a, const std::string& b) {
  std::error_code failed;
  return a == b || std::filesystem::equivalent(a, b, failed);
}

// What would write over the .mc file, or over the other output.
std::string lost_file(const Arguments& arguments) {
  if (!arguments.output.empty() && are_one_file(arguments.output, arguments.input)) {
    return fmt::format("-o {} is the .mc file itself; name another file", arguments.output);
  }
  if (arguments.map.empty()) return {};
  if (are_one_file(arguments.map, arguments.input)) {
    return fmt::format("--map {} is the .mc file itself; name another file", arguments.map);
  }
  if (!are_one_file(arguments.map, arguments.output)) return {};
  return fmt::format("--map {} is the file of -o, too; name another file", arguments.map);
}

int make(const Arguments& arguments) {
  if (const std::string lost = lost_file(arguments); !lost.empty()) {
    return complain("cfgen: error: " + lost, kUsage);
  }
  const Generated result = generate(arguments);
  for (const auto& line : result.messages) fmt::print(stderr, "{}\n", line);
  if (result.outcome == Outcome::kCannotRun) return kSystem;
  if (result.outcome == Outcome::kMistakes) return kMistakesInInput;
  if (arguments.action == Action::kCheck) return kOk;
  const std::string text = arguments.action == Action::kMakefile
                               ? makefile_for(result.text, arguments.input)
                               : result.text;
  if (!arguments.map.empty()) {
    const Status status = write(arguments.map, source_map(result.origins, arguments.output));
    if (status != kOk) return status;
  }
  if (arguments.output.empty()) return say(text);
  return write(arguments.output, text);
}

int run(const Arguments& arguments) {
  if (arguments.action == Action::kHelp) return say(help_text());
  if (arguments.action == Action::kVersion) return say("cfgen " CFGEN_VERSION "\n");
  if (arguments.action == Action::kGenerate || arguments.action == Action::kCheck ||
      arguments.action == Action::kMakefile) {
    return make(arguments);
  }
  const auto library = find_library(arguments.library);
  if (!library) {
    return complain("cfgen: error: the m4 library is missing; set CFGEN_LIBRARY to its folder",
                    kSystem);
  }
  return arguments.action == Action::kList ? list(arguments, *library)
                                           : explain(arguments, *library);
}

}  // namespace

int main(int argc, char** argv) {
  std::string mistake;
  const auto arguments = read_arguments(argc, argv, mistake);
  if (!arguments) return complain("cfgen: error: " + mistake, kUsage);
  return run(*arguments);
}
