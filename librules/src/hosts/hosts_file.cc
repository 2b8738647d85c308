// See hosts_file.h.

#include "hosts/hosts_file.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>

#include "text/fold.h"

namespace rules {

namespace {

std::vector<std::string_view> words_of(std::string_view text, std::string_view blanks) {
  std::vector<std::string_view> words;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = std::min(text.find_first_not_of(blanks, at), text.size());
    at = std::min(text.find_first_of(blanks, begin), text.size());
    if (begin < at) words.push_back(text.substr(begin, at - begin));
  }
  return words;
}

std::string_view without_comment(std::string_view line) { return line.substr(0, line.find('#')); }

// The canonical name of a line's host; NULL: the line is about other hosts.
const std::string_view* matching_name(const std::vector<std::string_view>& names,
                                      std::string_view name, std::string_view short_name) {
  const auto is_it = [&](std::string_view known) {
    return equal_folded(known, name) || (!short_name.empty() && equal_folded(known, short_name));
  };
  if (std::none_of(names.begin(), names.end(), is_it)) return nullptr;
  const auto qualified = std::find_if(names.begin(), names.end(), [](std::string_view known) {
    return known.find('.') != std::string_view::npos;
  });
  return qualified == names.end() ? &names.front() : &*qualified;
}

// As a lookup of that family has it; empty: of the other one.
std::string address_for(const std::string& text, bool v6) {
  if (text.find(':') == std::string::npos) return v6 ? "" : text;
  in6_addr address{};
  const std::string plain = text.substr(0, text.find('%'));
  if (inet_pton(AF_INET6, plain.c_str(), &address) != 1) return {};
  if (IN6_IS_ADDR_V4MAPPED(&address)) {
    std::array<char, INET_ADDRSTRLEN> v4{};
    return inet_ntop(AF_INET, &address.s6_addr[12], v4.data(), v4.size());
  }
  if (!v6) return IN6_IS_ADDR_LOOPBACK(&address) ? "127.0.0.1" : "";
  std::string full = "IPv6";
  for (size_t i = 0; i < 16; i += 2) {
    full += fmt::format(":{:x}", address.s6_addr[i] << 8 | address.s6_addr[i + 1]);
  }
  return full;
}

}  // namespace

std::vector<HostsLine> read_hosts_file(const std::string& file) {
  std::vector<HostsLine> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const auto words = words_of(without_comment(line), " \t\r\v\f");
    if (words.empty()) continue;
    lines.push_back({std::string(words.front()), {words.begin() + 1, words.end()}});
  }
  return lines;
}

std::optional<HostEntry> host_entry(const std::vector<HostsLine>& lines, std::string_view name,
                                    bool v6) {
  std::optional<HostEntry> entry;
  for (const HostsLine& line : lines) {
    const bool here = std::any_of(line.names.begin(), line.names.end(),
                                  [&](const auto& known) { return equal_folded(known, name); });
    const std::string address = here ? address_for(line.address, v6) : "";
    if (address.empty()) continue;
    const bool first = !entry.has_value();
    if (first) entry = {line.names.front(), {}, {}};
    entry->aliases.insert(entry->aliases.end(), line.names.begin() + 1, line.names.end());
    if (!first) entry->aliases.push_back(line.names.front());
    entry->addresses.push_back(address);
  }
  return entry;
}

std::optional<std::string> canonical_in_hosts_file(const std::string& file, std::string_view name,
                                                   std::string_view domain) {
  if (name.ends_with('.')) name.remove_suffix(1);
  const size_t dot = std::min(name.find('.'), name.size());
  std::string_view short_name;
  if (dot < name.size() && equal_folded(name.substr(dot + 1), domain)) {
    short_name = name.substr(0, dot);
  }
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const std::string_view text = without_comment(line);
    const size_t names_at = std::min(text.find_first_of(" \t"), text.size());
    const auto names = words_of(text.substr(names_at), " \t");
    const std::string_view* found = matching_name(names, name, short_name);
    if (found == nullptr) continue;
    std::string canonical(*found);
    if (canonical.find('.') == std::string::npos) canonical.append(".").append(domain);
    return canonical;
  }
  return std::nullopt;
}

}  // namespace rules
