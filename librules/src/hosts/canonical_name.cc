// See canonical_name.h.

#include "hosts/canonical_name.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "hosts/hosts_file.h"
#include "hosts/service_switch.h"
#include "text/fold.h"

namespace rules {

namespace {

constexpr int kFound = 0;
constexpr int kNoHost = 68;
constexpr int kUnavailable = 69;
constexpr int kTempFail = 75;
constexpr int kMostCnames = 12;

class DnsSearch {
 public:
  DnsSearch(std::string_view name, bool mail, const HostSources& sources, NameTrace& trace)
      : name_(name), mail_(mail), sources_(sources), trace_(trace) {}

  CanonicalName run() {
    if (sources_.server == nullptr) return failed(DnsStatus::try_again);
    for (int cnames = 1;; ++cnames) {
      std::optional<std::string> target;
      const std::optional<CanonicalName> result = search(target);
      if (!target) return *result;
      if (cnames == kMostCnames) {
        trace_.complain(fmt::format("DNS failure: CNAME loop for {}", name_), kNoError);
        return failed(DnsStatus::no_name);
      }
      name_ = *target;
      followed_ = true;
    }
  }

 private:
  static CanonicalName failed(DnsStatus error) {
    CanonicalName result;
    result.error = error == DnsStatus::refused ? DnsStatus::no_name : error;
    result.status = error == DnsStatus::try_again ? kTempFail : kNoHost;
    return result;
  }

  std::vector<std::string> domains() const {
    std::vector<std::string> all;
    if (followed_ || name_.ends_with('.')) return {""};
    const auto dots = static_cast<unsigned>(std::count(name_.begin(), name_.end(), '.'));
    const bool as_it_is = dots > 0;
    const bool first = dots >= sources_.server->dots_needed();
    if (as_it_is && first) all.emplace_back();
    for (std::string& domain : sources_.server->search_domains()) {
      const bool wanted =
          sources_.search_domains || (sources_.default_domain && !as_it_is && all.empty());
      if (wanted) all.push_back(std::move(domain));
    }
    if (as_it_is && !first) all.emplace_back();
    return all;
  }

  // The domains in turn; a CNAME leads to `target`, with which all begins anew.
  std::optional<CanonicalName> search(std::optional<std::string>& target) {
    std::string_view base = name_;
    if (base.ends_with('.')) base.remove_suffix(1);
    DnsStatus error = DnsStatus::no_name;
    bool again = false;
    for (const std::string& domain : domains()) {
      std::string full(base);
      if (!domain.empty()) full.append(".").append(domain);
      for (const RecordType type : {RecordType::AAAA, RecordType::A, RecordType::MX}) {
        if (type == RecordType::MX && !asks_mx(domain)) continue;
        if (trace_.tracing(8, 5)) trace_try(base, domain, type);
        const DnsReply reply = sources_.server->ask({full, type}, sources_.patience);
        error = reply.status;
        if (trace_.tracing(8, 7)) trace_status(error);
        again = again || error == DnsStatus::try_again;
        if (error == DnsStatus::no_name || error == DnsStatus::refused) break;
        if (error != DnsStatus::answered && error != DnsStatus::no_data) continue;
        target = cname_of(reply, full);
        if (target) return std::nullopt;
        if (error != DnsStatus::answered) continue;
        if (trace_.tracing(8, 5)) trace_.trace("dns_getcanonname: " + full);
        return found(full);
      }
    }
    return failed(again ? DnsStatus::try_again : error);
  }

  bool asks_mx(std::string_view domain) const {
    return mail_ && (domain.empty() || !sources_.wildcard_mx);
  }

  void trace_try(std::string_view base, std::string_view domain, RecordType type) {
    const char* const name = type == RecordType::AAAA ? "AAAA" : type == RecordType::A ? "A" : "MX";
    trace_.trace(fmt::format("dns_getcanonname: trying {}.{} ({})", base, domain, name));
  }
  void trace_status(DnsStatus status) {
    trace_.trace(status == DnsStatus::answered
                     ? "\tYES"
                     : fmt::format("\tNO: errno={}, h_errno={}",
                                   status == DnsStatus::try_again ? ETIMEDOUT : 0,
                                   static_cast<int>(status)));
  }

  CanonicalName found(std::string name) const {
    CanonicalName result;
    result.found = true;
    result.status = kFound;
    result.error = DnsStatus::answered;
    result.name = std::move(name);
    return result;
  }

  std::optional<std::string> cname_of(const DnsReply& reply, std::string_view name) const {
    if (!sources_.expand_cnames) return std::nullopt;
    for (const DnsRecord& record : reply.records) {
      if (record.type == RecordType::CNAME && equal_folded(record.owner, name)) return record.data;
    }
    return std::nullopt;
  }

  std::string name_;
  bool mail_;
  bool followed_ = false;
  const HostSources& sources_;
  NameTrace& trace_;
};

struct Address {
  int family = AF_INET;
  std::array<unsigned char, 16> bytes{};

