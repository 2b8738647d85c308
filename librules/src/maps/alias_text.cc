// See alias_text.h.

#include "maps/alias_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "maps/answers.h"
#include "text/fold.h"

namespace rules {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// The `:` that ends the alias: not one in quotes or behind a backslash, nor one that begins it.
size_t colon_in(std::string_view line) {
  bool quoted = false;
  for (size_t at = 0; at < line.size(); ++at) {
    if (line[at] == '\\') {
      ++at;
    } else if (line[at] == '"') {
      quoted = !quoted;
    } else if (line[at] == ':' && !quoted && at > 0) {
      return at;
    }
  }
  return std::string_view::npos;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

class Aliases {
 public:
  Aliases(std::string file, LookupServices& services)
      : file_(std::move(file)), services_(services) {}

  // False: the file cannot be read.
  bool read() {
    std::ifstream lines(file_);
    if (!lines) return false;
    std::string logical;
    size_t number = 0;
    for (std::string line; std::getline(lines, line); ++number) {
      if (line.empty()) continue;
      if (is_blank(line.front())) {  // goes on with the line before, be it a comment
        logical += line;
        continue;
      }
      take(logical, number);
      logical = line;
    }
    take(logical, number);
    if (lines.bad()) return false;
    services_.complain(fmt::format("{}: {} aliases, longest {} bytes, {} bytes total", file_,
                                   count_, longest_, bytes_));
    return true;
  }

  AliasEntries take_entries() { return std::move(entries_); }

 private:
  void take(const std::string& line, size_t number) {
    if (line.starts_with('#') || trim(line).empty()) return;
    const size_t colon = colon_in(line);
    if (colon == std::string_view::npos) return problem(number, "missing colon");
    const std::string_view name = trim(std::string_view(line).substr(0, colon));
    if (name.starts_with(':'))
      return problem(number, fmt::format("{}... illegal alias name", line));
    const std::string_view value = trim(std::string_view(line).substr(colon + 1));
    std::string key(name);
    for (char& c : key) c = static_cast<char>(fold(c));
    entries_[key] = value;
    ++count_;
    longest_ = std::max(longest_, value.size());
    bytes_ += name.size() + value.size();
  }

  void problem(size_t number, std::string_view text) {
    services_.complain(fmt::format("{}: line {}: {}", file_, number, text));
  }

  std::string file_;
  LookupServices& services_;
  AliasEntries entries_;
  size_t count_ = 0, longest_ = 0, bytes_ = 0;
};

}  // namespace

std::optional<AliasEntries> read_alias_text(const std::string& file, LookupServices& services) {
  Aliases aliases(file, services);
  if (!aliases.read()) return std::nullopt;
  return aliases.take_entries();
}

LookupAnswer answer_from(const AliasEntries& entries, const MapDefinition& map,
                         const LookupRequest& request, LookupServices& services) {
  trace_lookup("stab_lookup", map, request.key, services);
  const auto at = entries.find(key_in_scratch(request.key, true, services));
  if (at == entries.end()) return nothing_found(kExitOk);
  services.scratch.clear();
  append_data(at->second, services, services.scratch);
  return plain_value(map, services.scratch, services);
}

}  // namespace rules
