// Emacs regular expressions by the C library, as GNU m4 uses them.
//
// Tested by tests/m4/builtins_test.cc.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace m4 {

struct Group {
  long begin = -1;
  long end = -1;
};

class Regex {
 public:
  explicit Regex(std::string_view pattern);
  ~Regex();
  Regex(const Regex&) = delete;
  Regex& operator=(const Regex&) = delete;

  // The library's words for what is wrong with the pattern; empty if nothing is.
  [[nodiscard]] const std::string& mistake() const { return mistake_; }
  // Subexpressions, the whole not counted.
  [[nodiscard]] std::size_t groups() const;
  // How often \1 and the like stand in the pattern: each multiplies the time of a search by the
  // length of the text.
  [[nodiscard]] std::size_t references() const { return references_; }
  // The place of the first match at or behind `start`: -1 none, -2 the search failed. `groups`,
  // if given, gets the whole and all subexpressions.
  long search(std::string_view text, std::size_t start, std::vector<Group>* groups);

 private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
  std::string mistake_;
  std::size_t references_ = 0;
};

// Patterns are used again and again; the last ones stay compiled.
class RegexCache {
 public:
  Regex& get(std::string_view pattern);

 private:
  std::unordered_map<std::string, std::unique_ptr<Regex>> known_;
};

}  // namespace m4
