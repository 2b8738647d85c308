// Where DNS questions are answered: a zone file, the system's resolver, a host program.
//
// What the reference makes of the answers (search lists, CNAMEs, fallbacks) is canonical_name.h and
// mail_exchangers.h; here one question of one name and one type has one answer.
#ifndef LIBRULES_HOSTS_NAME_SERVER_H
#define LIBRULES_HOSTS_NAME_SERVER_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rules {

enum class RecordType : uint16_t {
#define RECORD_TYPE(name, number) name = (number),
#include "hosts/record_types.def"
#undef RECORD_TYPE
};

// Names are compared without case. nullopt: no such type.
std::optional<RecordType> record_type(std::string_view name);
std::string_view record_type_name(RecordType type);

struct DnsRecord {
  std::string owner;
  RecordType type = RecordType::A;
  unsigned preference = 0;  // MX, AFSDB, SRV: the first number
  // The address, the name without its final dot, or the text as bytes. SRV, TLSA: the words after
  // the preference as well.
  std::string data;
};

// The numbers are the reference's h_errno.
enum class DnsStatus : uint8_t {
  answered = 0,
  no_name = 1,    // there is no such name
  try_again = 2,  // cannot be told now
  refused = 3,    // and never will
  no_data = 4,    // the name has no record of the type
};

struct DnsReply {
  DnsStatus status = DnsStatus::try_again;
  // In the server's order. Also CNAME records that led to the answer, and those of a name that
  // leads nowhere.
  std::vector<DnsRecord> records;
};

struct DnsQuestion {
  std::string_view name;  // complete, without a final dot
  RecordType type;
};

// How long to wait for a server, and how often to try; 0: as the system says.
struct DnsPatience {
  int seconds = 0;
  int tries = 0;
};

// Safe for concurrent use.
class NameServer {
 public:
  virtual ~NameServer() = default;

  // May block as long as `patience` lets it.
  virtual DnsReply ask(const DnsQuestion& question, const DnsPatience& patience) const = 0;
  // The domains that names without one are looked for in, and how many dots a name needs to be
  // asked as it is first.
  virtual std::vector<std::string> search_domains() const = 0;
  virtual unsigned dots_needed() const { return 1; }
};

}  // namespace rules

#endif
