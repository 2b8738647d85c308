// The map class socket: a server that speaks the socketmap protocol is asked, `NAME KEY` as a
// netstring, and answers `STATUS VALUE`.
//
// What the server says is data, and it may say nothing: a look-up ends when -d is over (30
// seconds), however many pieces the answer comes in.
//
// Tested by tests/unit/maps_socket_test.cc, tests/servers/servers_test.

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "maps/answers.h"
#include "maps/flag_text.h"
#include "maps/map_class.h"
#include "maps/netstring.h"
#include "maps/server_map.h"
#include "maps/socket_address.h"

namespace rules {

namespace {

using Clock = ServerMap::Clock;

constexpr int kExitProtocol = 76;
constexpr int kDefaultSeconds = 30;

struct SocketSettings final : MapSettings {
  int seconds = kDefaultSeconds;  // -d
};

bool parse_socket(const MapClass& map_class, std::string_view definition, MapDefinition& map,
                  MapProblems& problems) {
  auto settings = std::make_shared<SocketSettings>();
  if (const auto* known = dynamic_cast<const SocketSettings*>(map.settings.get())) {
    *settings = *known;
  }
  FlagText flags(definition);
  while (const char letter = flags.next_flag()) {
    if (letter == 'd') {
      settings->seconds = seconds_of(flags.word());
    } else if (letter == 'k' || letter == 'v') {
      flags.word_after_blanks();
    } else {
      flags.word();
    }
  }
  map.settings = std::move(settings);
  return parse_common_flags(map_class, definition, map, problems);
}

struct SocketConnection final : ServerConnection {
  explicit SocketConnection(int socket) : fd(socket) {}
  ~SocketConnection() override { ::close(fd); }
  const int fd;
};

// What a server's words come to.
struct SocketReply {
  NetstringReader reader;
  bool lost = false;       // the connection ended before an answer began
  bool timed_out = false;  // before the answer was whole
};

bool send_all(int fd, std::string_view bytes, Clock::time_point deadline) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<size_t>(sent));
    } else if (errno == EAGAIN) {
      if (!wait_for_socket(fd, POLLOUT, deadline)) return false;
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

// Bytes that nobody asked for are no answer to the next question.
void drop_what_came(int fd) {
  std::array<char, 4096> buffer;
  while (::recv(fd, buffer.data(), buffer.size(), MSG_DONTWAIT) > 0) {
  }
}

SocketReply read_reply(int fd, Clock::time_point deadline) {
  SocketReply reply;
  std::array<char, 4096> buffer;
  while (reply.reader.wants_more()) {
    if (!wait_for_socket(fd, POLLIN, deadline)) {
      reply.timed_out = true;
      return reply;
    }
    const ssize_t got = ::recv(fd, buffer.data(), buffer.size(), 0);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got <= 0) {
      reply.lost = !reply.reader.begun();
      reply.reader.end();
      return reply;
    }
    reply.reader.take({buffer.data(), static_cast<size_t>(got)});
  }
  return reply;
}

// Why an answer cannot be used, without the reason of the system.
std::string problem_of(const SocketReply& reply) {
  const NetstringReader& reader = reply.reader;
  switch (reader.state()) {
    case NetstringReader::State::length:
      return "read timeout";
    case NetstringReader::State::no_length:
      return "failed to read length parameter of reply 0";
    case NetstringReader::State::too_long:
      return fmt::format("reply too long: {}", reader.length());
    case NetstringReader::State::no_colon:
      return "missing ':' in reply";
    case NetstringReader::State::body:
      return fmt::format("received only {} of {} reply characters", reader.text().size(),
                         reader.length());
    case NetstringReader::State::comma:
    case NetstringReader::State::no_comma:
      return "missing ',' in reply";
    case NetstringReader::State::whole:
      break;
  }
  return {};
}

class SocketMap final : public ServerMap {
 public:
  explicit SocketMap(const MapDefinition& definition)
      : ServerMap(definition, {"socket_map_close", "SOCKET"}) {}

 protected:
  OpenResult open_now(LookupServices& services) const override {
    const MapDefinition& map = definition();
    if (services.tracing(38, 2)) {
      services.trace(fmt::format("socket_map_open({}, {}, 0)", map.name, map.file));
    }
    const bool shared = connections().join(map.file, *this);
    if (services.tracing(38, 2)) {
      services.trace(shared ? "using cached connection" : "opening new connection");
    }
    if (shared) return {};
    OpenResult result;
    if (auto connection = connect(deadline(), services, result)) {
      connections().put_back(map.file, std::move(connection));
      return {};
    }
    rest();
    return result;
  }

  const std::string& server() const override { return definition().file; }

  LookupAnswer answer(const LookupRequest& request, LookupServices& services) const override {
    trace_lookup(request, services);
    const Clock::time_point end = deadline();
    auto connection = idle_connection();
    if (!connection) {
      OpenResult result;
      connection = connect(end, services, result);
      if (!connection) return close(services);
    }
    const std::string_view key = key_in_scratch(request.key, !definition().keep_case, services);
    const std::string question = netstring(std::string(definition().name).append(" ").append(key));
    drop_what_came(connection->fd);
    if (!send_all(connection->fd, question, end)) {
      tell("failed to send lookup request", errno, services);
      return close(services);
    }
    const SocketReply reply = read_reply(connection->fd, end);
    if (reply.reader.state() != NetstringReader::State::whole) return refuse(reply, services);
    connections().put_back(definition().file, std::move(connection));
    return answer_of(reply.reader.text(), request, services);
  }

