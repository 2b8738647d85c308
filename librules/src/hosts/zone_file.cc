// See zone_file.h.

#include "hosts/zone_file.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "text/fold.h"

namespace rules {

namespace {

constexpr int kMostCnames = 16;
constexpr size_t kLongestName = 1016;  // 253 bytes, each written as \200
constexpr size_t kLongestText = 255;
constexpr std::string_view kBlanks = " \t\r\v\f";

std::string folded(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  std::string out(name);
  for (char& c : out) c = static_cast<char>(fold(c));
  return out;
}

std::string_view trimmed(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

std::string_view take_word(std::string_view& text) {
  text = trimmed(text);
  const std::string_view word = text.substr(0, text.find_first_of(kBlanks));
  text = trimmed(text.substr(word.size()));
  return word;
}

// Up to a # that stands at the beginning or after a blank, outside of quotes.
std::string_view without_comment(std::string_view line) {
  bool quoted = false;
  for (size_t at = 0; at < line.size(); ++at) {
    if (line[at] == '\\') {
      ++at;
    } else if (line[at] == '"') {
      quoted = !quoted;
    } else if (line[at] == '#' && !quoted &&
               (at == 0 || kBlanks.find(line[at - 1]) != std::string_view::npos)) {
      return line.substr(0, at);
    }
  }
  return line;
}

bool read_number(std::string_view word, unsigned most, unsigned& number) {
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  return error == std::errc() && end == word.data() + word.size() && number <= most;
}

// An address in the form that the C library writes; empty: none.
std::string address(int family, std::string_view word) {
  std::array<unsigned char, 16> bytes{};
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (inet_pton(family, std::string(word).c_str(), bytes.data()) != 1) return {};
  inet_ntop(family, bytes.data(), text.data(), text.size());
  return text.data();
}

// An address as the owner of a PTR record; other names as they are.
std::string reverse_name(std::string_view name) {
  std::array<unsigned char, 16> bytes{};
  const std::string word(name);
  std::string out;
  if (inet_pton(AF_INET, word.c_str(), bytes.data()) == 1) {
    return fmt::format("{}.{}.{}.{}.in-addr.arpa", bytes[3], bytes[2], bytes[1], bytes[0]);
  }
  if (inet_pton(AF_INET6, word.c_str(), bytes.data()) != 1) return word;
  for (size_t i = bytes.size(); i-- > 0;) {
    out += fmt::format("{:x}.{:x}.", bytes[i] & 15u, bytes[i] >> 4u);
  }
  return out + "ip6.arpa";
}

// Has each label 1 to 63 bytes?
bool can_be_asked(std::string_view name) {
  size_t size = 0;
  for (size_t at = 0; at <= name.size(); ++at) {
    if (at < name.size() && name[at] != '.') {
      if (name[at] == '\\') ++at;
      if (++size > 63) return false;
      continue;
    }
    if (size == 0) return name.empty();
    size = 0;
  }
  return name.size() <= kLongestName;
}

// One text of a TXT record; false: a quote that is not closed, or a bad escape.
bool take_text(std::string_view& rest, std::string& out) {
  rest = trimmed(rest);
  if (!rest.starts_with('"')) {
    out += take_word(rest);
    return true;
  }
  for (size_t at = 1; at < rest.size(); ++at) {
    if (rest[at] == '"') {
      rest = trimmed(rest.substr(at + 1));
      return true;
    }
    if (rest[at] != '\\') {
      out += rest[at];
      continue;
    }
    unsigned byte = 0;
    if (read_number(rest.substr(at + 1, 3), 255, byte) && rest.size() > at + 3) {
      out += static_cast<char>(byte);
      at += 3;
    } else if (at + 1 < rest.size()) {
      out += rest[++at];
    }
  }
  return false;
}

// How many numbers stand before the name of a record; -1: no name follows.
struct Shape {
  RecordType type;
  unsigned numbers;
  unsigned largest;
};

constexpr Shape kShapes[] = {
    {RecordType::MX, 1, 65535},    {RecordType::AFSDB, 1, 65535}, {RecordType::SRV, 3, 65535},
    {RecordType::CNAME, 0, 65535}, {RecordType::NS, 0, 65535},    {RecordType::PTR, 0, 65535},
    {RecordType::TLSA, 3, 255},
};

// The problem; empty: none.
std::string read_numbers_and_name(const Shape& shape, std::string_view rest, DnsRecord& record) {
  const std::string_view type = record_type_name(record.type);
  for (unsigned i = 0; i < shape.numbers; ++i) {
    const std::string_view word = take_word(rest);
    unsigned number = 0;
    if (!read_number(word, shape.largest, number)) {
      return fmt::format("{} needs {} number(s) of 0 to {}, not \"{}\"", type, shape.numbers,
                         shape.largest, word);
    }
    if (i == 0) {
      record.preference = number;
    } else {
      record.data += fmt::format("{} ", number);
    }
  }
  std::string_view name = take_word(rest);
  if (name.empty()) return fmt::format("{} needs a name", type);
  if (!rest.empty()) return fmt::format("{}: \"{}\" stands after the name", type, rest);
  if (name.size() > kLongestName) return fmt::format("{}: name too long", type);
  if (name.ends_with('.')) name.remove_suffix(1);
  record.data += name;
  return {};
}

std::string read_data(std::string_view rest, DnsRecord& record) {
  const std::string_view type = record_type_name(record.type);
  if (record.type == RecordType::A || record.type == RecordType::AAAA) {
    record.data = address(record.type == RecordType::A ? AF_INET : AF_INET6, rest);
    if (!record.data.empty()) return {};
    return fmt::format("{} needs an address such as {}, not \"{}\"", type,
                       record.type == RecordType::A ? "192.0.2.1" : "2001:db8::1", rest);
  }
  if (record.type == RecordType::TXT) {
    if (rest.empty()) return "TXT needs a text";
    if (!take_text(rest, record.data)) return "a text in quotes has no end";
    for (std::string more; !rest.empty();) {
      if (!take_text(rest, more)) return "a text in quotes has no end";
    }
    record.data.resize(std::min(record.data.size(), kLongestText));
    return {};
  }
  for (const Shape& shape : kShapes) {
    if (shape.type == record.type) return read_numbers_and_name(shape, rest, record);
  }
  return fmt::format("{} records cannot be written in a zone file", type);
}

}  // namespace

ZoneFile::ZoneFile(std::string_view file, std::string_view text,
                   std::vector<std::string>& problems) {
  for (size_t number = 1; !text.empty(); ++number) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string problem;
    if (!read_line(trimmed(without_comment(text.substr(0, end))), problem)) {
      problems.push_back(fmt::format("{}:{}: {}", file, number, problem));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

void ZoneFile::set_host_domain(std::string_view domain) {
  if (!search_given_ && !domain.empty()) search_ = {std::string(domain)};
}

bool ZoneFile::read_line(std::string_view line, std::string& problem) {
  if (line.empty()) return true;
  const std::string_view name = take_word(line);
  if (name == "search") {
    search_given_ = true;
    while (!line.empty()) search_.push_back(folded(take_word(line)));
    return true;
  }
  if (name.size() > kLongestName) return problem = "name too long", false;
  const std::string_view word = take_word(line);
  DnsRecord record;
  record.owner = equal_folded(word, "PTR") ? reverse_name(name) : std::string(name);
  const std::string key = folded(record.owner);
  const bool failure = equal_folded(word, "FAIL");
  const auto type = record_type(word);
  if (!type && !failure && !equal_folded(word, "EMPTY")) {
    problem = word.empty() ? "no record type after the name"
                           : fmt::format("unknown record type \"{}\"", word);
    return false;
  }
  if (type) {
    record.type = *type;
    problem = read_data(line, record);
    if (!problem.empty()) return false;
  }
  for (size_t dot = key.find('.'); dot != std::string::npos; dot = key.find('.', dot + 1)) {
    branches_.insert(key.substr(dot + 1));
  }
  Owner& owner = owners_[key];
  if (type) owner.records.push_back(std::move(record));
  return !failure || read_failure(owner, line, problem);
}

bool ZoneFile::read_failure(Owner& owner, std::string_view types, std::string& problem) {
  owner.fails = owner.fails || types.empty();
  while (!types.empty()) {
    const std::string_view word = take_word(types);
    const auto type = record_type(word);
    if (!type) return problem = fmt::format("unknown record type \"{}\"", word), false;
    owner.failing.insert(*type);
  }
  return true;
}

// The name itself, or the wildcard that stands for it; NULL: neither. exists: names end in it.
const ZoneFile::Owner* ZoneFile::find(const std::string& name, bool& exists) const {
  const auto own = owners_.find(name);
  if (own != owners_.end()) return &own->second;
  exists = branches_.contains(name);
  if (exists) return nullptr;
  for (size_t dot = name.find('.'); dot != std::string::npos; dot = name.find('.', dot + 1)) {
    const auto wildcard = owners_.find("*" + name.substr(dot));
    if (wildcard != owners_.end()) return &wildcard->second;
    const std::string above = name.substr(dot + 1);
    if (owners_.contains(above) || branches_.contains(above)) return nullptr;
  }
  return nullptr;
}

DnsReply ZoneFile::ask(const DnsQuestion& question, const DnsPatience&) const {
  if (!can_be_asked(question.name)) return {DnsStatus::refused, {}};
  DnsReply reply;
  std::string name(question.name);
  for (int i = 0; i <= kMostCnames; ++i) {
    bool exists = false;
    const Owner* owner = find(folded(name), exists);
    if (owner == nullptr) {
      if (exists) break;
      return {DnsStatus::no_name, {}};
    }
    if (owner->fails || owner->failing.contains(question.type)) return {};
    const DnsRecord* cname = nullptr;
    bool answered = false;
    for (const DnsRecord& record : owner->records) {
      if (record.type == RecordType::CNAME) cname = &record;
      if (record.type != question.type) continue;
      answered = true;
      reply.records.push_back(record);
      reply.records.back().owner = name;
    }
    if (answered || cname == nullptr) break;
    reply.records.push_back(*cname);
    reply.records.back().owner = name;
    name = cname->data;
  }
  reply.status = reply.records.empty() ? DnsStatus::no_data : DnsStatus::answered;
  return reply;
}

}  // namespace rules
