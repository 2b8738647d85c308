// What a K line of class ldap says.
//
// Tested by tests/unit/maps_network_test.cc, tests/servers/ (ldap).
#ifndef LIBRULES_MAPS_LDAP_SETTINGS_H
#define LIBRULES_MAPS_LDAP_SETTINGS_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cf/map_definition.h"
#include "maps/map_class.h"

namespace rules {

// -v NAME:TYPE:CLASS|CLASS
struct LdapAttribute {
  enum class Type : uint8_t {
    normal,
    dn,      // its values name entries, whose attributes are wanted
    filter,  // its values are searches to make
    url,     // the same, all of a search
  };
  std::string name;
  Type type = Type::normal;
  std::vector<std::string> classes;  // only in entries of one of these, if there are any
};

struct LdapSettings final : MapSettings {
  enum class Scope : uint8_t { base, one, subtree };
  enum class Deref : uint8_t { never, always, searching, finding };
  enum class Method : uint8_t { simple, none, kerberos4 };

  std::string host;                       // -h: names and ports, blanks between them
  int port = 0;                           // -p
  std::string uri;                        // -H
  std::string base;                       // -b
  std::string user;                       // -d: a distinguished name
  std::string secret_file;                // -P
  std::string secret;                     // its first line
  Method method = Method::simple;         // -M
  Scope scope = Scope::subtree;           // -s
  Deref deref = Deref::never;             // -r
  int version = 0;                        // -w; 0: as the library does
  int time_limit = 0;                     // -l: seconds, if not 0
  int size_limit = 0;                     // -Z: entries, if not 0
  int connect_seconds = 0;                // -c, if not 0
  bool names_only = false;                // -n
  bool follow_referrals = true;           // -R
  bool many_arguments = false;            // -K: %1 to %9 of the filter are arguments
  char separator = 0;                     // -V: between an attribute's name and its value
  bool has_attributes = false;            // -v was given, though perhaps empty
  std::vector<LdapAttribute> attributes;  // -v
};

// Reads the flags of the K line; LDAPDefaultSpec has been read before.
bool parse_ldap(const MapClass& map_class, std::string_view definition, MapDefinition& map,
                MapProblems& problems);

}  // namespace rules

#endif
