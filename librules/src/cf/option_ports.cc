// DaemonPortOptions and ClientPortOptions: `Name=MTA, Port=smtp, Addr=127.0.0.1, ...`; the first
// letter of a key says it all. No port is opened here, only what is wrong is told.
//
// Names of hosts are looked up in /etc/hosts: reading a configuration asks no server.

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>

#include <fstream>
#include <sstream>
#include <string>

#include "cf/option_checks.h"
#include "text/fold.h"

namespace rules {

namespace {

struct DaemonFlag {
  char letter;
  std::string_view name;
};
// In the order in which the reference shows them.
constexpr DaemonFlag kFlags[] = {
    {'a', "AUTHREQ"}, {'b', "BINDIF"}, {'c', "CANONREQ"}, {'h', "IFNHELO"}, {'f', "FQMAIL"},
    {'r', "FQRCPT"},  {'s', "SMTPS"},  {'u', "UNQUALOK"}, {'A', "NOAUTH"},  {'C', "NOCANON"},
    {'E', "NOETRN"},  {'S', "NOTLS"},  {'O', "OPTIONAL"},
};

}  // namespace

bool is_known_host(const std::string& name, bool six) {
  std::ifstream file("/etc/hosts");
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line.substr(0, line.find('#')));
    std::string address;
    words >> address;
    const bool is_six = address.find(':') != std::string::npos;
    for (std::string word; words >> word;) {
      if (is_six == six && equal_folded(word, name)) return true;
    }
  }
  return false;
}

namespace {

class PortOptions {
 public:
  explicit PortOptions(LineReader& reader) : reader_(reader) {}

  void read(std::string_view text) {
    while (!text.empty()) {
      const size_t comma = std::min(text.find(','), text.size());
      std::string_view field = text.substr(0, comma);
      text.remove_prefix(std::min(comma + 1, text.size()));
      while (!field.empty() && is_blank(field.front())) field.remove_prefix(1);
      const size_t equals = field.find('=');
      if (equals != std::string_view::npos) set(field, trim(field.substr(equals + 1)));
    }
    if (has_host_) check_host();
    if (has_port_) check_port();
  }

  void trace(int number) {
    if (!reader_.tracing(37, 1)) return;
    std::string shown;
    for (const DaemonFlag& flag : kFlags) {
      if (flags_.find(flag.letter) == std::string::npos) continue;
      shown.append(shown.empty() ? "<" : ",").append(flag.name);
    }
    if (!shown.empty()) shown += '>';
    const std::string name = has_name_ ? name_ : fmt::format("Daemon{}", number);
    reader_.trace(fmt::format("Daemon {} flags: {}", name, shown));
  }

 private:
  void set(std::string_view field, std::string_view value) {
    switch (field.front()) {
      case 'A':
      case 'a':
        has_host_ = true;
        host_ = seven_bit(value);
        return;
      case 'D':
        check_mode(value);
        return;
      case 'F':
      case 'f':
        set_family(seven_bit(value));
        return;
      case 'M':
      case 'm':
        flags_ = value;
        return;
      case 'N':
      case 'n':
        has_name_ = true;
        name_ = seven_bit(value);
        return;
      case 'P':
      case 'p':
        has_port_ = true;
        port_ = seven_bit(value);
        return;
      default:
        break;
    }
    if (std::string_view("cdIiLlqRrSs").find(field.front()) != std::string_view::npos) return;
    reader_.warn(fmt::format("PortOptions parameter \"{}\" unknown", seven_bit(field)));
  }

  void check_mode(std::string_view value) {
    if (!value.empty() && std::string_view("bdiq").find(value.front()) != std::string_view::npos) {
      return;
    }
    reader_.warn(fmt::format("Unknown delivery mode {}", seven_bit(value.substr(0, 1))));
  }

  void set_family(const std::string& family) {
    if (!family.empty() && is_digit(family.front())) return;
    if (equal_folded(family, "inet6")) {
      family_ = '6';
    } else if (equal_folded(family, "inet")) {
      family_ = '4';
    } else if (equal_folded(family, "unix") || equal_folded(family, "local")) {
      family_ = 'l';
    } else {
      reader_.warn(fmt::format("Unknown address family {} in Family=option", family));
    }
  }

  void check_host() {
    if (family_ == 'l') return;
    in6_addr six{};
    const std::string plain = host_.starts_with("IPv6:") ? host_.substr(5) : host_;
    const bool numeric = family_ == '6' ? inet_pton(AF_INET6, plain.c_str(), &six) == 1
                                        : inet_addr(host_.c_str()) != INADDR_NONE;
    if (numeric || is_known_host(host_, family_ == '6')) return;
    reader_.warn(fmt::format("host \"{}\" unknown", host_));
  }

  void check_port() {
    if (!port_.empty() && is_digit(port_.front())) return;
    if (getservbyname(port_.c_str(), "tcp") != nullptr) return;
    reader_.warn(fmt::format("service \"{}\" unknown", port_));
  }

  LineReader& reader_;
  char family_ = '4';
  bool has_host_ = false;
  bool has_port_ = false;
  bool has_name_ = false;
  std::string host_;
  std::string port_;
  std::string name_;
  std::string flags_;
};

}  // namespace

namespace option_checks {

void client_port(LineReader& reader, const OptionValue& value) {
  PortOptions(reader).read(value.text);
}

void daemon_port(LineReader& reader, const OptionValue& value) {
  PortOptions options(reader);
  options.read(value.text);
  options.trace(reader.config.daemons++);
}

}  // namespace option_checks

}  // namespace rules
