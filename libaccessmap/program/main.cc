// accessmap: builds, queries and lists the databases of an MTA.
//
// Under the name makemap it takes makemap's arguments. Tested by the cases of
// tests/accessmap/.

#include <cstdio>
#include <new>
#include <string_view>

#include "commands.h"
#include "files.h"

namespace {

struct Command {
  std::string_view name;
  int (*run)(Arguments);
  const char* arguments;
  const char* help;
};

constexpr Command kCommands[] = {
#define ACCESSMAP_COMMAND(name, function, arguments, help) {name, function, arguments, help},
#include "commands.def"
#undef ACCESSMAP_COMMAND
};

void print_usage(std::FILE* to) {
  std::fputs("usage:\n", to);
  for (const Command& command : kCommands) {
    std::fprintf(to, "  accessmap %s %s\n      %s\n", command.name.data(), command.arguments,
                 command.help);
  }
  std::fputs("'accessmap COMMAND --help' lists the options of a command.\n", to);
}

int run(int argc, char** argv) {
  const std::string_view self = argc > 0 ? argv[0] : "accessmap";
  if (self.substr(self.rfind('/') + 1) == "makemap") return makemap_main(argc, argv);
  const std::string_view name = argc > 1 ? argv[1] : "";
  if (name == "--help" || name == "-h" || name == "help") {
    print_usage(stdout);
    return flush_output() ? kOk : kTrouble;
  }
  for (const Command& command : kCommands) {
    if (command.name == name) {
      return command.run(Arguments(argv + 2, static_cast<std::size_t>(argc - 2)));
    }
  }
  if (!name.empty()) complain("there is no command " + std::string(name));
  print_usage(stderr);
  return kTrouble;
}

}  // namespace

// A build that runs out of memory removes what it has written, too.
int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::bad_alloc&) {
    complain("there is not enough memory; what was there before is as it was");
    return kTrouble;
  }
}
