// The map class dns: the records of one type that a name has.
//
// What a stranger's name server says is data; bytes of a text that are not printable come out as X,
// as in the reference.
//
// Tested by tests/unit/maps_names_test.cc, tests/cases/bt/names_dns.

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "hosts/dns_search.h"
#include "maps/answers.h"
#include "maps/flag_text.h"
#include "maps/host_sources.h"
#include "maps/map_class.h"
#include "maps/opened_map.h"
#include "text/fold.h"

namespace rules {

namespace {

constexpr size_t kLongestValue = 627;  // of several records
constexpr std::string_view kCut = "...";
constexpr std::string_view kV6Tag = "IPv6:";

struct DnsSettings final : MapSettings {
  std::optional<RecordType> type;  // -R
  std::string base;                // -B: the domain of all keys
  unsigned most = 0;               // -Z: records, if not 0
  DnsPatience patience;            // -d, -r
};

// nullopt: no such type; the reference's complaint shows all that follows -R.
std::optional<RecordType> read_type(FlagText& flags, const MapDefinition& map,
                                    MapProblems& problems) {
  const std::string rest(flags.rest());
  const auto type = record_type(flags.word_after_blanks());
  if (!type) problems.map_problem(fmt::format("dns map {}: wrong type {}", map.name, rest));
  return type;
}

int number_in(std::string_view word) { return std::atoi(std::string(word).c_str()); }

class DnsLine {
 public:
  DnsLine(MapDefinition& map, MapProblems& problems) : map_(map), problems_(problems) {
    // Those of an earlier K line for the map, if it had this class.
    if (const auto* known = dynamic_cast<const DnsSettings*>(map.settings.get()))
      settings_ = *known;
  }

  bool read(std::string_view definition) {
    settings_.type = std::nullopt;
    FlagText flags(definition);
    while (const char letter = flags.next_flag()) {
      if (!read_own(letter, flags)) read_common(letter, flags);
    }
    if (!settings_.type) {
      problems_.map_problem(fmt::format("dns map {}: missing -R type", map_.name));
    }
    map_.file = settings_.base;
    map_.settings = std::make_shared<DnsSettings>(settings_);
    return true;
  }

 private:
  bool read_own(char letter, FlagText& flags) {
    switch (letter) {
      case 'R':
        if (const auto type = read_type(flags, map_, problems_)) settings_.type = type;
        return true;
      case 'B':
        settings_.base = flags.word_after_blanks();
        return true;
      case 'Z':
        settings_.most = static_cast<unsigned>(std::max(0, number_in(flags.word_after_blanks())));
        return true;
      case 'd': {
        const std::string time = flags.time_ahead();
        check_time(time, problems_);
        settings_.patience.seconds = number_in(time);
        flags.word();
        return true;
      }
      case 'r':
        settings_.patience.tries = number_in(flags.word_after_blanks());
        return true;
      case 'z': {
        FlagText ahead = flags;
        const std::string_view word = ahead.word();
        map_.column_delimiter = delimiter_of(word, flags.character());
        return true;
      }
      default:
        return false;
    }
  }

  void read_common(char letter, FlagText& flags) {
    switch (letter) {
      case 'a':
        map_.append = flags.word();
        return;
      case 'S':
        map_.space_sub = flags.character();
        return;
      case 'T':
        map_.tempfail_suffix = flags.word();
        map_.has_tempfail_suffix = true;
        return;
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
      case 't':
        map_.no_tempfail = true;
        break;
      default:
        break;
    }
    flags.word();
  }

  MapDefinition& map_;
  MapProblems& problems_;
  DnsSettings settings_;
};

bool parse_dns(const MapClass&, std::string_view definition, MapDefinition& map,
               MapProblems& problems) {
  map.tries_nul_forms = true;
  return DnsLine(map, problems).read(definition);
}

// As the reference writes an IPv6 address: all eight groups, unless UseCompressedIPv6Addresses.
std::string v6_text(const std::string& compressed, bool keep) {
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET6, compressed.c_str(), bytes.data()) != 1) return compressed;
  constexpr std::array<unsigned char, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255};
  if (std::equal(kMapped.begin(), kMapped.end(), bytes.begin())) {
    return fmt::format("{}.{}.{}.{}", bytes[12], bytes[13], bytes[14], bytes[15]);
  }
  std::string text(kV6Tag);
  if (keep) return text + compressed;
  for (size_t i = 0; i < bytes.size(); i += 2) {
    if (i > 0) text += ':';
    text += fmt::format("{:x}", bytes[i] << 8 | bytes[i + 1]);
  }
  return text;
}

