// A search in a directory, and the searches that its results ask for.
//
// What is in the directory is data, and may name entries that name one another: each search is made
// once, and there are not more than a thousand.
//
// Tested by tests/servers/ (ldap).
#ifndef LIBRULES_MAPS_LDAP_SEARCH_H
#define LIBRULES_MAPS_LDAP_SEARCH_H

#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "maps/ldap_library.h"
#include "maps/ldap_settings.h"
#include "maps/server_connections.h"

namespace rules {

struct LdapConnection final : ServerConnection {
  LdapConnection(const LdapLibrary& functions, LDAP* handle) : library(functions), ldap(handle) {}
  ~LdapConnection() override { library.ldap_unbind_ext(ldap, nullptr, nullptr); }

  const LdapLibrary& library;
  LDAP* const ldap;
};

// A connection that is bound, or NULL: errno is the reason, or 0.
std::unique_ptr<LdapConnection> connect_ldap(const LdapLibrary& library,
                                             const LdapSettings& settings);

// A filter with its % items replaced: %0 is the key, and with `many` %1-%9 the arguments, in the
// escapes of RFC 4515; %s is the key as it is.
std::string ldap_filter(std::string_view pattern, std::string_view key,
                        const std::vector<std::string>& arguments, bool many);

struct LdapResult {
  enum class End : uint8_t {
    done,
    not_sent,      // the search could not be made; `words` say why
    failed,        // what came back was an error
    no_attribute,  // something was found, and the map does not say what of it is wanted
  };
  End end = End::done;
  bool found = false;     // `value` is the answer
  bool recursed = false;  // other searches were made
  bool lost = false;      // the connection is no good any more
  bool spent = false;     // the server may end the connection
  std::string value;
  std::string words;
};

class LdapSearch {
 public:
  using Clock = std::chrono::steady_clock;

  LdapSearch(const LdapConnection& connection, const MapDefinition& map,
             const LdapSettings& settings, Clock::time_point deadline);
  LdapResult run(const std::string& filter);

 private:
  // A search as the protocol has it.
  struct Question {
    std::string base;
    int scope = 0;
    std::string filter;
    std::vector<std::string> attributes;  // none: all
  };
  using Follow = std::pair<LdapAttribute::Type, std::string>;

  Question question_of(const Follow& follow, bool& bad) const;
  bool ask(const Question& question);
  bool read_answers(int id);
  bool take_entry(LDAPMessage* entry);
  bool first_visit(LDAPMessage* entry);
  bool take_attribute(LDAPMessage* entry, const char* name, const std::set<std::string>& classes);
  bool take_value(std::string_view name, std::string_view value, LdapAttribute::Type type);
  void add(std::string_view text);
  void follow(LdapAttribute::Type type, std::string_view value);
  bool finish(LDAPMessage* message);
  bool fail(LdapResult::End end, std::string words);
  bool fail_with(int code);
  std::vector<std::string> values_of(LDAPMessage* entry, const char* name) const;
  const LdapAttribute* wanted(std::string_view name) const;
  bool satisfied() const;

  const LdapLibrary& library_;
  LDAP* const ldap_;
  const MapDefinition& map_;
  const LdapSettings& settings_;
  const Clock::time_point deadline_;
  LdapResult result_;
  bool all_attributes_ = false;  // of the search that is being made
  size_t entries_ = 0;           // of the same
  bool too_many_ = false;        // more entries than -1 allows
  size_t searches_ = 0;
  std::set<Follow> known_;
  std::set<std::string> visited_;  // names of entries
  std::vector<Follow> next_;
};

}  // namespace rules

#endif