 private:
  const SocketSettings& settings() const {
    static const SocketSettings defaults;
    const auto* own = static_cast<const SocketSettings*>(definition().settings.get());
    return own == nullptr ? defaults : *own;
  }

  Clock::time_point deadline() const {
    return Clock::now() + std::chrono::seconds(settings().seconds);
  }

  std::unique_ptr<SocketConnection> idle_connection() const {
    auto idle = connections().take(definition().file);
    return std::unique_ptr<SocketConnection>(static_cast<SocketConnection*>(idle.release()));
  }

  // NULL: told, and `result` is what opening came to.
  std::unique_ptr<SocketConnection> connect(Clock::time_point end, LookupServices& services,
                                            OpenResult& result) const {
    AddressProblem problem;
    const auto address =
        read_socket_address(definition().file, environment().safety,
                            sources_of(environment(), services), services, problem);
    if (!address) {
      services.complain(fmt::format("socket map \"{}\": {}", definition().name, problem.text),
                        problem.error_number);
      result = cannot_open();
      return nullptr;
    }
    const int fd = connect_until(*address, end);
    if (fd >= 0) return std::make_unique<SocketConnection>(fd);
    result = cannot_open(tell_no_connection(errno, address->host, services));
    result.untold = true;
    return nullptr;
  }

  // Told only to those who trace: the reference writes it to its log. Returns what is left to say.
  std::string tell_no_connection(int error, const std::string& host,
                                 LookupServices& services) const {
    std::string words = std::strerror(error);
    if (!services.tracing(38, 5)) return words;
    if (error == ECONNREFUSED || error == ECONNRESET) words += " by " + host;
    if (error == ETIMEDOUT) words += " with " + host;
    services.trace(
        fmt::format("socket_open ({}): open {} failed: {}", definition().name, host, words));
    services.trace(fmt::format("socket map \"{}\": error connecting to socket map: {}",
                               definition().name, words));
    return {};
  }

  LookupAnswer refuse(const SocketReply& reply, LookupServices& services) const {
    if (!reply.lost) tell(problem_of(reply), reply.timed_out ? EAGAIN : 0, services);
    return close(services);
  }

  void tell(std::string_view what, int error, LookupServices& services) const {
    std::string text = fmt::format("socket_map_lookup({}): {}", definition().name, what);
    if (error != 0) text.append(": ").append(std::strerror(error));
    services.complain(text, error);
  }

  LookupAnswer close(LookupServices& services) const {
    if (services.tracing(38, 20)) {
      services.trace(fmt::format("socket_map_close({}), pid=0", definition().file));
    }
    return give_up(services);
  }

  LookupAnswer answer_of(std::string_view reply, const LookupRequest& request,
                         LookupServices& services) const {
    reply = cut_at_nul(reply);
    const size_t blank = std::min(reply.find(' '), reply.size());
    const std::string_view status = reply.substr(0, blank);
    const std::string_view value = reply.substr(std::min(blank + 1, reply.size()));
    if (status == "OK") {
      std::string marked;
      append_data(value, services, marked);
      const std::string key(key_in_scratch(request.key, !definition().keep_case, services));
      return rewritten_value(definition(), {key, request.args}, marked, services);
    }
    if (status == "NOTFOUND") {
      trace_not_found(request, services);
      return nothing_found(kExitNotFound);
    }
    trace_error(request, status, value, services);
    if (status == "TEMP" || status == "TIMEOUT") return temporary_failure();
    return nothing_found(status == "PERM" ? kExitUnavailable : kExitProtocol);
  }

  void trace_lookup(const LookupRequest& request, LookupServices& services) const {
    if (!services.tracing(38, 20)) return;
    services.trace(fmt::format("socket_map_lookup({}, {}) {}", definition().name, request.key,
                               definition().file));
  }
  void trace_not_found(const LookupRequest& request, LookupServices& services) const {
    if (!services.tracing(38, 20)) return;
    const std::string key(key_in_scratch(request.key, !definition().keep_case, services));
    services.trace(fmt::format("socket_map_lookup({}): {} not found", definition().name, key));
  }
  void trace_error(const LookupRequest& request, std::string_view type, std::string_view reason,
                   LookupServices& services) const {
    if (!services.tracing(38, 5)) return;
    const std::string key(key_in_scratch(request.key, !definition().keep_case, services));
    services.trace(
        fmt::format("socket_map_lookup({}, {}): server returned error: type={}, reason={}",
                    definition().name, key, type, reason));
  }
};

}  // namespace

extern const MapClass kSocketClass;
const MapClass kSocketClass = {"socket", kNeedsFile, parse_socket, make_map<SocketMap>};

}  // namespace rules
