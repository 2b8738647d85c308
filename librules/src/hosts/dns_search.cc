// See dns_search.h.

#include "hosts/dns_search.h"

#include <algorithm>
#include <string>
#include <vector>

namespace rules {

namespace {

class Search {
 public:
  Search(const DnsQuestion& question, const HostSources& sources)
      : question_(question), sources_(sources) {}

  DnsReply run() {
    if (sources_.server == nullptr) return {};
    const std::string_view name = question_.name;
    if (name.ends_with('.')) return ask_dns(question_, sources_);
    const auto dots = static_cast<unsigned>(std::count(name.begin(), name.end(), '.'));
    const bool first = dots >= sources_.server->dots_needed();
    std::optional<DnsStatus> plain;
    if (first) {
      if (tried(std::string(name))) return reply_;
      plain = reply_.status;
    }
    for (const std::string& domain : domains(dots == 0)) {
      if (tried(std::string(name) + "." + domain)) return reply_;
    }
    if (!first) {
      if (tried(std::string(name))) return reply_;
      plain = reply_.status;
    }
    return {no_answer(*plain), {}};
  }

 private:
  // As the C library's options DNSRCH and DEFNAMES have it.
  std::vector<std::string> domains(bool without_dot) const {
    if (!(without_dot ? sources_.default_domain : sources_.search_domains)) return {};
    std::vector<std::string> all = sources_.server->search_domains();
    if (!sources_.search_domains && all.size() > 1) all.resize(1);
    return all;
  }

  bool tried(const std::string& name) {
    reply_ = ask_dns({name, question_.type}, sources_);
    no_data_ = no_data_ || reply_.status == DnsStatus::no_data;
    failed_ = failed_ || reply_.status == DnsStatus::try_again;
    return reply_.status == DnsStatus::answered;
  }

  DnsStatus no_answer(DnsStatus plain) const {
    if (plain != DnsStatus::no_name) return plain;
    if (no_data_) return DnsStatus::no_data;
    return failed_ ? DnsStatus::try_again : DnsStatus::no_name;
  }

  DnsQuestion question_;
  const HostSources& sources_;
  DnsReply reply_;
  bool no_data_ = false;
  bool failed_ = false;
};

}  // namespace

DnsReply ask_dns(DnsQuestion question, const HostSources& sources) {
  if (sources.server == nullptr) return {};
  if (question.name.ends_with('.')) question.name.remove_suffix(1);
  return sources.server->ask(question, sources.patience);
}

DnsReply search_dns(const DnsQuestion& question, const HostSources& sources) {
  return Search(question, sources).run();
}

}  // namespace rules
