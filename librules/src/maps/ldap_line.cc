// See ldap_settings.h.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <system_error>

#include "maps/flag_text.h"
#include "maps/ldap_settings.h"
#include "text/fold.h"

namespace rules {

namespace {

constexpr std::string_view kMethodPrefix = "LDAP_AUTH_";
constexpr size_t kLongestSecret = 1023;
constexpr size_t kMostAttributes = 64;

int number_in(std::string_view word) { return std::atoi(std::string(word).c_str()); }

template <typename Value>
struct Word {
  std::string_view name;
  Value value;
};

constexpr std::array kScopes = {Word<LdapSettings::Scope>{"base", LdapSettings::Scope::base},
                                Word<LdapSettings::Scope>{"one", LdapSettings::Scope::one},
                                Word<LdapSettings::Scope>{"sub", LdapSettings::Scope::subtree}};
constexpr std::array kDerefs = {Word<LdapSettings::Deref>{"never", LdapSettings::Deref::never},
                                Word<LdapSettings::Deref>{"always", LdapSettings::Deref::always},
                                Word<LdapSettings::Deref>{"search", LdapSettings::Deref::searching},
                                Word<LdapSettings::Deref>{"find", LdapSettings::Deref::finding}};
constexpr std::array kMethods = {
    Word<LdapSettings::Method>{"none", LdapSettings::Method::none},
    Word<LdapSettings::Method>{"simple", LdapSettings::Method::simple},
    Word<LdapSettings::Method>{"krbv4", LdapSettings::Method::kerberos4}};
constexpr std::array kTypes = {Word<LdapAttribute::Type>{"NORMAL", LdapAttribute::Type::normal},
                               Word<LdapAttribute::Type>{"DN", LdapAttribute::Type::dn},
                               Word<LdapAttribute::Type>{"FILTER", LdapAttribute::Type::filter},
                               Word<LdapAttribute::Type>{"URL", LdapAttribute::Type::url}};

template <typename Words>
auto value_named(const Words& words, std::string_view text) {
  const auto found = std::find_if(words.begin(), words.end(), [text](const auto& word) {
    return equal_folded(word.name, text);
  });
  using Value = decltype(found->value);
  return found == words.end() ? std::optional<Value>() : std::optional<Value>(found->value);
}

// What stands before the delimiter; `text` loses it and the delimiter.
std::string_view cut_at(std::string_view& text, char delimiter) {
  const size_t end = std::min(text.find(delimiter), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

// Tells whoever reads the line.
struct ReadingTrace {
  MapProblems& reader;
  bool tracing(int category, int level) const { return reader.map_tracing(category, level); }
  void trace(const std::string& text) { reader.map_trace(text, true); }
};

class LdapLine {
 public:
  LdapLine(MapDefinition& map, MapProblems& problems)
      : map_(map), problems_(problems), settings_(settings_before(map)) {}

  bool read(std::string_view definition) {
    map_.tries_nul_forms = true;
    FlagText flags(definition);
    while (const char letter = flags.next_flag()) {
      if (!read_flag(letter, flags)) return false;
    }
    if (!has_filter_ && !map_.for_defaults) {
      return refuse(fmt::format("No filter given in map {}", map_.name));
    }
    const bool whole = read_secret() && check_recursion();
    if (!whole && !map_.for_defaults) return false;
    if (!whole) settings_.secret_file.clear();  // told once
    map_.settings = std::make_shared<LdapSettings>(std::move(settings_));
    return whole;
  }

 private:
  static LdapSettings settings_before(const MapDefinition& map) {
    const bool has_defaults = map.environment && map.environment->ldap_defaults;
    if (!has_defaults) return {};
    return static_cast<const LdapSettings&>(*map.environment->ldap_defaults);
  }

  bool refuse(std::string text, int error_number = 0) {
    problems_.map_problem(std::move(text), error_number);
    return false;
  }

  bool read_flag(char letter, FlagText& flags) {
    if (letter != FlagText::kNoLetter &&
        std::string_view("bcdHhklMPprsvwZ").find(letter) != std::string_view::npos) {
      return read_value(letter, flags.quoted_word_after_blanks());
    }
    switch (letter) {
      case 'a':
        map_.append = flags.word();
        return true;
      case 'S':
        map_.space_sub = flags.character();
        return true;
      case 'T':
        map_.tempfail_suffix = flags.word();
        map_.has_tempfail_suffix = true;
        return true;
      case 'V':
        settings_.separator = delimiter(flags);
        return true;
      case 'z':
        map_.column_delimiter = delimiter(flags);
        return true;
      default:
        read_switch(letter);
        flags.word();
        return true;
    }
  }

  static char delimiter(FlagText& flags) {
    FlagText ahead = flags;
    const std::string_view word = ahead.word();
    return delimiter_of(word, flags.character());
  }

  void read_switch(char letter) {
    switch (letter) {
      case 'f':
        map_.keep_case = true;
        return;
      case 'm':
        map_.match_only = true;
        return;
      case 'o':
        map_.optional = true;
        return;
      case 'q':
        map_.keep_quotes = true;
        return;
      case 't':
        map_.no_tempfail = true;
        return;
      case '1':
        map_.single_match = true;
        return;
      case 'K':
        settings_.many_arguments = true;
        return;
      case 'n':
        settings_.names_only = true;
        return;
      case 'R':
        settings_.follow_referrals = false;
        return;
      case 'A':
      case 'D':
      case 'N':
      case 'O':
      case 'x':
        return;
      default:
        problems_.map_problem(illegal_option(letter, map_.name));
        return;
    }
  }

  bool read_value(char letter, std::string_view value) {
    switch (letter) {
      case 'k':
        has_filter_ = true;
        map_.key_column = value;
        return true;
      case 'v':
        return read_attributes(value);
      case 'h':
        settings_.host = value;
        return one_server();
      case 'H':
        settings_.uri = value;
        return one_server();
      case 'p':
        settings_.port = number_in(value);
        return true;
      case 'b':
        settings_.base = value;
        return true;
      case 'd':
        settings_.user = value;
        return true;
      case 'l':
        settings_.time_limit = std::max(0, number_in(value));
        return true;
      case 'Z':
        settings_.size_limit = std::max(0, number_in(value));
        return true;
      case 'c':
        settings_.connect_seconds = std::max(0, number_in(value));
        return true;
      case 's':
        return read_word("Scope", "[base|one|sub]", value, kScopes, settings_.scope);
      case 'r':
        return read_word("Deref", "[never|always|search|find]", value, kDerefs, settings_.deref);
      case 'M':
        if (equal_folded(value.substr(0, kMethodPrefix.size()), kMethodPrefix)) {
          value.remove_prefix(kMethodPrefix.size());
        }
        return read_word("Method for binding", "[none|simple|krbv4]", value, kMethods,
                         settings_.method);
      case 'w':
        return read_version(number_in(value));
      case 'P':
        settings_.secret_file = value;
        return true;
      default:
        return true;
    }
  }

  bool one_server() {
    if (settings_.host.empty() || settings_.uri.empty()) return true;
    return refuse(
        fmt::format("Can not specify both an LDAP host and an LDAP URI in map {}", map_.name));
  }

  template <typename Words, typename Value>
  bool read_word(std::string_view what, std::string_view choices, std::string_view text,
                 const Words& words, Value& value) {
    const auto known = value_named(words, text);
    if (!known) {
      return refuse(
          fmt::format("{} must be {} (not {}) in map {}", what, choices, text, map_.name));
    }
    value = *known;
    return true;
  }

  bool read_version(int version) {
    settings_.version = version;
    if (version > 3) {
      return refuse(fmt::format("LDAP version {} exceeds max of 3 in map {}", version, map_.name));
    }
    if (version >= 2) return true;
    return refuse(
        fmt::format("LDAP version {} is lower than min of 2 in map {}", version, map_.name));
  }

  bool read_secret() {
    const std::string& file = settings_.secret_file;
    if (file.empty() || settings_.method != LdapSettings::Method::simple) return true;
    const SafetyOptions safety = map_.environment ? map_.environment->safety : SafetyOptions();
    ReadingTrace trace{problems_};
    const FileCheck check = check_file_for(trace, file, safety, FileUse::secret);
    if (!check.safe) {
      return refuse(fmt::format("LDAP map: cannot open secret {}: {}", file, check.why),
                    check.error_number);
    }
    std::ifstream in(safety.place(file));
    std::getline(in, settings_.secret);
    settings_.secret = settings_.secret.substr(0, kLongestSecret);
    return true;
  }

  bool read_attributes(std::string_view text) {
    settings_.attributes.clear();
    settings_.has_attributes = !map_.for_defaults;  // defaults have none, whatever they say
    map_.has_value_column = true;
    if (map_.for_defaults) return true;
    while (!text.empty()) {
      const std::string_view part = cut_at(text, ',');
      if (!part.empty() && !read_attribute(part)) return false;
    }
    return true;
  }

  bool read_attribute(std::string_view text) {
    LdapAttribute attribute;
    attribute.name = cut_at(text, ':');
    const std::string_view type = cut_at(text, ':');
    if (!type.empty()) {
      const auto known = value_named(kTypes, type);
      if (!known) {
        return refuse(fmt::format("Unknown attribute type ({}) in {}", type, map_.name));
      }
      attribute.type = *known;
    }
    while (!text.empty()) attribute.classes.emplace_back(cut_at(text, '|'));
    for (const LdapAttribute& other : settings_.attributes) {
      if (!equal_folded(other.name, attribute.name)) continue;
      return refuse(fmt::format("Duplicate attribute ({}) in {}", attribute.name, map_.name));
    }
    if (settings_.attributes.size() == kMostAttributes) {
      return refuse(
          fmt::format("Too many return attributes in {} (max {})", map_.name, kMostAttributes));
    }
    settings_.attributes.push_back(std::move(attribute));
    return true;
  }

  bool check_recursion() {
    const auto normal = [](const LdapAttribute& attribute) {
      return attribute.type == LdapAttribute::Type::normal;
    };
    const auto& all = settings_.attributes;
    if (std::all_of(all.begin(), all.end(), normal)) return true;
    if (std::none_of(all.begin(), all.end(), normal)) {
      return refuse(fmt::format("LDAP recursion requested in {} but no returnable attribute given",
                                map_.name));
    }
    if (!settings_.names_only) return true;
    return refuse(fmt::format("LDAP recursion requested in {} can not be used with -n", map_.name));
  }

  MapDefinition& map_;
  MapProblems& problems_;
  LdapSettings settings_;
  bool has_filter_ = false;
};

}  // namespace

bool parse_ldap(const MapClass&, std::string_view definition, MapDefinition& map,
                MapProblems& problems) {
  return LdapLine(map, problems).read(definition);
}

}  // namespace rules
