// See host_address.h.

#include "hosts/host_address.h"

#include <fmt/format.h>

#include <algorithm>

#include "hosts/dns_search.h"
#include "hosts/hosts_file.h"
#include "text/fold.h"

namespace rules {

namespace {

// Its own name, as the answer has it; empty: there is no address, and why.
std::string official_name(std::string_view host, const HostSources& sources, DnsStatus& why) {
  why = DnsStatus::refused;
  if (host.empty()) return {};
  if (is_address(host) && host.find(':') == std::string_view::npos) return std::string(host);
  for (const HostsLine& line : read_hosts_file(sources.system_hosts_file)) {
    const bool here = std::any_of(line.names.begin(), line.names.end(),
                                  [&](const auto& name) { return equal_folded(name, host); });
    if (here && line.address.find(':') == std::string::npos) return line.names.front();
  }
  const DnsReply reply = search_dns({host, RecordType::A}, sources);
  for (const DnsRecord& record : reply.records) {
    if (record.type == RecordType::A) return record.owner;
  }
  why = reply.status == DnsStatus::answered ? DnsStatus::no_data : reply.status;
  return {};
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
  if (!trace.tracing(61, 10)) return;
  trace.trace(fmt::format("sm_gethostbyname({}, 2)... ", host), false);
  DnsStatus why = DnsStatus::answered;
  const std::string name = official_name(host, sources, why);
  if (!name.empty()) return trace.trace(name);
  const std::string failure = fmt::format("failure: errno=0, h_errno={}", static_cast<int>(why));
  trace.trace(failure);
  trace.trace(failure);
}

}  // namespace rules
