// A command of the -bt prompt.
//
// A new one is a file in commands/ that ends in its Command, and a line in commands/commands.def.
#ifndef CFTEST_COMMAND_H
#define CFTEST_COMMAND_H

#include <string_view>

namespace cftest {

class Debugger;

struct Command {
  // "/map": a word, in any case, with its arguments after blanks. ".D", "=S", "?", "$", "-d": what
  // the line begins with; the longest wins. "": all other lines.
  std::string_view name;
  std::string_view arguments;  // for help
  std::string_view help;
  // text: what follows the name; of a word, without blanks around it.
  void (*run)(Debugger& debugger, std::string_view text);
};

#define COMMAND(descriptor) extern const Command descriptor;
#include "commands/commands.def"
#undef COMMAND

// Among those of commands.def; NULL: none.
const Command* find_command(std::string_view name);
void for_each_command(void (*visit)(const Command& command));

}  // namespace cftest

#endif
