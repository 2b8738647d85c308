// A map at run time: answers look-ups.
//
// Maps are shared by all sessions and threads: lookup() is const and safe for concurrent use; what
// a look-up needs to write lives in the caller's LookupServices.
#ifndef LIBRULES_MAPS_MAP_H
#define LIBRULES_MAPS_MAP_H

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "accessmap/database.h"
#include "cf/map_definition.h"
#include "hosts/canonical_name.h"
#include "text/marked.h"

namespace rules {

enum class LookupStatus : uint8_t {
  found,
  not_found,
  temp_fail,  // cannot be told now
  error,      // broken configuration or database
  later,      // the answer comes by Session::resume
};

// The exit codes of the reference that look-ups show (`/map`, traces).
inline constexpr int kExitOk = 0;
inline constexpr int kExitDataError = 65;
inline constexpr int kExitNotFound = 68;
inline constexpr int kExitUnavailable = 69;
inline constexpr int kExitSoftware = 70;
inline constexpr int kExitTempFail = 75;
inline constexpr int kExitConfig = 78;

inline constexpr int kDatabaseNotFound = -30988;  // errno when a database had nothing

struct LookupAnswer {
  LookupStatus status = LookupStatus::not_found;
  int code = kExitOk;      // what the reference shows; the session acts on `status`
  std::string_view value;  // found: marked text, lives in LookupServices::value
};

struct LookupRequest {
  std::string_view key;                    // marked text; quotes and backslashes already removed
                                           // where the class wants that
  std::span<const std::string_view> args;  // %0 is args[0], the key; then the $@ arguments
};

// Where a text stands in a file.
struct FilePlace {
  std::string_view file;
  size_t line = 0;
};

// What rules make of an address in an aliases file.
struct AliasAddress {
  size_t length = 0;           // of its text, up to the delimiter
  bool is_address = false;     // it is one
  bool takes_aliases = false;  // of a mailer with the flag A
  bool stopped = false;        // it cannot be told now
  std::string user;
};

class Map;
class ServerConnections;  // maps/server_connections.h

// What a map may use while it answers; each session has its own.
class LookupServices : public NameTrace {
 public:
  virtual ~LookupServices() = default;

  // Sets (or with no value unsets) a macro; name is "x" or "{name}" (macro map). False: no such
  // name can be (told already).
  virtual bool set_macro(std::string_view name, const std::string_view* value) = 0;
  // Another map of the configuration, or NULL (sequence, switch).
  virtual const Map* find_map(std::string_view name) = 0;
  // The members of a class, "x" or "{name}", as the rules of this session see it. They last until
  // the session's classes change.
  virtual std::vector<std::string_view> class_words(std::string_view name) const = 0;
  // A class map of a host's own: hands the query to its callback.
  virtual LookupAnswer ask_host(const MapDefinition& map, const LookupRequest& request) = 0;
  // The bytes of a macro's value, not expanded; name is "x" or "{name}". Empty: undefined.
  virtual std::string macro_text(std::string_view name) = 0;
  // What the rules 3, 0, 2 and 4 make of the address at the front of `text`, up to the delimiter;
  // complaints name the place. Where there are no rules it is taken as it stands.
  virtual AliasAddress resolve_alias(std::string_view text, char delimiter, const FilePlace& place);
  // Something that is worth a line but is no complaint.
  virtual void remark(std::string_view text) { complain(text); }
  // A step of a map is over, and the reference's errno is `error_number` after it: what it
  // complains of next ends in those words, whatever it is about.
  virtual void system_error(int /*error_number*/) {}

  std::string value;    // the answer's value is built here; keeps its storage between look-ups
  std::string scratch;  // for folded keys and the like
  accessmap::Scratch database;  // of database maps
  // The version of each database that this evaluation works with: Session::begin() lets them look
  // for newer ones.
  accessmap::Pins versions;
  KnownNames known_names;                                  // of the host map
  std::chrono::steady_clock::time_point switch_looked_at;  // SwitchWatch
  int depth = 0;                 // maps that ask maps count here, so that a cycle ends
  int nested_lookups = 0;        // the same, over all that one look-up leads to
  bool resolving_alias = false;  // rules are at work for resolve_alias()
  bool operator_bytes = false;   // as the reference: bytes 0x80-0x9f of a value become operators
};

class Map {
 public:
  explicit Map(const MapDefinition& definition) : definition_(definition) {}
  virtual ~Map() = default;
  Map(const Map&) = delete;
  Map& operator=(const Map&) = delete;

  virtual LookupAnswer lookup(const LookupRequest& request, LookupServices& services) const = 0;
  // Opens what lookup() needs, if that was not done yet. False: the map is not open, so that
  // nothing is found in it and no look-up is traced (a -o map whose file is missing, a K line with
  // an error). A map that ought to be there but cannot be opened is open: each look-up is a
  // temp_fail.
  virtual bool open(LookupServices&) const { return true; }

  // What the reference says of the map at its end: nothing of one that was not used. detailed: what
  // the class itself has to say, too.
  virtual std::vector<std::string> closing_lines(bool /*detailed*/) const { return {}; }

  // Called once, before the first look-up: where the maps of a configuration share connections.
  virtual void share(const std::shared_ptr<ServerConnections>&) {}

  const MapDefinition& definition() const { return definition_; }

 private:
  const MapDefinition& definition_;  // lives in the Program
};

// Replaces %0-%9 in `value` by the arguments and appends `append` as it is; %% is a percent, a lone
// % stays, an argument that is not there is nothing. The result is appended to `out`.
void map_rewrite(std::string_view value, std::span<const std::string_view> args,
                 std::string_view append, std::string& out);

}  // namespace rules

#endif
