// A requirement for TLS sessions, as an access map has it.
//
// Tested by policy_test.cc, against_rulesets_test.cc, fuzz_tls_value.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "remark.h"

namespace accessmap::policy {

// as_written  the rules ask for all that stands there, as far as they are told
// weaker      they ask for the first part, and let pass what the rest would refuse
// nothing     they let every session pass that is not broken
// never       they refuse every session
enum class TlsEffect { as_written, weaker, nothing, never };

// One of the things that are asked of the certificate: CN, CN:name, CS:dn, ...
struct TlsDemand {
  std::string_view kind;
  std::optional<std::string_view> value;  // what is behind the first colon
};

struct TlsValue {
  std::string_view prefix;  // PERM, TEMP or empty
  std::string_view kind;    // VERIFY or ENCR; empty: neither
  std::optional<std::string_view> bits;
  std::vector<TlsDemand> demands;
  TlsEffect effect = TlsEffect::as_written;
  Remarks remarks;
};

// Reads a value; the views are of `text`. Any bytes may come.
[[nodiscard]] TlsValue read_tls_value(std::string_view text, const Site& site);

// The tags that its demands CITag:tag ask for.
[[nodiscard]] std::vector<std::string> issuer_tags_of(std::string_view text, const Site& site);

// What is wrong with the name of a certificate (subject or issuer) as the rules
// see it, so that it never matches one; empty: nothing.
[[nodiscard]] std::string never_matches(std::string_view name);

}  // namespace accessmap::policy
