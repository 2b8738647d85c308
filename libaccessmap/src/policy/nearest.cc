// The name that somebody meant. See nearest.h.

#include "accessmap/nearest.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace accessmap {
namespace {

constexpr std::size_t kLongest = 64;

bool same_letter(char a, char b) {
  return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
}

}  // namespace

std::size_t spelling_distance(std::string_view a, std::string_view b) {
  const bool same = std::equal(a.begin(), a.end(), b.begin(), b.end(), same_letter);
  if (same || a.size() > kLongest || b.size() > kLongest) return same ? 0 : kLongest;
  using Row = std::array<std::size_t, kLongest + 1>;
  Row before{}, above{}, row{};
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = same_letter(a[i - 1], b[j - 1]) ? 0 : 1;
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + change});
      const bool swapped =
          i > 1 && j > 1 && same_letter(a[i - 1], b[j - 2]) && same_letter(a[i - 2], b[j - 1]);
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = above;
    above = row;
  }
  return above[b.size()];
}

std::string nearest_name(std::string_view written, std::span<const std::string_view> names) {
  // One letter in three may be wrong, but of a short word one at most.
  std::size_t allowed = std::min<std::size_t>(3, std::max<std::size_t>(1, written.size() / 3));
  std::string_view nearest;
  for (const std::string_view name : names) {
    const std::size_t longer = std::max(written.size(), name.size());
    if (longer - std::min(written.size(), name.size()) > allowed) continue;
    const std::size_t distance = spelling_distance(written, name);
    if (distance > allowed || distance >= name.size() ||
        (distance == allowed && !nearest.empty())) {
      continue;
    }
    allowed = distance;
    nearest = name;
  }
  return std::string(nearest);
}

}  // namespace accessmap
