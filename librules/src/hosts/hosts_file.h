// A hosts file: `address name name ... # comment`.
//
// Tested by tests/unit/hosts_files_test.cc, tests/cases/bt/host_map_files.
#ifndef LIBRULES_HOSTS_HOSTS_FILE_H
#define LIBRULES_HOSTS_HOSTS_FILE_H

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cf/host_entry.h"

namespace rules {

struct HostsLine {
  std::string address;
  std::vector<std::string> names;
};

// The lines of a file; none if it cannot be read. As the C library reads them: blanks may stand
// before the address.
std::vector<HostsLine> read_hosts_file(const std::string& file);

// What the C library makes of the lines that have the name, in any case: the first line's names,
// then each other line's with its first name last. v6: of the lines with such an address; else of
// the others, and of ::1, which is 127.0.0.1 then. nullopt: no such line.
std::optional<HostEntry> host_entry(const std::vector<HostsLine>& lines, std::string_view name,
                                    bool v6);

// The canonical name of `name` as the reference finds it in the file: of the first line that has
// the name, or has it without `.domain`, the first name with a dot; if there is none, the first
// name with `.domain`. A line that begins with a blank has no address, so its address is a name.
// nullopt: no such line, or no such file.
std::optional<std::string> canonical_in_hosts_file(const std::string& file, std::string_view name,
                                                   std::string_view domain);

}  // namespace rules

#endif
