// See start_trace.h.

#include "cf/start_trace.h"

#include <fmt/format.h>

namespace rules {

namespace {

constexpr int kStart = 0;  // the category
constexpr int kIdentity = 1;
constexpr int kNames = 4;
constexpr int kFiles = 10;
constexpr int kInterfaces = 20;
constexpr int kInterfaceCount = 40;
constexpr int kInterfaceFlags = 41;
constexpr size_t kInterfaceBytes = 40;  // that the reference's system call has for each
constexpr std::string_view kDefaultPidFile = "/var/run/sendmail/mta/sendmail.pid";

std::string shown_macro(const LineReader& reader, NameId name) {
  const auto& value = reader.config.macros[name];
  return value ? printable_text(reader, *value) : "<null>";
}

}  // namespace

void trace_build(LineReader& reader) {
  for (const BuildLine& line : reader.options.build_lines) {
    if (reader.tracing(kStart, line.level)) reader.trace(line.text);
  }
}

void trace_host_name(LineReader& reader, std::string_view host) {
  if (reader.tracing(kStart, kNames)) reader.trace(fmt::format("Canonical name: {}", host));
}

void trace_node_name(LineReader& reader, std::string_view host) {
  if (reader.tracing(kStart, kNames)) reader.trace(fmt::format(" UUCP nodename: {}", host));
}

void trace_alias(LineReader& reader, std::string_view name) {
  if (reader.tracing(kStart, kNames)) reader.trace(fmt::format("\ta.k.a.: {}", name));
}

void trace_interface_count(LineReader& reader, size_t count) {
  if (!reader.tracing(kStart, kInterfaceCount)) return;
  reader.trace(
      fmt::format("scanning for interface specific names, ifc_len={}", count * kInterfaceBytes));
}

void trace_interface(LineReader& reader, const Interface& found) {
  if (!reader.tracing(kStart, kInterfaces)) return;
  reader.trace(found.address.substr(1, found.address.size() - 2));  // without its brackets
  if (reader.tracing(kStart, kInterfaceFlags)) {
    reader.trace(fmt::format("\tflags: {:x}", found.flags));
  }
}

void trace_identity(LineReader& reader) {
  if (reader.tracing(kStart, kFiles)) {
    const std::string* pid_file = reader.config.option("PidFile");
    const std::string shown =
        pid_file == nullptr ? std::string(kDefaultPidFile) : reader.expanded(*pid_file);
    reader.trace(fmt::format("     Conf file:\t{} (selected)", reader.config.file));
    reader.trace(fmt::format("      Pid file:\t{} (selected)", raw_bytes(shown)));
  }
  if (!reader.tracing(kStart, kIdentity)) return;
  for (const std::string& line :
       {std::string(), std::string("============ SYSTEM IDENTITY (after readcf) ============"),
        "      (short domain name) $w = " + shown_macro(reader, 'w'),
        "  (canonical domain name) $j = " + shown_macro(reader, 'j'),
        "         (subdomain name) $m = " + shown_macro(reader, 'm'),
        "              (node name) $k = " + shown_macro(reader, 'k'),
        std::string("========================================================"), std::string()}) {
    reader.trace(line);
  }
}

}  // namespace rules
