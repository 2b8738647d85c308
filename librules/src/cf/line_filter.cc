// X lines: a mail filter, name and fields. They are checked and kept; no filter is asked.
//
// Tested by tests/cases/bt/cf_filters.

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "cf/field_list.h"
#include "cf/file_safety.h"
#include "cf/line_reader.h"
#include "cf/time_value.h"
#include "text/fold.h"

namespace rules {

namespace {

class FilterLine {
 public:
  FilterLine(LineReader& reader, std::string_view text) : reader_(reader), fields_(text) {}

  void read() {
    name_ = seven_bit(fields_.take_name(" \t\n\v\f\r"));
    if (name_.empty()) return reader_.warn("name required for mail filter");
    char letter = '\0';
    for (std::string value; !fields_.at_end(); set(letter, value)) {
      if (!fields_.take_field(letter, value)) return tell("`=' expected");
    }
    check_socket();
    check_new();
  }

 private:
  void tell(const std::string& text, int error_number = 0) {
    reader_.warn(fmt::format("X{}: {}", name_, text), error_number);
  }

  void set(char letter, const std::string& value) {
    switch (letter) {
      case 'S':
        socket_ = seven_bit(value);
        return;
      case 'F':
        return;
      case 'T':
        check_timeouts(seven_bit(value));
        return;
      default:
        tell(fmt::format("unknown filter equate {}=", letter));
    }
  }

  // `C:5m;S:10s`
  void check_timeouts(std::string_view text) {
    while (!text.empty()) {
      while (!text.empty() && (text.front() == ';' || is_blank(text.front())))
        text.remove_prefix(1);
      const std::string_view field = text.substr(0, text.find(';', text.find(':')));
      text.remove_prefix(field.size());
      const size_t colon = field.find(':');
      if (colon == std::string_view::npos) {
        return reader_.warn(fmt::format("X{}, T=: `:' expected", name_));
      }
      if (std::string_view("CSRE").find(field.front()) == std::string_view::npos) {
        tell(fmt::format("unknown filter timeout {}", field.front()));
        continue;
      }
      std::string_view time = field.substr(colon + 1);
      while (!time.empty() && is_blank(time.front())) time.remove_prefix(1);
      check_time(time, reader_);
    }
  }

  void check_socket() {
    if (socket_.empty()) return tell("empty or missing socket information");
    const size_t colon = socket_.find(':');
    if (colon == std::string::npos) return check_local(socket_);
    if (colon == 0) return check_local(socket_.substr(1));
    const std::string type = socket_.substr(0, colon);
    const std::string address = socket_.substr(colon + 1);
    if (equal_folded(type, "unix") || equal_folded(type, "local")) {
      return check_local(address);
    }
    const bool six = equal_folded(type, "inet6");
    if (six || equal_folded(type, "inet")) return check_address(address, six);
    tell(fmt::format("unknown socket type {}: Protocol not supported", type), EPROTONOSUPPORT);
  }

  // One that is not there yet is no problem; whether it is safe is asked, and does not matter here.
  void check_local(const std::string& file) {
    constexpr size_t kLongest = sizeof(sockaddr_un::sun_path) - 1;
    if (file.size() > kLongest) {
      return tell(fmt::format("local socket name {} too long: {}", file, std::strerror(EINVAL)),
                  EINVAL);
    }
    struct stat info {};
    if (stat(file.c_str(), &info) != 0) reader_.left_error = {errno, std::strerror(errno)};
    if (!reader_.tracing(kFileTrace, kFileChecks)) return;
    check_file_for(reader_, file, reader_.config.map_environment->safety, FileUse::server);
  }

  void check_address(const std::string& address, bool six) {
    const size_t at = address.find('@');
    if (at == std::string::npos) {
      return tell(fmt::format("bad address {} (expected port@host)", address));
    }
    const std::string port = address.substr(0, at);
    const bool number = !port.empty() && is_digit(port.front());
    if (!number && getservbyname(port.c_str(), "tcp") == nullptr) {
      return tell(fmt::format("unknown port name {}", port));
    }
    std::string host = address.substr(at + 1);
    if (host.size() > 1 && host.front() == '[' && host.back() == ']') {
      host = host.substr(1, host.size() - 2);
    }
    in6_addr parsed{};
    if (six ? inet_pton(AF_INET6, host.c_str(), &parsed) == 1
            : inet_addr(host.c_str()) != INADDR_NONE) {
      return;
    }
    if (!is_known_host(host, six)) tell(fmt::format("Unknown host name {}", host));
  }

  void check_new() {
    for (const ConfigLine& line : reader_.config.lines) {
      if (line.type == 'X' && line.text == name_) return tell_duplicate();
    }
    reader_.config.lines.push_back({'X', reader_.line(), name_});
  }

  void tell_duplicate() {
    const auto left = std::exchange(reader_.left_error, {});
    const std::string why = left.number == 0 ? "" : ": " + left.text;
    tell("duplicate filter definition" + why, left.number);
  }

  LineReader& reader_;
  FieldList fields_;
  std::string name_;
  std::string socket_;
};

}  // namespace

void read_filter_line(LineReader& reader, std::string_view text) {
  FilterLine(reader, text).read();
}

}  // namespace rules
