// Text that knows where each of its characters was written.
//
// Tested by tests/m4/origin_test.cc.
#include "text.h"

#include <algorithm>

namespace m4 {

void Text::append(const Slice& slice) {
  for_each_run(slice,
               [this](std::string_view bytes, const Origin& origin) { append(bytes, origin); });
}

void Text::append(const Slice& slice, const Origin& context) {
  for_each_run(slice, [&](std::string_view bytes, Origin origin) {
    if (origin.site_line == 0) origin.site_line = context.site_line;
    append(bytes, origin);
  });
}

void Text::truncate(std::size_t size) {
  bytes_.resize(size);
  while (!runs_.empty() && runs_.back().offset >= size) runs_.pop_back();
}

Slice part(const Slice& slice, std::size_t at, std::size_t size) {
  const std::size_t offset = slice.offset + at;
  const Run* const behind =
      std::upper_bound(slice.run, slice.limit, offset,
                       [](std::size_t wanted, const Run& run) { return wanted < run.offset; });
  const Run* const run = behind == slice.run ? slice.run : behind - 1;
  return {slice.bytes.substr(at, size), offset, run, slice.limit};
}

Slice Text::slice(std::size_t offset, std::size_t size) const { return part(all(), offset, size); }

}  // namespace m4
