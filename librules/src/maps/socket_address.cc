// See socket_address.h.

#include "maps/socket_address.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "cf/file_safety.h"
#include "hosts/host_address.h"
#include "text/fold.h"

namespace rules {

namespace {

using Clock = std::chrono::steady_clock;
using Address = std::optional<SocketAddress>;

constexpr std::string_view kV6Tag = "IPv6:";

template <typename Bytes>
SocketAddress made_of(const Bytes& bytes, std::string_view host) {
  SocketAddress address;
  std::memcpy(&address.bytes, &bytes, sizeof bytes);
  address.size = sizeof bytes;
  address.host = host;
  return address;
}

Address refuse(AddressProblem& problem, std::string text, int error_number = 0) {
  problem = {std::move(text), error_number};
  return std::nullopt;
}

Address read_file(std::string_view file, const SafetyOptions& safety, NameTrace& trace,
                  AddressProblem& problem) {
  sockaddr_un bytes{};
  bytes.sun_family = AF_UNIX;
  const std::string path(file);
  if (path.size() >= sizeof bytes.sun_path) {
    return refuse(problem, fmt::format("local socket name {} too long", file));
  }
  const FileCheck check = check_file_for(trace, path, safety, FileUse::server);
  if (!check.safe) {
    return refuse(problem, fmt::format("local socket name {} unsafe: {}", file, check.why),
                  check.error_number);
  }
  const std::string place = safety.place(path);
  if (place.size() >= sizeof bytes.sun_path) {
    return refuse(problem, fmt::format("local socket name {} too long", place));
  }
  place.copy(bytes.sun_path, place.size());
  return made_of(bytes, file);
}

// In network byte order. A number may be followed by anything, as in the reference.
std::optional<in_port_t> read_port(const std::string& text) {
  if (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    return htons(static_cast<uint16_t>(std::strtol(text.c_str(), nullptr, 10)));
  }
  servent entry{};
  servent* found = nullptr;
  std::array<char, 2048> buffer{};
  if (::getservbyname_r(text.c_str(), "tcp", &entry, buffer.data(), buffer.size(), &found) != 0 ||
      found == nullptr) {
    return std::nullopt;
  }
  return static_cast<in_port_t>(found->s_port);
}

// `[ADDRESS]`
bool is_numeric(std::string_view host, bool v6) {
  if (!host.ends_with(']')) return false;
  host.remove_prefix(1);
  host.remove_suffix(1);
  if (v6 && equal_folded(host.substr(0, kV6Tag.size()), kV6Tag)) host.remove_prefix(kV6Tag.size());
  std::array<unsigned char, 16> bytes{};
  return ::inet_pton(v6 ? AF_INET6 : AF_INET, std::string(host).c_str(), bytes.data()) == 1;
}

Address address_with(const std::string& number, std::string_view host, in_port_t port, bool v6) {
  if (v6) {
    sockaddr_in6 bytes{};
    bytes.sin6_family = AF_INET6;
    bytes.sin6_port = port;
    if (::inet_pton(AF_INET6, number.c_str(), &bytes.sin6_addr) != 1) return std::nullopt;
    return made_of(bytes, host);
  }
  sockaddr_in bytes{};
  bytes.sin_family = AF_INET;
  bytes.sin_port = port;
  if (::inet_aton(number.c_str(), &bytes.sin_addr) != 1) return std::nullopt;
  return made_of(bytes, host);
}

Address read_host(std::string_view text, bool v6, const HostSources& hosts,
                  AddressProblem& problem) {
  const size_t at = text.find('@');
  if (at == std::string_view::npos) {
    return refuse(problem, fmt::format("bad address {} (expected port@host)", text));
  }
  const std::string port_text(text.substr(0, at));
  const std::string_view host = text.substr(at + 1);
  const auto port = read_port(port_text);
  if (!port) return refuse(problem, fmt::format("unknown port name {}", port_text));
  if (host.starts_with('[')) {
    if (!is_numeric(host, v6)) {
      return refuse(problem, fmt::format("Invalid numeric domain spec \"{}\"", host));
    }
    SocketAddress nowhere;
    nowhere.host = host;
    return nowhere;
  }
  if (auto numbered = address_with(std::string(host), host, *port, v6)) return numbered;
  if (auto found = address_with(address_of_host(host, v6, hosts), host, *port, v6)) return found;
  return refuse(problem, fmt::format("Unknown host name {}", host));
}

// 0, EINPROGRESS, or what is wrong. A file's socket cannot be waited for while the queue of its
// server is full.
int start_connect(int fd, const SocketAddress& address, Clock::time_point deadline) {
  constexpr std::chrono::milliseconds kPause(10);
  while (::connect(fd, reinterpret_cast<const sockaddr*>(&address.bytes), address.size) != 0) {
    if (errno != EAGAIN && errno != EINTR) return errno;
    if (Clock::now() + kPause > deadline) return ETIMEDOUT;
    std::this_thread::sleep_for(kPause);
  }
  return 0;
}

}  // namespace

std::optional<SocketAddress> read_socket_address(std::string_view text, const SafetyOptions& safety,
                                                 const HostSources& hosts, NameTrace& trace,
                                                 AddressProblem& problem) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) return read_file(text, safety, trace, problem);
  const std::string_view family = text.substr(0, colon);
  const std::string_view rest = text.substr(colon + 1);
  if (family.empty() || equal_folded(family, "unix") || equal_folded(family, "local")) {
    return read_file(rest, safety, trace, problem);
  }
  if (equal_folded(family, "inet")) return read_host(rest, false, hosts, problem);
  if (equal_folded(family, "inet6")) return read_host(rest, true, hosts, problem);
  return refuse(problem,
                fmt::format("unknown socket type {}: {}", family, std::strerror(EPROTONOSUPPORT)),
                EPROTONOSUPPORT);
}

bool wait_for_socket(int fd, short events, Clock::time_point deadline) {
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return false;
    pollfd waiting = {fd, events, 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(left.count()));
    if (ready > 0 || (ready < 0 && errno != EINTR)) return true;
  }
}

int connect_until(const SocketAddress& address, Clock::time_point deadline) {
  if (address.size == 0) {
    errno = EINVAL;
    return -1;
  }
  const int fd = ::socket(address.bytes.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -1;
  int error = start_connect(fd, address, deadline);
  if (error == EINPROGRESS) {
    socklen_t size = sizeof error;
    error = ETIMEDOUT;
    if (wait_for_socket(fd, POLLOUT, deadline)) {
      ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
    }
  }
  if (error == 0) return fd;
  ::close(fd);
  errno = error;
  return -1;
}

}  // namespace rules
