// Reads any bytes as the answer of a name server.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "hosts/dns_packet.h"

using namespace rules;

namespace {

constexpr size_t kLongestName = 255 * 4;  // each byte written as \200

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view packet(reinterpret_cast<const char*>(data), size);
  const DnsReply reply = read_dns_packet(packet);
  if (!reply.records.empty() && reply.status != DnsStatus::answered) std::abort();
  if (reply.records.size() > size / 10) std::abort();
  for (const DnsRecord& record : reply.records) {
    if (record.owner.size() > kLongestName) std::abort();
    if (record_type_name(record.type) == "?") std::abort();
    if (record.type == RecordType::TXT && record.data.size() > 255) std::abort();
  }
  return 0;
}
