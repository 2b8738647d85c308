// See name_server.h.

#include "hosts/name_server.h"

#include "text/fold.h"

namespace rules {

namespace {

struct Named {
  std::string_view name;
  RecordType type;
};

constexpr Named kTypes[] = {
#define RECORD_TYPE(name, number) {#name, RecordType::name},
#include "hosts/record_types.def"
#undef RECORD_TYPE
};

}  // namespace

std::optional<RecordType> record_type(std::string_view name) {
  for (const Named& known : kTypes) {
    if (equal_folded(known.name, name)) return known.type;
  }
  return std::nullopt;
}

std::string_view record_type_name(RecordType type) {
  for (const Named& known : kTypes) {
    if (known.type == type) return known.name;
  }
  return "?";
}

}  // namespace rules
