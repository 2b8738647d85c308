// Reads any bytes as a value of a TLS entry, and of every other tag.
//
// The first byte chooses the site. What is read must lie in the value, and its
// remarks must fit the effect.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "tags.h"
#include "value_tls.h"

using accessmap::policy::TlsEffect;

namespace {

bool inside(std::string_view part, std::string_view whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void require(bool holds) {
  if (!holds) std::abort();
}

void check_effect(const accessmap::policy::TlsValue& value, bool strict) {
  bool opens = false;
  for (const auto& remark : value.remarks) opens = opens || remark.opens;
  require(!opens || !strict);
  require(opens == (value.effect == TlsEffect::weaker || value.effect == TlsEffect::nothing) ||
          value.effect == TlsEffect::never);
  const auto& all = value.remarks;
  const bool wrong = std::any_of(all.begin(), all.end(), [](const auto& one) {
    return one.severity == accessmap::Severity::error;
  });
  require(wrong == (value.effect != TlsEffect::as_written));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  accessmap::Site site;
  site.tls_strict = data[0] & 1;
  site.check_cert_altnames = data[0] & 2;
  site.skip = data[0] & 4;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto value = accessmap::policy::read_tls_value(text, site);
  check_effect(value, site.tls_strict);
  for (const auto& demand : value.demands) {
    require(inside(demand.kind, text) && inside(demand.value.value_or(""), text));
  }
  for (const auto& tag : accessmap::policy::tags()) {
    accessmap::policy::Remarks remarks;
    tag.values->check(text, site, remarks);
    for (const auto& remark : remarks) require(!remark.text.empty() && !remark.advice.empty());
    require(!tag.values->meaning(text, tag.name, site).empty() || text.empty());
  }
  return 0;
}
