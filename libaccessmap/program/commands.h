// The commands of accessmap; each gets the arguments after its name.
#pragma once

#include <span>

using Arguments = std::span<char* const>;

[[nodiscard]] int build_command(Arguments arguments);
[[nodiscard]] int query_command(Arguments arguments);
[[nodiscard]] int dump_command(Arguments arguments);
[[nodiscard]] int edit_command(Arguments arguments);
[[nodiscard]] int diff_command(Arguments arguments);
[[nodiscard]] int verify_command(Arguments arguments);
[[nodiscard]] int check_command(Arguments arguments);
[[nodiscard]] int explain_command(Arguments arguments);

// The whole program under the name makemap, with argv as main() has it.
[[nodiscard]] int makemap_main(int argc, char** argv);
