// See mail_exchangers.h.

#include "hosts/mail_exchangers.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "hosts/dns_search.h"
#include "hosts/service_switch.h"
#include "text/fold.h"

namespace rules {

namespace {

constexpr int kNoHost = 68;
constexpr int kUnavailable = 69;
constexpr int kTempFail = 75;

// A server without domains to search.
class PlainNames final : public NameServer {
 public:
  explicit PlainNames(const NameServer& server) : server_(server) {}
  DnsReply ask(const DnsQuestion& question, const DnsPatience& patience) const override {
    return server_.ask(question, patience);
  }
  std::vector<std::string> search_domains() const override { return {}; }

 private:
  const NameServer& server_;
};

// The host itself, if it has a name.
MailExchangers itself(std::string_view host, int status, const HostSources& sources,
                      NameTrace& trace) {
  MailExchangers result;
  const CanonicalName own = canonical_name(host, false, sources, trace);
  result.status = own.found && own.from_dns ? 0 : status;
  if (own.found) result.hosts.push_back(own.name + ".");
  return result;
}

MailExchangers in_brackets(std::string_view host, const HostSources& sources, NameTrace& trace) {
  const size_t end = host.find(']');
  if (end == std::string_view::npos) return {};
  const std::string_view inner = host.substr(1, end - 1);
  if (!is_address(inner)) return itself(inner, 0, sources, trace);
  MailExchangers result;
  result.hosts.emplace_back(host);
  return result;
}

// The sources without domains to search, as long as it lives.
class PlainSources {
 public:
  explicit PlainSources(const HostSources& sources) : sources_(sources) {
    if (sources.server == nullptr) return;
    plain_.emplace(*sources.server);
    sources_.server = &*plain_;
  }
  const HostSources& operator*() const { return sources_; }

 private:
  HostSources sources_;
  std::optional<PlainNames> plain_;
};

// Nothing is told of the fallback, which the reference looks for when it starts.
class Silence final : public NameTrace {
 public:
  void complain(std::string_view, int) override {}
  bool tracing(int, int) const override { return false; }
  void trace(std::string_view, bool) override {}
};

MailExchangers in_order(std::vector<DnsRecord> records) {
  std::stable_sort(records.begin(), records.end(), [](const DnsRecord& a, const DnsRecord& b) {
    return a.preference < b.preference;
  });
  MailExchangers result;
  for (const DnsRecord& record : records) {
    if (record.type != RecordType::MX) continue;
    const std::string name = record.data + ".";
    const bool known = std::any_of(result.hosts.begin(), result.hosts.end(),
                                   [&](const auto& other) { return equal_folded(other, name); });
    if (!known) result.hosts.push_back(name);
  }
  result.null_mx = result.hosts.size() == 1 && result.hosts.front() == ".";
  if (result.null_mx) result = {{}, false, true, kUnavailable};
  return result;
}

MailExchangers own_exchangers(std::string_view host, bool search, const HostSources& sources,
                              NameTrace& trace) {
  const bool tracing = trace.tracing(8, 2);
  if (tracing) {
    trace.trace(
        fmt::format("getmxrr({}, droplocalhost=0, flags={}, port=-1)", host, search ? 2 : 0));
  }
  if (host.starts_with('[')) {
    return in_brackets(host, search ? sources : *PlainSources(sources), trace);
  }
  if (!asks_dns(sources.switch_file)) return {};
  const DnsReply reply = search && !sources.wildcard_mx
                             ? search_dns({host, RecordType::MX}, sources)
                             : ask_dns({host, RecordType::MX}, sources);
  if (reply.status == DnsStatus::answered) {
    if (tracing) trace.trace(fmt::format("getmxrr({}), hp=0x0, ad=0", host));
    return in_order(reply.records);
  }
  if (trace.tracing(8, 1)) {
    trace.trace(fmt::format("getmxrr: res_search({}) failed, h_errno={}", host,
                            static_cast<int>(reply.status)));
  }
  switch (reply.status) {
    case DnsStatus::try_again:
      return {{}, true, false, kTempFail};
    case DnsStatus::no_name:
    case DnsStatus::no_data:
      return itself(host, kNoHost, search ? sources : *PlainSources(sources), trace);
    default:
      return {};
  }
}

}  // namespace

MailExchangers mail_exchangers(std::string_view host, bool search, const HostSources& sources,
                               NameTrace& trace) {
  MailExchangers result = own_exchangers(host, search, sources, trace);
  if (!search || sources.fallback_mx.empty() || result.null_mx) return result;
  result.temp_fail = false;
  if (sources.fallback_mx.starts_with('[')) {
    result.hosts.push_back(sources.fallback_mx);
    return result;
  }
  Silence silence;
  MailExchangers fallback = own_exchangers(sources.fallback_mx, true, sources, silence);
  for (std::string& other : fallback.hosts) result.hosts.push_back(std::move(other));
  return result;
}

}  // namespace rules
