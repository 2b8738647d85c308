// The map class ldap: a directory is searched, and attributes of what is found are the value.
//
// Built where libldap's headers are; the library itself is loaded when the first map is asked.
//
// Tested by tests/servers/ (ldap), tests/unit/maps_network_test.cc.

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include "maps/answers.h"
#include "maps/ldap_search.h"
#include "maps/ldap_settings.h"
#include "maps/server_map.h"
#include "text/fold.h"

namespace rules {

namespace {

constexpr int kMostSeconds = 60;  // of a look-up without -l

class LdapMap final : public ServerMap {
 public:
  explicit LdapMap(const MapDefinition& definition)
      : ServerMap(definition, {"ldapmap_close", "LDAP"}), server_(name_of_server()) {}

 protected:
  const std::string& server() const override { return server_; }

  OpenResult open_now(LookupServices& services) const override {
    const bool shared = connections().join(server_, *this);
    if (services.tracing(38, 2)) {
      services.trace(fmt::format("ldapmap_open({}, 0): {}", definition().name,
                                 shared ? "using cached connection" : "opening new connection"));
    }
    if (shared) return {};
    if (auto connection = connect(services)) {
      connections().put_back(server_, std::move(connection));
      return {};
    }
    const int error = errno;
    rest();
    return cannot_open(definition().optional && error != 0 ? std::strerror(error) : "");
  }

  LookupAnswer answer(const LookupRequest& request, LookupServices& services) const override {
    trace_lookup("ldapmap_lookup", definition(), request.key, services);
    auto connection = idle_connection();
    if (!connection) connection = connect(services);
    if (!connection) return give_up(services);
    const std::string key(key_in_scratch(request.key, true, services));
    const int seconds = settings().time_limit > 0 ? settings().time_limit : kMostSeconds;
    LdapSearch search(*connection, definition(), settings(),
                      Clock::now() + std::chrono::seconds(seconds));
    const LdapResult result = search.run(filter_of(key, request));
    if (!result.lost && !result.spent) connections().put_back(server_, std::move(connection));
    return answer_of(result, key, request, services);
  }

  std::vector<std::string> class_closing_lines() const override {
    std::vector<std::string> lines = ServerMap::class_closing_lines();
    lines.insert(lines.begin(), fmt::format("ldapmap_close({})", definition().name));
    return lines;
  }

 private:
  const LdapSettings& settings() const {
    static const LdapSettings defaults;
    const auto* own = static_cast<const LdapSettings*>(definition().settings.get());
    return own == nullptr ? defaults : *own;
  }

  // Maps share connections that were made and bound in the same way.
  std::string name_of_server() const {
    const LdapSettings& how = settings();
    std::string name = fmt::format("ldap\n{}\n{}\n{}\n", how.uri, how.host, how.port);
    for (char& c : name) c = static_cast<char>(fold(c));
    return name + fmt::format("{}\n{}\n{}\n", how.version, how.user, how.secret_file);
  }

  std::unique_ptr<LdapConnection> idle_connection() const {
    auto idle = connections().take(server_);
    return std::unique_ptr<LdapConnection>(static_cast<LdapConnection*>(idle.release()));
  }

  // NULL: told.
  std::unique_ptr<LdapConnection> connect(LookupServices& services) const {
    std::string why;
    const LdapLibrary* library = LdapLibrary::load(why);
    if (library == nullptr) {
      services.complain(fmt::format("ldap map \"{}\": {}", definition().name, why));
      return nullptr;
    }
    auto connection = connect_ldap(*library, settings());
    if (connection || definition().optional) return connection;
    const int error = errno;
    std::string text = fmt::format("ldap_init/ldap_bind failed to {} in map {}", shown_server(),
                                   definition().name);
    if (error != 0) text.append(": ").append(std::strerror(error));
    services.complain(text, error);
    errno = error;
    return nullptr;
  }

  std::string_view shown_server() const {
    if (!settings().uri.empty()) return settings().uri;
    return settings().host.empty() ? std::string_view("localhost") : settings().host;
  }

  std::string filter_of(std::string_view key, const LookupRequest& request) const {
    std::vector<std::string> arguments;
    for (const std::string_view argument : request.args) {
      append_unmarked(argument, arguments.emplace_back());
    }
    return ldap_filter(definition().key_column, key, arguments, settings().many_arguments);
  }

  LookupAnswer answer_of(const LdapResult& result, std::string_view key,
                         const LookupRequest& request, LookupServices& services) const {
    switch (result.end) {
      case LdapResult::End::done:
        break;
      case LdapResult::End::not_sent:
        return refuse(
            fmt::format("Error in ldap_search in map {}: {}", definition().name, result.words),
            result, services);
      default:
        return refuse(fmt::format("Error getting LDAP results, map={}, name={}: {}",
                                  definition().name, key, result.words),
                      result, services);
    }
    if (!result.found) return nothing_found(result.recursed ? kExitOk : kExitNotFound);
    std::string marked;
    append_data(result.value, services, marked);
    return rewritten_value(definition(), request, marked, services);
  }

  LookupAnswer refuse(const std::string& text, const LdapResult& result,
                      LookupServices& services) const {
    if (result.lost) {
      if (services.tracing(38, 2)) {
        services.trace(fmt::format("ldapmap_close({})", definition().name));
      }
      give_up(services);
    }
    services.complain(text, EIO);  // whatever the directory's words are
    if (result.end == LdapResult::End::no_attribute) return nothing_found(kExitSoftware);
    return temporary_failure();
  }

  const std::string server_;
};

}  // namespace

extern const MapClass kLdapClass;
const MapClass kLdapClass = {"ldap", kNeedsNothing, parse_ldap, make_map<LdapMap>};

}  // namespace rules
