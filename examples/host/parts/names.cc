// Names and addresses. Tested by tests/host/ (claims C3, C10, L1).
#include "names.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>

#include <cstring>
#include <memory>
#include <set>

#include "command.h"

namespace host {

namespace {

constexpr long kMaxPort = 65535;
constexpr const char* kLater = "451 4.4.3 DNS does not answer";
constexpr const char* kNoHost = "550 5.1.2 Host unknown";
constexpr const char* kNoMail = "556 5.1.10 The domain takes no mail";

Answer<Address> resolve(const std::string& node, const std::string& service, int flags) {
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags;
  addrinfo* list = nullptr;
  const int error = getaddrinfo(node.c_str(), service.c_str(), &hints, &list);
  if (error != 0) return {{}, error == EAI_AGAIN ? kLater : kNoHost};
  const std::shared_ptr<addrinfo> owner(list, freeaddrinfo);
  Answer<Address> answer;
  for (const addrinfo* one = list; one != nullptr; one = one->ai_next) {
    Address& address = answer.found.emplace_back();
    std::memcpy(&address.storage, one->ai_addr, one->ai_addrlen);
    address.length = one->ai_addrlen;
  }
  return answer;
}

// "[192.0.2.1]" and "[IPv6:2001:db8::1]" without what is around.
std::string literal_address(const std::string& text) {
  if (text.size() < 3 || text.front() != '[' || text.back() != ']') return "";
  const std::string inside = text.substr(1, text.size() - 2);
  return lower(inside.substr(0, 5)) == "ipv6:" ? inside.substr(5) : inside;
}

// A line of a zone file.
std::string address_record(const std::string& name, const std::string& address) {
  const bool v6 = address.compare(0, 5, "IPv6:") == 0;
  return name + (v6 ? " AAAA " + address.substr(5) : " A " + address) + "\n";
}

// The hosts of MX records, best first; none: there are no records.
Answer<std::string> ask_mx(const std::string& domain) {
  std::vector<unsigned char> bytes(65536);
  const int length =
      res_query(domain.c_str(), ns_c_in, ns_t_mx, bytes.data(), static_cast<int>(bytes.size()));
  if (length < 0) return {{}, h_errno == TRY_AGAIN ? kLater : ""};
  ns_msg message;
  if (ns_initparse(bytes.data(), length, &message) != 0) return {{}, kLater};
  std::set<std::pair<unsigned, std::string>> hosts;
  for (int i = 0; i < ns_msg_count(message, ns_s_an); i++) {
    ns_rr record;
    char name[NS_MAXDNAME];
    if (ns_parserr(&message, ns_s_an, i, &record) == 0 && ns_rr_type(record) == ns_t_mx &&
        ns_rr_rdlen(record) >= 3 &&
        dn_expand(ns_msg_base(message), ns_msg_end(message), ns_rr_rdata(record) + 2, name,
                  sizeof name) >= 0) {
      hosts.emplace(ns_get16(ns_rr_rdata(record)), name);
    }
  }
  Answer<std::string> answer;
  for (const auto& [preference, host] : hosts) answer.found.push_back(host);
  // A domain that says it takes no mail (RFC 7505).
  if (answer.found == std::vector<std::string>{""}) return {{}, kNoMail};
  return answer;
}

}  // namespace

bool Address::is_loopback() const {
  const std::string shown = text();
  return shown.starts_with("127.") || shown == "IPv6:0:0:0:0:0:0:0:1";
}

std::string Address::text() const {
  if (storage.ss_family == AF_INET6) {
    const auto* v6 = reinterpret_cast<const sockaddr_in6*>(&storage);
    std::string text = "IPv6:";
    for (int i = 0; i < 16; i += 2) {
      char group[8];
      std::snprintf(group, sizeof group, "%s%x", i > 0 ? ":" : "",
                    v6->sin6_addr.s6_addr[i] << 8 | v6->sin6_addr.s6_addr[i + 1]);
      text += group;
    }
    return text;
  }
  char text[NI_MAXHOST] = "";
  getnameinfo(raw(), length, text, sizeof text, nullptr, 0, NI_NUMERICHOST);
  return text;
}

std::string Address::port() const {
  char text[NI_MAXSERV] = "";
  getnameinfo(raw(), length, nullptr, 0, text, sizeof text, NI_NUMERICSERV);
  return text;
}

std::optional<Address> read_address(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  const std::string service = text.substr(colon + 1);
  long port = 0;
  // The resolver would take 99999, and call it 34463.
  if (!read_number(service, port) || port > kMaxPort) return std::nullopt;
  std::string host = text.substr(0, colon);
  if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
  const auto answer = resolve(host, service, AI_NUMERICHOST | AI_NUMERICSERV);
  return answer.found.empty() ? std::nullopt : std::optional(answer.found.front());
}

bool Names::take(const std::vector<std::string>& words) {
  const std::string& kind = words[0];
  if (words.size() < 3) return false;
  for (const std::string& value : std::vector<std::string>(words.begin() + 2, words.end())) {
    if (kind == "peer" && is_domain(value)) {
      const auto address = read_address("[" + literal_address("[" + words[1] + "]") + "]:0");
      if (!address) return false;
      peers_[address->text()] = value;
      if (value[0] != '[') zone_ += address_record(value, address->text());
    } else if (kind == "mx" && is_domain(words[1]) && is_domain(value)) {
      mx_[lower(words[1])].push_back(value);
      zone_ += words[1] + " MX 1 " + value + "\n";
    } else if (const auto address = read_address(value); kind == "at" && address) {
      at_[lower(words[1])].push_back(*address);
      if (is_domain(words[1])) zone_ += address_record(words[1], address->text());
    } else {
      return false;
    }
  }
  return true;
}

std::optional<Names> Names::read(const Settings& settings, std::string& complaint) {
  Names names;
  names.dns_ = settings.dns;
  names.port_ = settings.smtp_port;
  if (names.port_ > kMaxPort) {
    complaint = "smtp_port " + std::to_string(names.port_) + ": is no port";
    return std::nullopt;
  }
  const auto take = [&](const std::vector<std::string>& words) -> std::string {
    if (names.take(words)) return "";
    return "is not `peer ADDRESS NAME', `mx DOMAIN HOST ...' or `at HOST ADDRESS:PORT ...'";
  };
  if (!settings.names.empty() && !read_words(settings.names, complaint, take)) return std::nullopt;
  return names;
}

Peer Names::peer(const Address& address) const {
  const std::string text = address.text();
  const auto known = peers_.find(text);
  if (known != peers_.end()) return {known->second, "OK"};
  Peer unknown = {"[" + text + "]", "FAIL"};
  char name[NI_MAXHOST];
  const int error =
      dns_ ? getnameinfo(address.raw(), address.length, name, sizeof name, nullptr, 0, NI_NAMEREQD)
           : EAI_NONAME;
  if (error == EAI_AGAIN) unknown.resolve = "TEMP";
  // Whoever has the address writes what he likes there.
  if (error != 0 || !is_domain(name)) return unknown;
  const auto back = resolve(name, "", 0);
  for (const Address& one : back.found) {
    if (one.text() == text) return {name, "OK"};
  }
  unknown.resolve = back.problem == kLater ? "TEMP" : "FORGED";
  return unknown;
}

Answer<std::string> Names::mail_hosts(const std::string& mail_domain) const {
  std::string domain = mail_domain;
  if (domain.ends_with('.')) domain.pop_back();
  const auto known = mx_.find(lower(domain));
  if (known != mx_.end()) return {known->second, ""};
  const std::string literal = literal_address(domain);
  if (!literal.empty()) {
    // [192.0.2.1] is a host of that name; [mx.example.com] the host itself, without its MX.
    const bool is_address = !resolve(literal, "", AI_NUMERICHOST).found.empty();
    return {{is_address ? domain : literal}, ""};
  }
  auto answer = dns_ ? ask_mx(domain) : Answer<std::string>();
  // No MX: the host of that name.
  if (answer.found.empty() && answer.problem.empty()) answer.found = {domain};
  return answer;
}

Answer<Address> Names::addresses(const std::string& host) const {
  const auto known = at_.find(lower(host));
  if (known != at_.end()) return {known->second, ""};
  const std::string literal = literal_address(host);
  const std::string port = std::to_string(port_);
  if (!literal.empty()) return resolve(literal, port, AI_NUMERICHOST);
  return dns_ ? resolve(host, port, 0) : Answer<Address>{{}, kNoHost};
}

}  // namespace host
