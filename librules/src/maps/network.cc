// The map classes that need a server of their own: ldap, nis, nisplus, userdb, socket.
//
// Their K lines are read as the reference reads them, so that a configuration loads with the same
// complaints. No server is asked: each look-up is a temporary failure, and the first one says so.
//
// Tested by tests/unit/maps_network_test.cc, tests/cases/bt/map_flag_errors.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

#include "maps/answers.h"
#include "maps/flag_text.h"
#include "maps/map_class.h"
#include "maps/opened_map.h"
#include "text/fold.h"

namespace rules {

namespace {

class NetworkMap final : public OpenedMap {
 public:
  using OpenedMap::OpenedMap;

 protected:
  OpenResult open_now(LookupServices& services) const override {
    if (!definition().optional) {
      services.complain(fmt::format("{} map \"{}\": this library asks no servers",
                                    definition().map_class->name, definition().name));
    }
    return cannot_open();
  }

  LookupAnswer answer(const LookupRequest&, LookupServices&) const override {
    return temporary_failure();
  }
};

bool one_of(std::string_view text, std::initializer_list<std::string_view> names) {
  return std::any_of(names.begin(), names.end(),
                     [text](std::string_view name) { return equal_folded(name, text); });
}

// ---- ldap

class LdapLine {
 public:
  LdapLine(MapDefinition& map, MapProblems& problems) : map_(map), problems_(problems) {}

  bool read(std::string_view definition) {
    map_.tries_nul_forms = true;
    FlagText flags(definition);
    while (const char letter = flags.next_flag()) {
      if (!read_flag(letter, flags)) return false;
    }
    if (has_filter_ || map_.for_defaults) return true;
    return refuse(fmt::format("No filter given in map {}", map_.name));
  }

 private:
  bool refuse(std::string text, int error_number = 0) {
    problems_.map_problem(std::move(text), error_number);
    return false;
  }

  bool read_flag(char letter, FlagText& flags) {
    if (letter != FlagText::kNoLetter &&
        std::string_view("bcdHhKklMPprsVvw").find(letter) != std::string_view::npos) {
      return read_value(letter, flags.quoted_word_after_blanks());
    }
    switch (letter) {
      case 'a':
        map_.append = flags.word();
        break;
      case 'f':
        map_.keep_case = true;
        break;
      case 'm':
        map_.match_only = true;
        break;
      case 'o':
        map_.optional = true;
        break;
      case 'q':
        map_.keep_quotes = true;
        break;
      case 'S':
        map_.space_sub = flags.character();
        break;
      case 't':
        map_.no_tempfail = true;
        break;
      case 'T':
        map_.tempfail_suffix = flags.word();
        map_.has_tempfail_suffix = true;
        break;
      case '1':
        map_.single_match = true;
        break;
      case 'A':
      case 'D':
      case 'N':
      case 'n':
      case 'O':
      case 'R':
      case 'x':
      case 'Z':
      case 'z':
        break;
      default:
        problems_.map_problem(illegal_option(letter, map_.name));
        break;
    }
    flags.word();
    return true;
  }

  bool read_value(char letter, std::string_view value) {
    switch (letter) {
      case 'k':
        has_filter_ = true;
        map_.key_column = value;
        return true;
      case 'h':
        has_host_ = true;
        return one_server();
      case 'H':
        has_uri_ = true;
        return one_server();
      case 's':
        return value_of("Scope", "[base|one|sub]", value, {"base", "one", "sub"});
      case 'r':
        return value_of("Deref", "[never|always|search|find]", value,
                        {"never", "always", "search", "find"});
      case 'M':
        return value_of("Method for binding", "[none|simple|krbv4]", value,
                        {"none", "simple", "krbv4"});
      case 'w':
        return read_version(std::atoi(std::string(value).c_str()));
      case 'P':
        return read_secret(std::string(value));
      default:
        return true;
    }
  }

  bool one_server() {
    if (!has_host_ || !has_uri_) return true;
    return refuse(
        fmt::format("Can not specify both an LDAP host and an LDAP URI in map {}", map_.name));
  }

  bool value_of(std::string_view what, std::string_view choices, std::string_view value,
                std::initializer_list<std::string_view> names) {
    if (one_of(value, names)) return true;
    return refuse(fmt::format("{} must be {} (not {}) in map {}", what, choices, value, map_.name));
  }

  bool read_version(int version) {
    if (version > 3) {
      return refuse(fmt::format("LDAP version {} exceeds max of 3 in map {}", version, map_.name));
    }
    if (version >= 2) return true;
    return refuse(
        fmt::format("LDAP version {} is lower than min of 2 in map {}", version, map_.name));
  }

  bool read_secret(const std::string& file) {
    if (::access(file.c_str(), R_OK) == 0) return true;
    const int error = errno;
    return refuse(fmt::format("LDAP map: cannot open secret {}: {}", file,
                              std::generic_category().message(error)),
                  error);
  }

  MapDefinition& map_;
  MapProblems& problems_;
  bool has_filter_ = false;
  bool has_host_ = false;
  bool has_uri_ = false;
};

bool parse_ldap(const MapClass&, std::string_view definition, MapDefinition& map,
                MapProblems& problems) {
  return LdapLine(map, problems).read(definition);
}

}  // namespace

#define NETWORK_CLASS(descriptor, name, needs, parse) \
  extern const MapClass descriptor;                   \
  const MapClass descriptor = {name, needs, parse, make_map<NetworkMap>}

NETWORK_CLASS(kLdapClass, "ldap", kNeedsNothing, parse_ldap);
NETWORK_CLASS(kNisClass, "nis", kNeedsFile, parse_common_flags);
NETWORK_CLASS(kNisplusClass, "nisplus", kNeedsFile, parse_common_flags);
NETWORK_CLASS(kUserdbClass, "userdb", kNeedsFile, parse_common_flags);

#undef NETWORK_CLASS

}  // namespace rules
