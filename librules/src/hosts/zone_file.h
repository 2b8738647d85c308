// A zone file: DNS answers in a text file, for tests without a network.
//
//   # comment                    to the end of the line, at its beginning or after a blank
//   NAME TYPE DATA...            one record on each line
//   mail.example.org   A      192.0.2.1
//   mail.example.org   AAAA   2001:db8::1
//   example.org        MX     10 mail.example.org
//   www.example.org    CNAME  mail.example.org
//   192.0.2.1          PTR    mail.example.org    or 1.2.0.192.in-addr.arpa PTR ...
//   example.org        TXT    "v=spf1 -all"       \" \\ \200 (decimal) in quotes; of several texts
//                                                 the first counts, up to 255 bytes
//   *.example.org      MX     20 mail.example.org every name below example.org that is not listed
//   example.org        NS, AFSDB, SRV, TLSA       as TYPE, with numbers and names as in a zone
//   slow.example.org   FAIL   [TYPE...]           cannot be told now, of all types or of these
//   empty.example.org  EMPTY                      exists, and has no record
//   search DOMAIN...                              for names without a domain (default: the host's)
//
// Types and names are compared without case; a final dot is ignored. A name that is not listed, and
// that no listed name ends in, does not exist.
//
// Tested by tests/unit/zone_file_test.cc, tests/fuzz/fuzz_zone.cc, tests/cases/bt/names_*.
#ifndef LIBRULES_HOSTS_ZONE_FILE_H
#define LIBRULES_HOSTS_ZONE_FILE_H

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "hosts/name_server.h"

namespace rules {

class ZoneFile final : public NameServer {
 public:
  // Reads the text of a zone file; `file` is what problems call it: "FILE:LINE: what". Lines with
  // problems are left out.
  ZoneFile(std::string_view file, std::string_view text, std::vector<std::string>& problems);

  // The domain of the host: searched unless the file says `search`.
  void set_host_domain(std::string_view domain);

  DnsReply ask(const DnsQuestion& question, const DnsPatience& patience) const override;
  std::vector<std::string> search_domains() const override { return search_; }

 private:
  struct Owner {
    std::vector<DnsRecord> records;
    std::set<RecordType> failing;  // types that have no answer now
    bool fails = false;            // all of them
  };

  bool read_line(std::string_view line, std::string& problem);
  static bool read_failure(Owner& owner, std::string_view types, std::string& problem);
  const Owner* find(const std::string& name, bool& exists) const;

  std::map<std::string, Owner, std::less<>> owners_;  // by folded name
  std::set<std::string, std::less<>> branches_;       // what names end in, without being listed
  std::vector<std::string> search_;
  bool search_given_ = false;
};

}  // namespace rules

#endif
