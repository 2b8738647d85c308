// Text that knows where each of its characters was written.
//
// Tested by tests/m4/origin_test.cc.
#include "text.h"

#include <algorithm>

namespace m4 {

void Text::append(std::string_view bytes, const Origin& origin) {
  if (bytes.empty()) return;
  if (runs_.empty() || !(runs_.back().origin == origin)) runs_.push_back({bytes_.size(), origin});
  bytes_.append(bytes);
}

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

Slice Text::slice(std::size_t offset, std::size_t size) const {
  const auto behind =
      std::upper_bound(runs_.begin(), runs_.end(), offset,
                       [](std::size_t wanted, const Run& run) { return wanted < run.offset; });
  const Run* const first = runs_.data();
  const Run* const run = behind == runs_.begin() ? first : first + (behind - runs_.begin() - 1);
  return {std::string_view(bytes_).substr(offset, size), offset, run, first + runs_.size()};
}

}  // namespace m4
