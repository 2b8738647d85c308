// See host_address.h.

#include "hosts/host_address.h"

#include <algorithm>

#include "hosts/dns_search.h"
#include "hosts/hosts_file.h"
#include "text/fold.h"

namespace rules {

namespace {

// nullopt: there is no address, and why.
std::optional<HostEntry> entry_of(std::string_view host, const HostSources& sources,
                                  DnsStatus& why) {
  why = DnsStatus::refused;
  if (host.empty()) return std::nullopt;
  if (is_address(host) && host.find(':') == std::string_view::npos) {
    return HostEntry{std::string(host), {}, {std::string(host)}};
  }
  if (auto entry = host_entry(read_hosts_file(sources.system_hosts_file), host, false)) {
    return entry;
  }
  const DnsReply reply = search_dns({host, RecordType::A}, sources);
  HostEntry entry;
  for (const DnsRecord& record : reply.records) {
    if (record.type == RecordType::CNAME) entry.aliases.push_back(record.owner);
    if (record.type != RecordType::A) continue;
    entry.name = record.owner;
    entry.addresses.push_back(record.data);
  }
  if (!entry.name.empty()) return entry;
  why = reply.status == DnsStatus::answered ? DnsStatus::no_data : reply.status;
  return std::nullopt;
}

// False: there is no address.
bool trace_answer(std::string_view host, const HostSources& sources, NameTrace& trace,
                  DnsStatus& why) {
  trace.trace(address_question(host, false), false);
  const auto entry = entry_of(host, sources, why);
  if (!entry) {
    trace.trace(no_address_answer(static_cast<int>(why)));
    return false;
  }
  for (const auto& line : address_answer(*entry, trace.tracing(kAddressTrace, kAddressTold))) {
    trace.trace(line);
  }
  return true;
}

}  // namespace

std::string address_of_host(std::string_view host, bool v6, const HostSources& sources) {
  if (host.empty()) return {};
  for (const HostsLine& line : read_hosts_file(sources.system_hosts_file)) {
    const bool here = std::any_of(line.names.begin(), line.names.end(),
                                  [&](const auto& name) { return equal_folded(name, host); });
    if (here && (line.address.find(':') != std::string::npos) == v6) return line.address;
  }
  const RecordType type = v6 ? RecordType::AAAA : RecordType::A;
  for (const DnsRecord& record : search_dns({host, type}, sources).records) {
    if (record.type == type) return record.data;
  }
  return {};
}

void trace_address_of(std::string_view host, const HostSources& sources, NameTrace& trace) {
  if (!trace.tracing(kAddressTrace, kAddressAsked)) return;
  DnsStatus why = DnsStatus::answered;
  if (trace_answer(host, sources, trace, why)) return;
  sources.switch_watch.look(trace);
  if (host.ends_with('.')) {
    trace_answer(host.substr(0, host.size() - 1), sources, trace, why);
  } else {
    trace.trace(no_address_answer(static_cast<int>(why)));
  }
}

}  // namespace rules
