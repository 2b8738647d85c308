// A mistake in an .mc file, and how it is said.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace cfgen {

// Where something stands: a file of the site's, and its line; 0: nowhere in particular.
struct Place {
  std::string file;
  std::size_t line = 0;

  bool operator==(const Place&) const = default;
};

struct Mistake {
  Place place;
  bool error = false;  // nothing is written; else it is a warning
  std::string text;    // what is wrong; what to do
};

using Mistakes = std::vector<Mistake>;

}  // namespace cfgen