  size_t size() const { return family == AF_INET ? 4 : 16; }
  bool operator==(const Address&) const = default;
};

std::optional<Address> parse_address(std::string_view text) {
  Address address;
  in_addr v4{};
  const std::string copy(text.substr(0, text.find('\0')));
  if (inet_aton(copy.c_str(), &v4) != 0 && copy.find_first_of(" \t\n") == std::string::npos) {
    std::memcpy(address.bytes.data(), &v4, 4);
    return address;
  }
  address.family = AF_INET6;
  constexpr std::string_view kTag = "IPv6:";
  const bool tagged = equal_folded(text.substr(0, kTag.size()), kTag);
  if (inet_pton(AF_INET6, copy.c_str() + (tagged ? kTag.size() : 0), address.bytes.data()) == 1) {
    return address;
  }
  return std::nullopt;
}

std::string reverse_name(const Address& address) {
  std::string name;
  for (size_t i = address.size(); i-- > 0;) {
    const unsigned byte = address.bytes[i];
    name += address.family == AF_INET ? fmt::format("{}.", byte)
                                      : fmt::format("{:x}.{:x}.", byte & 15, byte >> 4);
  }
  return name + (address.family == AF_INET ? "in-addr.arpa" : "ip6.arpa");
}

std::optional<std::string> name_in_hosts_file(const Address& address, const std::string& file) {
  for (const HostsLine& line : read_hosts_file(file)) {
    if (!line.names.empty() && parse_address(line.address) == address) return line.names.front();
  }
  return std::nullopt;
}

// By DNS alone.
CanonicalName canonical_in_dns(std::string_view name, bool mail, const HostSources& sources,
                               NameTrace& trace) {
  if (trace.tracing(8, 2)) {
    trace.trace(fmt::format("dns_getcanonname({}, trymx={})", name, mail ? 1 : 0));
  }
  return DnsSearch(name, mail, sources, trace).run();
}

constexpr time_t kKeptFor = 3600;
constexpr size_t kMostKept = 1000;

time_t now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec;
}

}  // namespace

const CanonicalName* KnownNames::find(std::string_view name) const {
  const auto entry = entries_.find(name);
  if (entry == entries_.end() || entry->second.expires < now()) {
    return nullptr;
  }
  return &entry->second.found;
}

const CanonicalName& KnownNames::add(std::string_view name, CanonicalName found) {
  if (entries_.size() >= kMostKept) entries_.clear();
  Entry& entry = entries_[std::string(name)];
  entry = {std::move(found), now() + kKeptFor};
  return entry.found;
}

CanonicalName canonical_name(std::string_view name, bool mail, const HostSources& sources,
                             NameTrace& trace) {
  const bool tracing = trace.tracing(38, 20);
  CanonicalName result;
  result.status = kUnavailable;
  DnsStatus dns_error = DnsStatus::no_name;
  int authenticated = 1;  // until DNS says otherwise: only seen in the trace
  sources.switch_watch.look(trace);
  for (const std::string& service : host_services(sources.switch_file)) {
    if (tracing) trace.trace(fmt::format("getcanonname({}), trying {}", name, service));
    if (equal_folded(service, "files")) {
      if (tracing) trace.trace(fmt::format("text_getcanonname({})", name));
      const auto found = canonical_in_hosts_file(sources.hosts_file, name, sources.domain);
      result = {};
      result.found = found.has_value();
      result.status = found ? kFound : kNoHost;
      if (found) result.name = *found;
    } else if (equal_folded(service, "dns")) {
      result = canonical_in_dns(name, mail, sources, trace);
      dns_error = result.error;
      result.from_dns = true;
      authenticated = 0;
      if (name.ends_with('.')) name.remove_suffix(1);
    } else {
      result = {};
      result.status = kUnavailable;
    }
    if (!result.found) continue;
    if (tracing)
      trace.trace(fmt::format("getcanonname({}), found, ad={}", result.name, authenticated));
    return result;
  }
  if (tracing) {
    trace.trace(fmt::format("getcanonname({}), failed, status={}", name, result.status));
  }
  result.error = dns_error;
  result.name = name;
  return result;
}

bool is_address(std::string_view text) { return parse_address(text).has_value(); }

CanonicalName name_of_address(std::string_view text, const HostSources& sources) {
  CanonicalName result;
  const auto address = parse_address(text);
  result.error = DnsStatus::answered;
  if (!address) return result;
  if (const auto known = name_in_hosts_file(*address, sources.system_hosts_file)) {
    result.found = true;
    result.name = *known;
    return result;
  }
  DnsReply reply;
  const std::string name = reverse_name(*address);
  if (sources.server != nullptr)
    reply = sources.server->ask({name, RecordType::PTR}, sources.patience);
  result.error = reply.status;
  for (const DnsRecord& record : reply.records) {
    if (record.type != RecordType::PTR) continue;
    result.found = true;
    result.from_dns = true;
    result.error = DnsStatus::answered;
    result.name = record.data;
    return result;
  }
  if (result.error == DnsStatus::answered) result.error = DnsStatus::no_data;
  return result;
}

}  // namespace rules
