// Addresses under test: what /parse and /try ask of the engine, in plain strings.
//
// With test_engine.cc the only file of cftest that uses librules' own C++ classes.
//
// Tested by tests/cases/bt/parse_*, try_forms.
#ifndef CFTEST_ADDRESS_TESTER_H
#define CFTEST_ADDRESS_TESTER_H

#include <string>
#include <string_view>

#include "eval/resolve_address.h"
#include "output.h"
#include "test_engine.h"

namespace cftest {

class AddressTester {
 public:
  AddressTester(TestEngine& engine, Output& output) : engine_(engine), output_(output) {}

  // Whose address it is, and where it stands: E or H, S or R; other letters are ignored.
  void set_kind(std::string_view letters);
  // "envelope recipient" ...
  std::string kind_text() const;

  // What stands around the address, `$g` in its place.
  std::string crack(std::string_view address);
  // Resolves it as a sender's, sets macro f and prints it; without a mailer, the user's own.
  void sender(std::string_view address);
  // The address that the last /sender took, until the next /parse or /try; empty: none.
  const std::string& sender_text() const { return sender_text_; }
  // Resolves it and prints what comes of it.
  void parse(std::string_view address);
  bool has_mailer(const std::string& name) const;
  // Rewrites it for a mailer and prints what comes of it. REQUIRES: has_mailer(mailer).
  void rewrite(const std::string& mailer, std::string_view address);

 private:
  std::string crack_marked(std::string_view address);
  void define_kind();
  bool take(std::string_view address);
  void print_resolved(std::string_view address);
  void print_complaints(const rules::ResolvedAddress& address, std::string_view typed,
                        bool for_later = false);
  // What a record shows by where it is shown.
  struct RecordWords {
    std::string no_host = "";
    bool secure = true;  // if the names in it are
    std::string state = "OK";
    std::string status = "(none)";
  };
  struct Sender {
    rules::ResolvedAddress address;
    std::string mailer;  // empty: none
    std::string user;
    bool keeps_domain = false;  // its mailer has the flag C
    bool has_mailbox = false;   // on this machine
  };
  bool resolve_sender(std::string_view typed, bool again, Sender& sender);
  int trace_flags() const;
  void trace_record(const rules::ResolvedAddress& address, std::string_view typed, int flags);
  void trace_fields(int category, int level, const std::string& title,
                    const rules::ResolvedAddress& address, const RecordWords& words);
  void trace_built(const rules::ResolvedAddress& address);
  void trace_put_address(std::string_view cracked, std::string_view address,
                         std::string_view result);
  std::string rewrite_sender();
  std::string full_name(const Sender& sender, bool instead);
  // A line of the trace, if this level of the category is wanted.
  void debug(int category, int level, const std::string& line);
  std::string printable(std::string_view marked) const;

  TestEngine& engine_;
  Output& output_;
  bool sender_ = false;
  bool header_ = false;
  std::string sender_text_;
  std::string full_name_;  // of /sender's first one with a mailbox
};

}  // namespace cftest

#endif
