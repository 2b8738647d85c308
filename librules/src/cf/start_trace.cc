// See start_trace.h.

#include "cf/start_trace.h"

#include <fmt/format.h>

#include <algorithm>

#include "cf/file_safety.h"
#include "cf/host_entry.h"

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

constexpr int kHostNotFound = 1;

// The first of the names is its own.
HostEntry own_entry(const std::vector<std::string>& names) {
  HostEntry entry;
  for (const std::string& name : names) {
    if (name.starts_with('[') && name.ends_with(']')) {
      entry.addresses.push_back(name.substr(1, name.size() - 2));
    } else if (entry.name.empty()) {
      entry.name = name;
    } else {
      entry.aliases.push_back(name);
    }
  }
  return entry;
}

bool is_v6(const HostEntry& entry) {
  return std::any_of(entry.addresses.begin(), entry.addresses.end(),
                     [](const std::string& address) { return address.starts_with("IPv6:"); });
}

void trace_found(LineReader& reader, std::string text, const HostEntry& entry) {
  if (!reader.tracing(kAddressTrace, kAddressAsked)) return;
  for (std::string& line : address_answer(entry, reader.tracing(kAddressTrace, kAddressTold))) {
    reader.trace(text + line);
    text.clear();
  }
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

void trace_own_address(LineReader& reader) {
  if (!reader.tracing(kAddressTrace, kAddressAsked) && !reader.tracing(kFileTrace, kFileChecks)) {
    return;
  }
  const HostEntry entry = own_entry(reader.options.host_names);
  const std::string& host =
      reader.options.node_name.empty() ? reader.options.host_name : reader.options.node_name;
  for (const bool v6 : {true, false}) {
    if (!entry.addresses.empty() && is_v6(entry) == v6) {
      return trace_found(reader, address_question(host, v6), entry);
    }
    const bool tracing = reader.tracing(kAddressTrace, kAddressAsked);
    if (tracing) reader.trace(address_question(host, v6) + no_address_answer(kHostNotFound));
    trace_service_switch(reader);
    if (tracing) reader.trace(no_address_answer(kHostNotFound));
  }
}

void trace_service_switch(LineReader& reader) {
  if (!reader.tracing(kFileTrace, kFileChecks)) return;
  const MapEnvironment& environment = *reader.config.map_environment;
  SafetyOptions safety = environment.safety;
  safety.user = environment.run_as;
  check_file_for(reader, environment.service_switch_file, safety, FileUse::service_switch);
}

void trace_config_file(LineReader& reader) {
  if (!reader.tracing(kFileTrace, kFileChecks)) return;
  SafetyOptions anywhere = reader.config.map_environment->safety;
  anywhere.root.clear();
  check_file_for(reader, reader.config.file, anywhere, FileUse::config);
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