std::string printable_text(std::string_view text) {
  std::string out(cut_at_nul(text));
  for (char& c : out) {
    if (c < ' ' || c > '~') c = 'X';
  }
  return out;
}

// `1 1 00ff` after the usage: `03 01 01 00:FF`.
std::string tlsa_text(const DnsRecord& record) {
  std::string_view rest = record.data;
  std::string out = fmt::format("{:02X}", record.preference);
  for (int i = 0; i < 2; ++i) {
    const size_t blank = std::min(rest.find(' '), rest.size());
    out += fmt::format(" {:02X}", number_in(rest.substr(0, blank)));
    rest.remove_prefix(std::min(blank + 1, rest.size()));
  }
  for (size_t i = 0; i + 1 < rest.size(); i += 2) {
    out += i == 0 ? ' ' : ':';
    for (const char c : rest.substr(i, 2)) {
      out += c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
    }
  }
  return out;
}

std::string text_of(const DnsRecord& record, bool compressed) {
  switch (record.type) {
    case RecordType::AAAA:
      return v6_text(record.data, compressed);
    case RecordType::TXT:
      return printable_text(record.data);
    case RecordType::TLSA:
      return tlsa_text(record);
    case RecordType::SRV:  // weight, port, name
      return record.data.substr(record.data.rfind(' ') + 1);
    default:
      return record.data;
  }
}

// All of them, or as many as there is room for.
std::string joined(const std::vector<std::string>& values, char delimiter) {
  std::string all;
  for (const std::string& value : values) {
    if (&value != &values.front()) all += delimiter;
    all += value;
  }
  if (all.size() <= kLongestValue || values.size() == 1) return all;
  all.clear();
  for (const std::string& value : values) {
    if (all.size() + value.size() + 1 + kCut.size() > kLongestValue) break;
    all.append(value) += delimiter;
  }
  return all.append(kCut);
}

class DnsMap final : public OpenedMap {
 public:
  using OpenedMap::OpenedMap;

 protected:
  OpenResult open_now(LookupServices& services) const override {
    if (services.tracing(38, 2)) {
      services.trace(fmt::format("dns_map_open({}, 0)", definition().name));
    }
    return {};
  }

  LookupAnswer answer(const LookupRequest& request, LookupServices& services) const override {
    trace_lookup("dns_map_lookup", definition(), request.key, services);
    const auto* settings = static_cast<const DnsSettings*>(definition().settings.get());
    if (settings == nullptr || !settings->type) return nothing_found(kExitNotFound);
    std::string name;
    append_unmarked(request.key, name);
    if (!settings->base.empty()) name += "." + settings->base;
    HostSources sources = sources_of(environment(), services);
    if (settings->patience.seconds > 0) sources.patience.seconds = settings->patience.seconds;
    if (settings->patience.tries > 0) sources.patience.tries = settings->patience.tries;
    const DnsReply reply = search_dns({name, *settings->type}, sources);
    if (reply.status == DnsStatus::try_again) return temporary_failure();
    const std::vector<std::string> values = values_of(reply, *settings);
    if (values.empty()) return nothing_found(kExitNotFound);
    services.scratch.clear();
    append_data(joined(values, definition().column_delimiter), services, services.scratch);
    return rewritten_value(definition(), request, services.scratch, services);
  }

 private:
  std::vector<std::string> values_of(const DnsReply& reply, const DnsSettings& settings) const {
    std::vector<std::string> values;
    // The reference lets one more pass, unless it is one.
    const size_t limit = settings.most > 1 ? settings.most + 1u : settings.most;
    for (const DnsRecord& record : reply.records) {
      if (record.type != *settings.type) continue;
      values.push_back(text_of(record, environment().compressed_ipv6));
      if (definition().column_delimiter == 0 || values.size() == limit) break;
    }
    return values;
  }
};

}  // namespace

extern const MapClass kDnsClass;
const MapClass kDnsClass = {"dns", kNeedsNothing, parse_dns, make_map<DnsMap>};

}  // namespace rules
