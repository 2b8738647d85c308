// The tags of an access map: the table of tags.def.
#pragma once

#include <span>
#include <string_view>

#include "value_grammars.h"

namespace accessmap::policy {

enum KeyForm : unsigned {
  kName = 1,
  kAddress = 2,
  kMail = 4,
  kUser = 8,
  kEmpty = 16,
  kDn = 32,
  kPair = 64,
  kAny = 128,
  kBare = 256,
};

struct Tag {
  std::string_view name;
  unsigned forms;
  const ValueGrammar* values;
};

[[nodiscard]] std::span<const Tag> tags();

// The tag of this name, whatever its case; null: there is none.
[[nodiscard]] const Tag* find_tag(std::string_view name);

// What stands for entries without a tag: the forms of all the tags that they stand for.
[[nodiscard]] const Tag& bare_tag();

}  // namespace accessmap::policy
