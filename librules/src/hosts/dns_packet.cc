// See dns_packet.h.

#include "hosts/dns_packet.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rules {

namespace {

constexpr size_t kLongestName = 255;
constexpr unsigned kNoSuchName = 3;  // RCODE
constexpr unsigned kServerFailed = 2;

// Reads on from `at`; past the end, or at a broken name, it stays bad and gives zeros.
class PacketReader {
 public:
  PacketReader(std::string_view packet, size_t at) : packet_(packet), at_(at) {}

  bool good() const { return good_; }
  size_t at() const { return at_; }

  unsigned number(size_t bytes) {
    unsigned value = 0;
    for (const char c : take(bytes)) value = value << 8 | static_cast<unsigned char>(c);
    return value;
  }

  std::string_view take(size_t bytes) {
    if (!good_ || bytes > packet_.size() || at_ > packet_.size() - bytes) {
      good_ = false;
      return {};
    }
    at_ += bytes;
    return packet_.substr(at_ - bytes, bytes);
  }

  // A name without its final dot; the root is empty. Each pointer leads backwards, so that they
  // end.
  std::string name() {
    std::string text;
    size_t wire = 0;
    size_t limit = at_;
    size_t after = 0;
    while (good_) {
      const unsigned size = number(1);
      if (size >= 0xc0) {
        const size_t target = (size & 0x3fu) << 8 | number(1);
        if (after == 0) after = at_;
        good_ = good_ && target < limit;
        at_ = limit = target;
        continue;
      }
      if (size == 0) break;
      wire += size + 1;
      good_ = good_ && size < 0x40 && wire < kLongestName;
      if (!text.empty()) text += '.';
      append_label(take(size), text);
    }
    if (after != 0) at_ = after;
    return text;
  }

 private:
  static void append_label(std::string_view label, std::string& text) {
    for (const char c : label) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte <= ' ' || byte >= 0x7f) {
        text += fmt::format("\\{:03}", byte);
        continue;
      }
      if (std::string_view("\".;\\()@$").find(c) != std::string_view::npos) text += '\\';
      text += c;
    }
  }

  std::string_view packet_;
  size_t at_;
  bool good_ = true;
};

std::string address_text(int family, std::string_view bytes) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(family, bytes.data(), text.data(), text.size());
  return text.data();
}

// The first text of the record: the reference looks at no more.
std::string first_text(std::string_view data) {
  if (data.empty()) return {};
  return std::string(data.substr(1, static_cast<unsigned char>(data.front())));
}

// False: broken, or of a type that nobody asks for.
bool read_data(PacketReader& reader, size_t size, DnsRecord& record) {
  const size_t end = reader.at() + size;
  switch (record.type) {
    case RecordType::A:
      if (size != 4) return false;
      record.data = address_text(AF_INET, reader.take(4));
      return true;
    case RecordType::AAAA:
      if (size != 16) return false;
      record.data = address_text(AF_INET6, reader.take(16));
      return true;
    case RecordType::MX:
    case RecordType::AFSDB:
      record.preference = reader.number(2);
      record.data = reader.name();
      break;
    case RecordType::SRV: {
      record.preference = reader.number(2);
      const unsigned weight = reader.number(2);
      const unsigned port = reader.number(2);
      record.data = fmt::format("{} {} {}", weight, port, reader.name());
      break;
    }
    case RecordType::CNAME:
    case RecordType::NS:
    case RecordType::PTR:
      record.data = reader.name();
      break;
    case RecordType::TXT:
      record.data = first_text(reader.take(size));
      break;
    case RecordType::TLSA: {
      if (size < 3) return false;
      record.preference = reader.number(1);
      const unsigned selector = reader.number(1);
      const unsigned matching = reader.number(1);
      record.data = fmt::format("{} {} ", selector, matching);
      for (const char c : reader.take(size - 3)) {
        record.data += fmt::format("{:02X}", static_cast<unsigned char>(c));
      }
      break;
    }
    default:
      return false;
  }
  return reader.good() && reader.at() <= end;
}

}  // namespace

DnsReply read_dns_packet(std::string_view packet) {
  DnsReply reply;
  PacketReader reader(packet, 0);
  reader.take(2);
  const unsigned code = reader.number(2) & 15;
  unsigned questions = reader.number(2);
  unsigned answers = reader.number(2);
  reader.take(4);
  if (!reader.good() || code == kServerFailed) return reply;
  if (code != 0) {
    reply.status = code == kNoSuchName ? DnsStatus::no_name : DnsStatus::refused;
    return reply;
  }
  reply.status = answers == 0 ? DnsStatus::no_data : DnsStatus::answered;
  for (; questions > 0 && reader.good(); --questions) {
    reader.name();
    reader.take(4);
  }
  for (; answers > 0 && reader.good(); --answers) {
    DnsRecord record;
    record.owner = reader.name();
    record.type = static_cast<RecordType>(reader.number(2));
    reader.take(6);
    const size_t size = reader.number(2);
    PacketReader data(packet, reader.at());
    reader.take(size);
    if (reader.good() && read_data(data, size, record)) reply.records.push_back(std::move(record));
  }
  return reply;
}

}  // namespace rules
