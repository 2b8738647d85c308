// What the reference tells of itself and of its host while it starts: category 0 of -d.
//
// Tested by tests/cases/bt/trace_start*, tests/cases/command_line_test.
#ifndef LIBRULES_CF_START_TRACE_H
#define LIBRULES_CF_START_TRACE_H

#include <string_view>

#include "cf/line_reader.h"

namespace rules {

// What is known before the first line of the cf: the program, and the names of the host.
void trace_build(LineReader& reader);
void trace_host_name(LineReader& reader, std::string_view host);
void trace_node_name(LineReader& reader, std::string_view host);
// A further name or address of the host.
void trace_alias(LineReader& reader, std::string_view name);
// How it was looked for (61), in the service switch file (44) too if it has no address of
// version 6.
void trace_own_address(LineReader& reader);
// Looks at the service switch file (44).
void trace_service_switch(LineReader& reader);
// Looks at the file that is read (44).
void trace_config_file(LineReader& reader);
// The interfaces that are looked at, and each of them.
void trace_interface_count(LineReader& reader, size_t count);
void trace_interface(LineReader& reader, const Interface& found);
// What the cf made of it.
void trace_identity(LineReader& reader);

}  // namespace rules

#endif
