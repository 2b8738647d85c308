// A K line: what a map is, before anything is opened.
#ifndef LIBRULES_CF_MAP_DEFINITION_H
#define LIBRULES_CF_MAP_DEFINITION_H

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cf/file_safety.h"

namespace rules {

struct MapClass;   // maps/map_class.h
class NameServer;  // hosts/name_server.h

// What a map class reads from its own flags; each class derives its own.
struct MapSettings {
  virtual ~MapSettings() = default;
};

// What the maps of a configuration are told by its options and by the host.
struct MapEnvironment {
  SafetyOptions safety;     // DontBlameSendmail
  bool allow_exec = false;  // the host lets program maps start programs
  char blank_sub = ' ';     // BlankSub
  std::string service_switch_file = "/etc/mail/service.switch";  // ServiceSwitchFile
  std::string hosts_file = "/etc/hosts";                         // HostsFile
  bool compressed_ipv6 = false;                                  // UseCompressedIPv6Addresses
  bool check_aliases = false;                                    // CheckAliases
  bool expand_cnames = true;                                     // DontExpandCnames
  int resolver_seconds = 0;  // Timeout.resolver.retrans; 0: as the system says
  int resolver_tries = 0;    // Timeout.resolver.retry
  // ResolverOptions: DNSRCH, DEFNAMES, HasWildcardMX.
  bool search_domains = true;
  bool default_domain = true;
  bool wildcard_mx = false;
  std::string fallback_mx;                        // FallbackMXhost
  std::shared_ptr<const NameServer> name_server;  // who answers DNS questions; NULL: nobody
  std::optional<FileUser> run_as;                 // RunAsUser, when the host is root
  uint32_t program_user = 1;  // who runs programs when the host is root (DefaultUser)
  uint32_t program_group = 1;
  int program_seconds = 60;  // the most that a program may take
  int server_pause = 30;     // seconds until a server that was not there is tried again
  std::shared_ptr<const MapSettings> ldap_defaults;  // LDAPDefaultSpec
  std::shared_ptr<const MapSettings> user_database;  // UserDatabaseSpec
};

// The flags that most classes share, and what they set. A second K line for the same name is read
// into the same definition: what it does not set stays.
struct MapDefinition {
  std::string name;  // as written; map names are compared without case
  const MapClass* map_class = nullptr;
  uint32_t line = 0;

  std::string append;  // -a: goes to the end of each value (marked text)
  std::string
      tempfail_suffix;  // -T: value on a temporary failure is the key and this (marked text)
  bool has_tempfail_suffix = false;
  std::string key_column;           // -k
  std::string value_column;         // -v
  bool has_value_column = false;    // -v was given, though perhaps empty
  char column_delimiter = 0;        // -z; 0: white space
  char space_sub = 0;               // -S; 0: as BlankSub
  bool append_duplicates = false;   // -A (for rebuilding only)
  bool keep_case = false;           // -f
  bool match_only = false;          // -m: the value is the key
  bool include_null = false;        // -N: keys hold a final NUL
  bool no_null_variants = false;    // -O: only as -N says; default: without, then with
  bool optional = false;            // -o
  bool keep_quotes = false;         // -q, and classes that want quotes
  bool no_tempfail = false;         // -t
  bool no_lookup_in_defer = false;  // -D
  bool single_match = false;        // -1 of ldap
  bool inverted = false;            // -n of regex
  bool tries_nul_forms = false;     // its class looks keys up without and with a NUL
  bool for_defaults = false;        // not a map: the defaults of all maps of its class
  bool of_aliases = false;          // of AliasFile
  std::string file;                 // the file, or what follows the flags
  std::string definition;           // all that follows the class on the K line
  bool usable = false;              // read without a problem that makes it unusable
  std::shared_ptr<const MapSettings> settings;
  std::shared_ptr<const MapEnvironment> environment;  // NULL: all as by default
};

// The flags as the reference's traces show them: a number, made of one bit for each. Whether the
// map can be used and is open come on top.
uint32_t map_flag_bits(const MapDefinition& map);
inline constexpr uint32_t kMapUsable = 0x1;
inline constexpr uint32_t kMapOpen = 0x20;
inline constexpr uint32_t kMapTried = 0x1000000;

// Told what is wrong with a K line, in the reference's words (without file and line).
class MapProblems {
 public:
  virtual void map_problem(std::string text, int error_number = 0) = 0;
  // The same of what changes no exit status.
  virtual void map_remark(std::string text) { map_problem(std::move(text)); }
  // A line of the trace, if this level of the category is wanted.
  virtual bool map_tracing(int /*category*/, int /*level*/) const { return false; }
  virtual void map_trace(std::string /*text*/, bool /*ends_line*/) {}
  // A map that was defined before, or NULL: for classes that refer to others.
  virtual const MapDefinition* defined_map(std::string_view name) const = 0;
  // The map reads this class, "x" or "{name}": its words matter though no rule may name it. False:
  // no name, or no room for one more (told already).
  virtual bool uses_class(std::string_view name) = 0;

 protected:
  ~MapProblems() = default;
};

// The map classes as the reader of K lines sees them; maps/ has the table.
class MapClasses {
 public:
  virtual ~MapClasses() = default;
  // NULL: no such class. Names are compared without case.
  virtual const MapClass* find(std::string_view name) const = 0;
  virtual std::string_view name_of(const MapClass& map_class) const = 0;
  // Reads what follows the class into `map`; false: the map is not usable (all problems told).
  virtual bool parse(const MapClass& map_class, std::string_view definition, MapDefinition& map,
                     MapProblems& problems) const = 0;

  // One look-up while the configuration is read (F lines): makes a map of `definition`, asks it.
  // failed: `value` is what the complaint about it ends with.
  enum class Once : uint8_t { found, not_found, not_open, failed, told };
  virtual Once look_up_once(const MapClass& map_class, std::string_view definition,
                            MapDefinition& map, std::string_view key, std::string& value,
                            MapProblems& problems) const = 0;
};

}  // namespace rules

#endif
