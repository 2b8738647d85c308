// A hosts file: `address name name ... # comment`.
//
// Tested by tests/unit/hosts_files_test.cc, tests/cases/bt/host_map_files.
#ifndef LIBRULES_HOSTS_HOSTS_FILE_H
#define LIBRULES_HOSTS_HOSTS_FILE_H

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rules {

struct HostsLine {
  std::string address;
  std::vector<std::string> names;
};

// The lines of a file; none if it cannot be read. As the C library reads them: blanks may stand
// before the address.
std::vector<HostsLine> read_hosts_file(const std::string& file);

// The canonical name of `name` as the reference finds it in the file: of the first line that has
// the name, or has it without `.domain`, the first name with a dot; if there is none, the first
// name with `.domain`. A line that begins with a blank has no address, so its address is a name.
// nullopt: no such line, or no such file.
std::optional<std::string> canonical_in_hosts_file(const std::string& file, std::string_view name,
                                                   std::string_view domain);

}  // namespace rules

#endif
