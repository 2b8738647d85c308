// See alias_text.h.

#include "maps/alias_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "maps/answers.h"
#include "maps/map_class.h"
#include "text/fold.h"

namespace rules {

namespace {

constexpr size_t kMostInLine = 8190;  // characters, with those of the lines that it goes on with
constexpr size_t kMostShown = 40;

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// The delimiter that ends the address: not one in quotes or behind a backslash.
size_t address_end(std::string_view text, char delimiter) {
  bool quoted = false;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      quoted = !quoted;
    } else if (text[at] == delimiter && !quoted) {
      return at;
    }
  }
  return text.size();
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// A backslash at the end of a line takes the newline away; a line that begins with a blank belongs
// to the one before, unless that is empty.
class LogicalLines {
 public:
  explicit LogicalLines(const std::string& file) : input_(file, std::ios::binary) {}

  bool opened() const { return input_.is_open(); }
  bool failed() const { return input_.bad(); }
  // Of the last line of this one that was read into it.
  size_t number() const { return number_ - left_out_; }

  // False: the end.
  bool next(std::string& line) {
    line.clear();
    left_out_ = 0;
    if (!append_line(line)) return false;
    if (line.empty()) return true;
    while (is_blank(static_cast<char>(input_.peek())) && append_line(line)) {
    }
    return true;
  }

 private:
  bool append_line(std::string& line) {
    std::string piece;
    if (!std::getline(input_, piece)) return false;
    ++number_;
    const bool has_nul = line.find('\0') != std::string::npos;  // where the reference's line ends
    if (has_nul || line.size() > kMostInLine) return ++left_out_ > 0;
    line += piece;
    while (line.ends_with('\\') && std::getline(input_, piece)) {
      ++number_;
      line.replace(line.size() - 1, 1, piece);
    }
    return true;
  }

  std::ifstream input_;
  size_t number_ = 0;
  size_t left_out_ = 0;  // lines of this one, which is too long
};

class Aliases {
 public:
  Aliases(const MapDefinition& map, const MapEnvironment& environment, LookupServices& services,
          AliasEntries& entries)
      : map_(map), environment_(environment), services_(services), entries_(entries) {}

  AliasReading read() {
    LogicalLines lines(environment_.safety.place(map_.file));
    if (!lines.opened()) return AliasReading::no_file;
    for (std::string line; lines.next(line);) {
      if (line.empty() || line.starts_with('#')) continue;
      if (!take(line, lines.number())) return AliasReading::stopped;
    }
    if (lines.failed()) return AliasReading::no_file;
    services_.remark(fmt::format("{}: {} aliases, longest {} bytes, {} bytes total", map_.file,
                                 count_, longest_, bytes_));
    return AliasReading::done;
  }

 private:
  // False: stopped.
  bool take(const std::string& line, size_t number) {
    const auto problem = [&](std::string_view text) {
      services_.complain(fmt::format("{}: line {}: {}", map_.file, number, text));
      return true;
    };
    const auto wrong = [&](std::string_view what) {
      return problem(fmt::format("{}... {}", std::string_view(line).substr(0, kMostShown), what));
    };
    const FilePlace place{map_.file, number};
    if (line.size() > kMostInLine) return problem("alias line too long");
    if (is_blank(line.front())) return problem("Non-continuation line starts with space");
    const size_t colon = line.find(':');
    if (colon == std::string::npos) return problem("missing colon");
    const AliasAddress alias = services_.resolve_alias(line, ':', place);
    if (alias.stopped) return false;
    if (!alias.is_address) return wrong("illegal alias name");
    std::string_view value = std::string_view(line).substr(colon + 1);
    while (!value.empty() && is_space(value.front())) value.remove_prefix(1);
    if (environment_.check_aliases && !check(value, place)) return false;
    if (!alias.takes_aliases) {
      return problem(fmt::format("{}... cannot alias non-local names",
                                 std::string_view(line).substr(0, alias.length)));
    }
    if (value.empty()) return wrong("missing value for alias");
    add(alias.user, value);
    return true;
  }

  bool check(std::string_view addresses, const FilePlace& place) {
    const auto separates = [](char c) { return is_space(c) || c == ','; };
    while (true) {
      while (!addresses.empty() && separates(addresses.front())) addresses.remove_prefix(1);
      if (addresses.empty()) return true;
      const AliasAddress address = services_.resolve_alias(addresses, ',', place);
      if (address.stopped) return false;
      addresses.remove_prefix(std::clamp<size_t>(address.length, 1, addresses.size()));
    }
  }

  void add(std::string key, std::string_view value) {
    for (char& c : key) c = static_cast<char>(fold(c));
    ++count_;
    longest_ = std::max(longest_, value.size());
    bytes_ += key.size() + value.size();
    if (traces_stores() && services_.tracing(38, 12)) {
      services_.trace(fmt::format("impl_map_store({}, {}, {})", map_.name, key, value));
    }
    entries_[std::move(key)] = value;
  }

  bool traces_stores() const { return std::string_view(map_.map_class->name) == "implicit"; }

  const MapDefinition& map_;
  const MapEnvironment& environment_;
  LookupServices& services_;
  AliasEntries& entries_;
  size_t count_ = 0, longest_ = 0, bytes_ = 0;
};

}  // namespace

AliasAddress LookupServices::resolve_alias(std::string_view text, char delimiter,
                                           const FilePlace&) {
  AliasAddress found;
  found.length = address_end(text, delimiter);
  found.user = trim(text.substr(0, found.length));
  found.is_address = found.takes_aliases = !found.user.empty();
  return found;
}

AliasReading read_alias_text(const MapDefinition& map, const MapEnvironment& environment,
                             LookupServices& services, AliasEntries& entries) {
  return Aliases(map, environment, services, entries).read();
}

void trace_text_opening(const MapDefinition& map, LookupServices& services) {
  if (!services.tracing(38, 2)) return;
  services.trace(fmt::format("stab_map_open({}, {}, 0)", map.name, map.file));
}

LookupAnswer answer_from(const AliasEntries& entries, const MapDefinition& map,
                         const LookupRequest& request, LookupServices& services) {
  trace_lookup("stab_lookup", map, request.key, services);
  const auto at = entries.find(key_in_scratch(request.key, true, services));
  if (at == entries.end()) return nothing_found(kExitOk);
  services.scratch.clear();
  append_data(at->second, services, services.scratch);
  return rewritten_value(map, request, services.scratch, services);
}

}  // namespace rules
