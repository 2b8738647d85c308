// The table of commands.def.

#include "command.h"

namespace cftest {

namespace {

constexpr const Command* kCommands[] = {
#define COMMAND(descriptor) &descriptor,
#include "commands/commands.def"
#undef COMMAND
};

}  // namespace

const Command* find_command(std::string_view name) {
  for (const Command* command : kCommands) {
    if (command->name == name) return command;
  }
  return nullptr;
}

void for_each_command(void (*visit)(const Command& command)) {
  for (const Command* command : kCommands) visit(*command);
}

}  // namespace cftest
