// Whether a key is one that rulesets ask for.
//
// Tested by policy_test.cc, against_rulesets_test.cc.
#pragma once

#include <string_view>

#include "remark.h"
#include "tags.h"

namespace accessmap::policy {

// `rest` is the key without its tag, in small letters.
void check_key(const Tag& tag, std::string_view rest, const Site& site, Remarks& to);

}  // namespace accessmap::policy
