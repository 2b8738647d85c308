// What looks at the values of options: complaints in the reference's words, and the effect of those
// options on which the engine acts.
//
// A check is a function here and its name in options.def.
//
// Tested by tests/unit/reader_test.cc, tests/cases/bt/opt_*.
#ifndef LIBRULES_CF_OPTION_CHECKS_H
#define LIBRULES_CF_OPTION_CHECKS_H

#include <string_view>

#include "cf/line_reader.h"

namespace rules {

struct OptionValue {
  std::string_view option;  // its long name
  char letter;              // of the old form; '\0': none
  std::string_view part;    // what follows a dot in the name
  bool has_part;
  std::string_view text;  // marked; no blanks around it
};

using OptionCheck = void (*)(LineReader& reader, const OptionValue& value);

namespace option_checks {

inline void any(LineReader&, const OptionValue&) {}
void alias_file(LineReader& reader, const OptionValue& value);
void auth_letters(LineReader& reader, const OptionValue& value);
void blank_sub(LineReader& reader, const OptionValue& value);
void check_aliases(LineReader& reader, const OptionValue& value);
void client_port(LineReader& reader, const OptionValue& value);
void compressed_ipv6(LineReader& reader, const OptionValue& value);
void connect_only(LineReader& reader, const OptionValue& value);
void daemon_port(LineReader& reader, const OptionValue& value);
void delivery_mode(LineReader& reader, const OptionValue& value);
void eight_bit_mode(LineReader& reader, const OptionValue& value);
void expand_cnames(LineReader& reader, const OptionValue& value);
void fallback_mx(LineReader& reader, const OptionValue& value);
void hosts_file(LineReader& reader, const OptionValue& value);
void headers_length(LineReader& reader, const OptionValue& value);
void ldap_defaults(LineReader& reader, const OptionValue& value);
void milter(LineReader& reader, const OptionValue& value);
void mime_lengths(LineReader& reader, const OptionValue& value);
void no_recipient(LineReader& reader, const OptionValue& value);
void operators(LineReader& reader, const OptionValue& value);
void privacy(LineReader& reader, const OptionValue& value);
void queue_order(LineReader& reader, const OptionValue& value);
void queue_timeout(LineReader& reader, const OptionValue& value);
void resolver(LineReader& reader, const OptionValue& value);
void safety(LineReader& reader, const OptionValue& value);
void service_switch(LineReader& reader, const OptionValue& value);
void time(LineReader& reader, const OptionValue& value);
void timeout(LineReader& reader, const OptionValue& value);
void tls_letters(LineReader& reader, const OptionValue& value);
void tls_options(LineReader& reader, const OptionValue& value);
void trusted_user(LineReader& reader, const OptionValue& value);
void group(LineReader& reader, const OptionValue& value);
void macro(LineReader& reader, const OptionValue& value);
void user_database(LineReader& reader, const OptionValue& value);
void user_and_group(LineReader& reader, const OptionValue& value);
void utf8(LineReader& reader, const OptionValue& value);

}  // namespace option_checks

// What the reference says of options once all are read, and once the host's names are known.
void tell_options(LineReader& reader);
void tell_host_status_options(LineReader& reader);

// As atoi() reads a number: what is none counts as 0.
long leading_number(std::string_view text);

}  // namespace rules

#endif
