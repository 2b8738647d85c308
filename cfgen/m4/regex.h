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
  // \1 and the like within the pattern: the time of a search has no bound then.
  [[nodiscard]] bool refers_back() const { return refers_back_; }
  // The place of the first match at or behind `start`: -1 none, -2 the search failed. `groups`,
  // if given, gets the whole and all subexpressions.
  long search(std::string_view text, std::size_t start, std::vector<Group>* groups);

 private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
  std::string mistake_;
  bool refers_back_ = false;
};

// Patterns are used again and again; the last ones stay compiled.
class RegexCache {
 public:
  Regex& get(std::string_view pattern);

 private:
  std::unordered_map<std::string, std::unique_ptr<Regex>> known_;
};

}  // namespace m4
