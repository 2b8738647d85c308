// Reads any bytes as a zone file, and asks it about the names that it holds.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "hosts/zone_file.h"

using namespace rules;

namespace {

constexpr size_t kMostQuestions = 50;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> problems;
  ZoneFile zone("zone", text, problems);
  for (const std::string& problem : problems) {
    if (!problem.starts_with("zone:")) std::abort();
  }
  zone.set_host_domain("example.org");
  for (size_t i = 0; i < kMostQuestions && !text.empty(); ++i) {
    const std::string_view name = text.substr(0, text.find_first_of(" \t\n"));
    for (const RecordType type : {RecordType::A, RecordType::MX, RecordType::TXT}) {
      const DnsReply reply = zone.ask({name, type}, {});
      if (reply.status == DnsStatus::answered && reply.records.empty()) std::abort();
      if (reply.status != DnsStatus::answered && !reply.records.empty()) std::abort();
    }
    const size_t next = text.find_first_of(" \t\n");
    text.remove_prefix(next == std::string_view::npos ? text.size() : next + 1);
  }
  return 0;
}
