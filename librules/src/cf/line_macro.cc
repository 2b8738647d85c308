// D lines: Dxvalue, D{name}value. The value is not expanded until it is used.
//
// Tested by tests/unit/reader_test.cc, tests/cases/bt/mac_*.

#include "cf/line_reader.h"

namespace rules {

void read_macro_line(LineReader& reader, std::string_view text) {
  size_t size = 0;
  const NameId name = reader.name_at(text, size);
  if (name == kNoName) return;
  text.remove_prefix(size);
  reader.set_macro(name, take_value(text, '\0'));
}

}  // namespace rules
