// What the parts of the check have to say about a key or a value.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "accessmap/policy.h"

namespace accessmap::policy {

struct Remark {
  Severity severity = Severity::error;
  bool opens = false;
  std::string_view code;
  std::string text;
  std::string advice;
};

using Remarks = std::vector<Remark>;

inline void wrong(Remarks& to, std::string_view code, std::string text, std::string advice) {
  to.push_back({Severity::error, false, code, std::move(text), std::move(advice)});
}

inline void doubtful(Remarks& to, std::string_view code, std::string text, std::string advice) {
  to.push_back({Severity::warning, false, code, std::move(text), std::move(advice)});
}

// The entry lets somebody in whom it seems to keep out.
inline void open(Remarks& to, std::string_view code, std::string text, std::string advice) {
  to.push_back({Severity::error, true, code, std::move(text), std::move(advice)});
}

}  // namespace accessmap::policy
